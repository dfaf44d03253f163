#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/tasks.h"

namespace allot::inline v1 {

[[nodiscard]] std::string path_of_task(const std::string& id);
/// The task as it is now.
[[nodiscard]] Task task_of(const std::shared_ptr<Session>& session, const std::string& id);
/// The task that a command of a creation has made.
[[nodiscard]] Task created_by(
    const std::shared_ptr<Session>& session, const boost::json::value& command
);

[[nodiscard]] Time in_seven_days();
/// `dueDate` of a task or of the metadata of an assignment; nothing when there is none.
[[nodiscard]] std::optional<Time> due_date_of(const boost::json::value& value);
[[nodiscard]] Priority priority_of(const boost::json::value& value);
[[nodiscard]] boost::json::value actions_of(const std::vector<StatusWord>& words);
/// `availableActions` of a task, or the words of a dataset.
[[nodiscard]] std::vector<StatusWord> status_words_of(const boost::json::value& actions);

}  // namespace allot::inline v1
