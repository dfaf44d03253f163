#include <fmt/chrono.h>
#include <fmt/format.h>

#include "commands/absences.h"
#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Membership {
  std::string project;
  std::string email;
  std::string role = "annotator";
};

/// The API calls a developer `engineer`.
Word<Role> role_of(const std::string& role) {
  return role == "developer" ? Role::developer : Word<Role>(role);
}

std::string role_for_people(const Word<Role>& role) {
  return role == Role::developer ? "developer" : role.text();
}

/// "developer", "developer, bot “nightly”": a bot's address tells nobody which it is.
std::string role_of_member(const Member& member) {
  const auto role = role_for_people(member.role);
  return member.bot.empty() ? role : fmt::format("{}, bot “{}”", role, member.bot);
}

std::vector<std::string> roles_for_people() {
  std::vector<std::string> roles;
  for (const auto word : words_of<Role>) {
    roles.push_back(role_for_people(Word<Role>(std::string(word))));
  }
  return roles;
}

std::string json_of(const Member& member) {
  const auto& said = member.availability;
  return fmt::format(
      R"({{"email":{},"role":{},"status":{}{}{}}})",
      json_quoted(member.email),
      json_quoted(member.role.text()),
      json_quoted(member.status.text()),
      member.bot.empty() ? "" : R"(,"bot":)" + json_quoted(member.bot),
      said ? fmt::format(R"(,"availability":{{{}}})", json_members_of(*said)) : ""
  );
}

/// "pending", "away until 6 Jan 2027", or both; "active" is who is neither.
std::string state_of(const Member& member) {
  const auto absence = absence_now(member.availability);
  if (absence.empty()) return member.status.text();
  if (member.status == MemberStatus::active) return absence;
  return member.status.text() + ", " + absence;
}

/// How they are in the project now.
void tell(Console& console, const Project& project, const std::string& address) {
  for (const auto& member : project.list_members()) {
    if (member.email != lower(address)) continue;
    const auto role = role_for_people(member.role);
    console.id(member.email, fmt::format("{} is {} of {}", member.email, role, project.name));
    if (member.status == MemberStatus::pending) {
      console.note(fmt::format(
          "{} cannot sign in yet: `allot member invite {} -p {}` makes a link for that.",
          member.email,
          shell_word(member.email),
          shell_word(project.name)
      ));
    }
    console.json(json_of(member));
  }
}

void list(Console& console, const Client& client, const Membership& input) {
  std::vector<std::string> texts;
  Table table({"MEMBER", "ROLE", "STATE"});
  for (const auto& member : find_project(client, input.project).list_members()) {
    table.row({member.email, role_of_member(member), state_of(member)});
    if (console.is_quiet()) console.id(member.email, {});
    texts.push_back(json_of(member));
  }
  table.print(console);
  console.json_list(texts);
}

void add(Console& console, const Client& client, const Membership& input) {
  const auto project = find_project(client, input.project);
  project.add_member(input.email, role_of(input.role));
  tell(console, project, input.email);
}

std::string day_text(Time time) {
  return due_date_text(time);
}

std::string iso_text(Time time) {
  return fmt::format("{:%FT%T}Z", std::chrono::time_point_cast<std::chrono::milliseconds>(time));
}

void invite(Console& console, const Client& client, const Membership& input) {
  const auto project = find_project(client, input.project);
  const auto address = find_person(client, project, input.email);
  const auto invitation = project.invite_member(address);
  console.line(fmt::format(
      "By this link {} chooses a password and is in. It works once, for seven days, until {}; an "
      "earlier one is void. Send it to nobody else.",
      address,
      day_text(invitation.expires_at)
  ));
  console.id(invitation.url, invitation.url);
  console.json(fmt::format(
      R"({{"email":{},"url":{},"expiresAt":{}}})",
      json_quoted(address),
      json_quoted(invitation.url),
      json_quoted(iso_text(invitation.expires_at))
  ));
}

void update(Console& console, const Client& client, const Membership& input) {
  const auto project = find_project(client, input.project);
  const auto address = find_person(client, project, input.email);
  project.update_member(address, role_of(input.role));
  tell(console, project, address);
}

std::uint64_t open_items_of(const Project& project, const std::string& address) {
  std::uint64_t open = 0;
  for (const auto& each : project.assignments.list({.annotator = lower(address)})) {
    open += each.counts.remaining;
  }
  return open;
}

void remove(Console& console, const Client& client, const Membership& input) {
  const auto project = find_project(client, input.project);
  const auto address = find_person(client, project, input.email);
  const auto open = open_items_of(project, address);
  auto question = fmt::format("Take {} out of {}?", address, project.name);
  if (open > 0) {
    const auto items = counted(open, "open item");
    question += fmt::format(" They keep {} until the work is handed to others.", items);
  }
  console.confirm(question);
  project.remove_member(address);
  console.id(address, fmt::format("{} is no longer in {}", address, project.name));
  console.json(fmt::format(R"({{"email":{}}})", json_quoted(address)));
}

}  // namespace

void add_member_verbs(Verbs verbs) {
  const auto take_project = [](Words& words, Membership& input) {
    words.needs_project(input.project);
  };
  const auto take_one = [](Words& words, Membership& input) {
    words.needs("PERSON", input.email, "Who").needs_project(input.project);
  };
  const auto roles = roles_for_people();
  const auto take_new = [roles](Words& words, Membership& input) {
    words.needs("ADDRESS", input.email, "Their e-mail address")
        .needs_project(input.project)
        .takes_one_of("--role", input.role, roles, "What they may do (default: annotator)");
  };
  const auto take_role = [=](Words& words, Membership& input) {
    take_one(words, input);
    words.needs_one_of("--role", input.role, roles, "What they may do from now on");
  };
  verbs.add<Membership>("list", "Who is in a project", take_project, list);
  verbs.add<Membership>("add", "Add somebody", take_new, add);
  verbs.add<Membership>("invite", "Make a link by which a member gets in", take_one, invite);
  verbs.add<Membership>("update", "Give somebody another role", take_role, update);
  verbs.add<Membership>("remove", "Take somebody out", take_one, remove);
  add_absence(verbs);
}

}  // namespace allot::cli
