#include "task_json.h"

#include <boost/json.hpp>
#include <chrono>

#include "json_text.h"
#include "session.h"

namespace allot::inline v1 {

namespace json = boost::json;

std::string path_of_task(const std::string& id) {
  return "/annotationtasks/" + encoded(id);
}

Task task_of(const std::shared_ptr<Session>& session, const std::string& id) {
  return {session, json::serialize(session->get(path_of_task(id)))};
}

Task created_by(const std::shared_ptr<Session>& session, const json::value& command) {
  const auto* spec = member_of(command, "spec");
  return task_of(session, spec == nullptr ? std::string() : text_of(*spec, "createdTaskId"));
}

double in_seven_days() {
  const auto then = std::chrono::system_clock::now().time_since_epoch() + std::chrono::days{7};
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(then).count());
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
