#include "allot/projects.h"

#include <boost/json.hpp>

#include "json_text.h"
#include "pace.h"
#include "session.h"
#include "the_only.h"
#include "times.h"
#include "work_lists.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

std::string path_of(const std::string& id) {
  return "/projects/" + encoded(id);
}

std::string path_of_availability(const std::string& id, const std::string& email) {
  return path_of(id) + "/members/" + encoded(email) + "/availability";
}

}  // namespace

Project::Project(std::shared_ptr<Session> session, const std::string& text)
    : datasets(session, {}),
      tasks(session, {}),
      assignments(session, {}),
      session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  name = text_of(value, "name");
  creator = text_of(value, "creator");
  role = Word<Role>(text_of(value, "role"));
  created_at = time_of(text_of(value, "createdAt"));
  datasets = Datasets(session_, id);
  tasks = Tasks(session_, {.project_id = id, .dataset_id = {}});
  assignments = Assignments(session_, {.project_id = id, .task_id = {}});
}

std::vector<Member> Project::list_members() const {
  std::vector<Member> members;
  const auto answer = session_->get(path_of(id) + "/members");
  if (!answer.is_array()) return members;
  for (const auto& member : answer.get_array()) {
    const auto status = text_of(member, "status");  // told of those alone who were invited
    const auto* said = member_of(member, "availability");
    members.push_back(
        {.email = text_of(member, "email"),
         .role = Word<Role>(text_of(member, "role")),
         .status = status.empty() ? MemberStatus::active : Word<MemberStatus>(status),
         .availability = said == nullptr ? std::nullopt : availability_of(*said)}
    );
    if (text_of(member, "type") == "bot") members.back().bot = text_of(member, "firstName");
  }
  return members;
}

void Project::add_member(const std::string& email, const Word<Role>& as) const {
  session_->post(path_of(id) + "/members/" + encoded(email), {{"role", as.text()}});
}

void Project::update_member(const std::string& email, const Word<Role>& as) const {
  session_->patch(path_of(id) + "/members/" + encoded(email), {{"role", as.text()}});
}

void Project::remove_member(const std::string& email) const {
  session_->remove(path_of(id) + "/members/" + encoded(email));
}

Invitation Project::invite_member(const std::string& email) const {
  const auto path = path_of(id) + "/members/" + encoded(email) + "/invite";
  const auto link = session_->post(path, json::object());
  return {.url = text_of(link, "url"), .expires_at = time_of(text_of(link, "expiresAt"))};
}

std::optional<Availability> Project::availability(const std::string& email) const {
  return availability_of(session_->get(path_of_availability(id, email)));
}

void Project::set_availability(const std::string& email, const Availability& said) const {
  session_->put(path_of_availability(id, email), json_of(said));
}

void Project::clear_availability(const std::string& email) const {
  session_->remove(path_of_availability(id, email));
}

ProjectSummary Project::summary() const {
  return summary_of(session_->get(path_of(id) + "/summary"));
}

OpenWork Project::open_work(const std::vector<std::string>& contributors) const {
  json::object body;
  if (!contributors.empty()) {
    body["contributors"] = json::array(contributors.begin(), contributors.end());
  }
  const auto path = "/annotationtasks/projects/" + encoded(id) + "/counters";
  const auto answer = session_->post(path, body);
  return {
      .tasks = count_of(answer, "tasksCount"),
      .assignments = count_of(answer, "assignmentsCount"),
      .issues = count_of(answer, "issuesCount"),
      .reviews = count_of(answer, "reviewsCount")
  };
}

Pace Project::pace(const PaceDays& days) const {
  return pace_of(session_->get(path_of(id) + "/pace" + query_of(days)));
}

Project Project::rename(const std::string& to) const {
  return {session_, to_text(session_->patch(path_of(id), {{"name", to}}))};
}

Project Project::reload() const {
  return {session_, to_text(session_->get(path_of(id)))};
}

void Project::remove() const {
  session_->remove(path_of(id));
}

Project Projects::get(const Name& name) const {
  if (!name.project_id.empty()) {
    return {session_, to_text(session_->get(path_of(name.project_id)))};
  }
  const auto named = session_->get(path_of(name.project_name) + "/name");
  std::vector<Project> found;
  for (const auto& text : elements_of(named)) found.emplace_back(session_, text);
  return the_only(std::move(found), "project", name.project_name);
}

std::vector<Project> Projects::list() const {
  std::vector<Project> all;
  for (const auto& text : elements_of(session_->get("/projects"))) all.emplace_back(session_, text);
  return all;
}

Project Projects::create(const std::string& name) const {
  return {session_, to_text(session_->post("/projects", {{"name", name}}))};
}

}  // namespace allot::inline v1
