#include <algorithm>

#include "commands/completion.h"
#include "commands/find.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

std::string given(const Completion& wanted, const std::string& kind) {
  const auto found = wanted.given.find(kind);
  return found == wanted.given.end() ? std::string() : found->second;
}

/// Of all projects, or of the one that is named.
template <class Things>
std::vector<std::string> names_in(
    const Client& client, const Completion& wanted, Things Client::* all, Things Project::* of_one
) {
  const auto project = given(wanted, "PROJECT");
  const auto things =
      project.empty() ? (client.*all).list() : (find_project(client, project).*of_one).list();
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.name);
  return names;
}

/// That of what is named.
Project project_of(const Client& client, const Completion& wanted) {
  const auto project = given(wanted, "PROJECT");
  if (!project.empty()) return find_project(client, project);
  std::string id;
  if (const auto dataset = given(wanted, "DATASET"); !dataset.empty()) {
    id = find_dataset(client, {}, dataset).project_id;
  } else if (const auto task = given(wanted, "TASK"); !task.empty()) {
    id = find_task(client, {}, task).project_id;
  } else {
    id = find_assignment(client, {}, given(wanted, "ASSIGNMENT")).project_id;
  }
  return client.projects.get({.project_id = id, .project_name = {}});
}

/// What stands in front of the @ where it is one person's, else the address; addresses once the @
/// is typed.
std::vector<std::string> people_of(const Project& project, const std::string& begun) {
  std::vector<std::string> people;
  std::map<std::string, int> beginnings;
  for (const auto& member : project.list_members()) {
    if (member.email.starts_with("bot.")) continue;
    people.push_back(member.email);
    ++beginnings[member.email.substr(0, member.email.find('@'))];
  }
  if (begun.find('@') != std::string::npos) return people;
  for (auto& person : people) {
    const auto beginning = person.substr(0, person.find('@'));
    if (beginnings[beginning] == 1) person = beginning;
  }
  return people;
}

std::vector<std::string> names_of(const Client& client, const Completion& wanted) {
  if (wanted.kind == "DATASET") {
    return names_in(client, wanted, &Client::datasets, &Project::datasets);
  }
  if (wanted.kind == "TASK") return names_in(client, wanted, &Client::tasks, &Project::tasks);
  if (wanted.kind == "ASSIGNMENT") {
    return names_in(client, wanted, &Client::assignments, &Project::assignments);
  }
  if (wanted.kind != "PROJECT") return people_of(project_of(client, wanted), wanted.begun);
  std::vector<std::string> names;
  for (const auto& project : client.projects.list()) names.push_back(project.name);
  return names;
}

}  // namespace

std::vector<std::string> names_of_server(const Completion& wanted) {
  static const std::vector<std::string> known{
      "PROJECT",
      "DATASET",
      "TASK",
      "ASSIGNMENT",
      "PERSON",
      "OWNER",
      "ASSIGN",
      "SHARES",
      "PULL",
      "ADD",
      "REMOVE"
  };
  const auto data = given(wanted, "DIR");
  if (std::ranges::find(known, wanted.kind) == known.end()) return {};
  try {
    const auto client =
        client_of({.url = given(wanted, "URL"), .data = data, .as = given(wanted, "EMAIL")});
    return names_of(client, wanted);
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace allot::cli
