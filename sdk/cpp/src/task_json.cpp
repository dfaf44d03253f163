#include "task_json.h"

#include <boost/json.hpp>
#include <chrono>
#include <cmath>

#include "json_text.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

std::string path_of_task(const std::string& id) {
  return "/annotationtasks/" + encoded(id);
}

Task task_of(const std::shared_ptr<Session>& session, const std::string& id) {
  return {session, to_text(session->get(path_of_task(id)))};
}

Task created_by(const std::shared_ptr<Session>& session, const json::value& command) {
  const auto* spec = member_of(command, "spec");
  return task_of(session, spec == nullptr ? std::string() : text_of(*spec, "createdTaskId"));
}

Time in_seven_days() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) +
         std::chrono::days{7};
}

std::optional<Time> due_date_of(const json::value& value) {
  const auto milliseconds = number_of(value, "dueDate");
  constexpr double sane = 9e15;
  if (milliseconds == 0 || !(std::abs(milliseconds) < sane)) return std::nullopt;
  return Time(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

Priority priority_of(const json::value& value) {
  const auto number = count_of(value, "priority");
  return number == 0 ? Priority::medium : static_cast<Priority>(number);
}

json::value actions_of(const std::vector<StatusWord>& words) {
  json::array actions;
  for (const auto& [word, display_name, color] : words) {
    json::object action{
        {"action", word}, {"displayName", display_name.empty() ? word : display_name}
    };
    if (!color.empty()) action["color"] = color;
    actions.push_back(std::move(action));
  }
  return actions;
}

std::vector<StatusWord> status_words_of(const json::value& actions) {
  std::vector<StatusWord> words;
  if (!actions.is_array()) return words;
  for (const auto& action : actions.get_array()) {
    words.push_back(
        {.word = text_of(action, "action"),
         .display_name = text_of(action, "displayName"),
         .color = text_of(action, "color")}
    );
  }
  return words;
}

}  // namespace allot::inline v1
