#include "commands/find.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "commands/console.h"
#include "commands/nearest.h"
#include "commands/texts.h"

namespace allot::cli {

namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_id(std::string_view text) {
  return text.size() == 24 && is_hex(text);
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && is_hex(text.substr(0, 8));
}

template <class Thing>
Thing the_one(const std::vector<Thing>& things, std::string_view noun, const std::string& name) {
  std::vector<Thing> found;
  std::ranges::copy_if(things, std::back_inserter(found), [&](const Thing& thing) {
    return thing.name == name;
  });
  if (found.empty()) {
    throw NotFound(
        404,
        "not_found",
        fmt::format(
            "There is no {0} named `{1}`; `allot {0} list` shows those that there are.", noun, name
        )
    );
  }
  if (found.size() == 1) return found.front();
  std::string ids;
  for (const auto& thing : found) ids += "\n  " + thing.id;
  throw UsageError(
      fmt::format("There are {} {}s named `{}`; give the id:{}", found.size(), noun, name, ids)
  );
}

std::vector<std::string> without_commas(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (std::string_view word : words) {
    while (!word.empty()) {
      const auto part = word.substr(0, word.find(','));
      word.remove_prefix(std::min(word.size(), part.size() + 1));
      if (!part.empty()) parts.emplace_back(part);
    }
  }
  return parts;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(number)) return std::nullopt;  // "inf" is a word, and JSON has none for it
  return number;
}

}  // namespace

Project find_project(const Client& client, const std::string& text) {
  if (is_uuid(text)) return client.projects.get({.project_id = text, .project_name = {}});
  return the_one(client.projects.list(), "project", text);
}

Dataset find_dataset(const Client& client, const std::string& project, const std::string& text) {
  if (is_id(text)) return client.datasets.get({.dataset_id = text, .dataset_name = {}});
  const auto all =
      project.empty() ? client.datasets.list() : find_project(client, project).datasets.list();
  return the_one(all, "dataset", text);
}

Task find_task(const Client& client, const std::string& project, const std::string& text) {
  if (is_id(text)) return client.tasks.get({.task_id = text, .task_name = {}});
  const auto all =
      project.empty() ? client.tasks.list() : find_project(client, project).tasks.list();
  return the_one(all, "task", text);
}

Assignment find_assignment(
    const Client& client, const std::string& project, const std::string& text
) {
  if (is_id(text)) return client.assignments.get({.assignment_id = text, .assignment_name = {}});
  const auto all = project.empty() ? client.assignments.list()
                                   : find_project(client, project).assignments.list();
  return the_one(all, "assignment", text);
}

void require_id(const std::string& text, std::string_view whose) {
  if (text.empty()) throw UsageError(fmt::format("The id of {} is empty.", whose));
}

Item find_item(const Client& client, const std::string& dataset_id, const std::string& text) {
  require_id(text, "the item");
  if (!text.starts_with('/')) return client.items.get({.item_id = text, .filepath = {}});
  const auto dataset = client.datasets.get({.dataset_id = dataset_id, .dataset_name = {}});
  return dataset.items.get({.item_id = {}, .filepath = text});
}

namespace {

using Addresses = std::vector<std::string>;

Addresses addresses_of(const Project& project) {
  Addresses addresses;
  for (const auto& member : project.list_members()) addresses.push_back(member.email);
  return addresses;
}

std::string person_among(const Addresses& members, const std::string& text) {
  if (text.find('@') != std::string::npos) return text;
  const auto beginning = lower(text) + "@";
  Addresses found;
  for (const auto& member : members) {
    if (member.starts_with(beginning)) found.push_back(member);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    throw UsageError(fmt::format(
        "Nobody in the project has an address that begins with `{}`; give the whole address.",
        beginning
    ));
  }
  throw UsageError(
      fmt::format("`{}` is {}; give the whole address.", text, fmt::join(found, " or "))
  );
}

/// For who may not see the members.
std::string oneself(const Client& client, const std::string& text) {
  auto own = lower(client.email());
  if (own.starts_with(lower(text) + "@")) return own;
  throw UsageError(fmt::format(
      "You see nobody else in the project, so `{}` may be anybody; give the whole address.", text
  ));
}

std::string assignee_among(
    Console& console,
    const Client& client,
    const Project& project,
    const Addresses& members,
    const std::string& text
) {
  auto address = person_among(members, text);
  const auto folded = lower(address);
  const bool is_member = std::ranges::find(members, folded) != members.end();
  if (!is_member && !client.has_account(folded)) {
    const auto question = meant(folded, members);
    console.complain(fmt::format(
        "allot: {} is no member of {} and has no account{}",
        address,
        project.name,
        question.empty() ? "." : question
    ));
  }
  return address;
}

}  // namespace

std::string find_person(const Client& client, const Project& project, const std::string& text) {
  if (text.find('@') != std::string::npos) return text;
  try {
    return person_among(addresses_of(project), text);
  } catch (const Forbidden&) {
    return oneself(client, text);
  }
}

std::string find_assignee(
    Console& console, const Client& client, const Project& project, const std::string& text
) {
  return assignee_among(console, client, project, addresses_of(project), text);
}

std::vector<std::string> find_assignees(
    Console& console,
    const Client& client,
    const Project& project,
    const std::vector<std::string>& people
) {
  const auto members = addresses_of(project);
  std::vector<std::string> found;
  for (const auto& part : without_commas(people)) {
    if (part.find('=') != std::string::npos) {
      throw UsageError(fmt::format("`{}` is no person; names alone, like ada,ben.", part));
    }
    found.push_back(assignee_among(console, client, project, members, part));
  }
  if (found.empty()) throw UsageError("Nobody is named; write people like ada,ben.");
  return found;
}

Workload parse_shares(
    Console& console,
    const Client& client,
    const Project& project,
    const std::vector<std::string>& shares
) {
  const auto members = addresses_of(project);
  std::vector<std::string> people;
  std::vector<double> loads;
  for (const auto& part : without_commas(shares)) {
    const auto equals = part.find('=');
    people.push_back(assignee_among(console, client, project, members, part.substr(0, equals)));
    if (equals == std::string::npos) continue;
    const auto load = number_of(part.substr(equals + 1));
    if (!load || *load < 0) {
      throw UsageError(fmt::format("`{}` is no share; write it like ada=60.", part));
    }
    loads.push_back(*load);
  }
  if (!loads.empty() && loads.size() != people.size()) {
    throw UsageError("Give everybody a load (ada=60 ben=40), or nobody for equal parts.");
  }
  if (people.empty()) throw UsageError("Nobody is named; write shares like ada=60 ben=40.");
  return Workload::generate(people, loads);
}

}  // namespace allot::cli
