#include "allot/commands.h"

#include <boost/json.hpp>

#include "json_text.h"
#include "session.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& id) {
  return "/commands/" + encoded(id);
}

}  // namespace

Command::Command(std::shared_ptr<Session> session, const std::string& text)
    : session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  type = text_of(value, "type");
  status = Word<CommandStatus>(text_of(value, "status"));
  progress = static_cast<int>(count_of(value, "progress"));
  error = text_of(value, "error");
  spec_json = json_of(value, "spec");
  creator = text_of(value, "creator");
  created_at = time_of(text_of(value, "createdAt"));
  updated_at = time_of(text_of(value, "updatedAt"));
}

bool Command::has_ended() const {
  return command_has_ended(status.text());
}

Command Command::reload() const {
  return {session_, to_text(session_->get(path_of(id)))};
}

Command Command::wait() const {
  return {session_, to_text(session_->ended(session_->get(path_of(id))))};
}

void Command::abort() const {
  session_->post(path_of(id) + "/abort", json::object());
}

Command Commands::get(const std::string& command_id) const {
  return {session_, to_text(session_->get(path_of(command_id)))};
}

}  // namespace allot::inline v1
