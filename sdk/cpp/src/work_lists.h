#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>

#include "allot/work_lists.h"

namespace allot::inline v1 {

class Session;

/// Items of a task, walked page by page.
[[nodiscard]] TaskItemPages task_item_pages(
    std::shared_ptr<Session> session, std::string task_id, const TaskItemQuery& wanted
);

// Reading and writing what the lists hold.
[[nodiscard]] NextItems next_items_of(
    const std::shared_ptr<Session>& session, const boost::json::value& answer
);
[[nodiscard]] std::optional<Availability> availability_of(const boost::json::value& answer);
[[nodiscard]] boost::json::value json_of(const Availability& said);
[[nodiscard]] ProjectSummary summary_of(const boost::json::value& answer);

}  // namespace allot::inline v1
