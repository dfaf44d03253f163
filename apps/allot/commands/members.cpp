#include <fmt/format.h>

#include "commands/find.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Membership {
  std::string project;
  std::string email;
  std::string role = "annotator";
};

/// The API calls a developer `engineer`.
std::string role_on_the_wire(const std::string& role) {
  return role == "developer" ? "engineer" : role;
}

void list(Console& console, const Client& client, const Membership& input) {
  std::vector<std::string> texts;
  Table table({"MEMBER", "ROLE", "STATE"});
  for (const auto& member : find_project(client, input.project).list_members()) {
    const auto role = member.role == "engineer" ? "developer" : member.role;
    table.row({member.email, role, member.status});
    if (console.is_quiet()) console.id(member.email, {});
    texts.push_back(fmt::format(
        R"({{"email":"{}","role":"{}","status":"{}"}})", member.email, member.role, member.status
    ));
  }
  table.print(console);
  console.json_list(texts);
}

void add(Console& console, const Client& client, const Membership& input) {
  const auto project = find_project(client, input.project);
  project.add_member(input.email, role_on_the_wire(input.role));
  console.id(input.email, fmt::format("{} is {} of {}", input.email, input.role, project.name));
}

void remove(Console& console, const Client& client, const Membership& input) {
  const auto project = find_project(client, input.project);
  const auto address = find_person(project, input.email);
  console.confirm(fmt::format("Take {} out of {}?", address, project.name));
  project.remove_member(address);
  console.id(address, fmt::format("{} is no longer in {}", address, project.name));
}

}  // namespace

void add_member_verbs(Verbs verbs) {
  const auto take_project = [](Words& words, Membership& input) {
    words.needs_project(input.project);
  };
  const auto take_one = [](Words& words, Membership& input) {
    words.needs("EMAIL", input.email, "Who").needs_project(input.project);
  };
  const auto take_role_too = [=](Words& words, Membership& input) {
    take_one(words, input);
    words.takes_one_of(
        "--role",
        input.role,
        {"owner", "developer", "annotationManager", "annotator"},
        "What they may do (default: annotator)"
    );
  };
  verbs.add<Membership>("list", "Who is in a project", take_project, list);
  verbs.add<Membership>("add", "Add somebody", take_role_too, add);
  verbs.add<Membership>("remove", "Take somebody out", take_one, remove);
}

}  // namespace allot::cli
