#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "commands/absences.h"
#include "commands/console.h"
#include "commands/find.h"
#include "commands/nearest.h"
#include "commands/texts.h"

namespace allot::cli {

namespace {

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

using Members = std::vector<Member>;

std::string person_among(const Members& members, const std::string& text) {
  if (text.find('@') != std::string::npos) return text;
  const auto beginning = lower(text) + "@";
  std::vector<std::string> found;
  for (const auto& member : members) {
    if (member.email.starts_with(beginning)) found.push_back(member.email);
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

void tell_of_stranger(
    Console& console, const Project& project, const Members& members, const std::string& address
) {
  std::vector<std::string> addresses;
  for (const auto& member : members) addresses.push_back(member.email);
  const auto question = meant(lower(address), addresses);
  console.complain(fmt::format(
      "allot: {} is no member of {} and has no account{}",
      address,
      project.name,
      question.empty() ? "." : question
  ));
}

std::string assignee_among(
    Console& console,
    const Client& client,
    const Project& project,
    const Members& members,
    const std::string& text
) {
  auto address = person_among(members, text);
  const auto folded = lower(address);
  const auto member = std::ranges::find(members, folded, &Member::email);
  if (member == members.end()) {
    if (!client.has_account(folded)) tell_of_stranger(console, project, members, address);
  } else if (const auto absence = absence_now(member->availability); !absence.empty()) {
    console.note(fmt::format("{} is {}.", folded, absence));
  }
  return address;
}

}  // namespace

std::string find_person(const Client& client, const Project& project, const std::string& text) {
  if (text.find('@') != std::string::npos) return text;
  try {
    return person_among(project.list_members(), text);
  } catch (const Forbidden&) {
    return oneself(client, text);
  }
}

std::string find_assignee(
    Console& console, const Client& client, const Project& project, const std::string& text
) {
  return assignee_among(console, client, project, project.list_members(), text);
}

std::vector<std::string> find_assignees(
    Console& console,
    const Client& client,
    const Project& project,
    const std::vector<std::string>& people
) {
  const auto members = project.list_members();
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

namespace {

/// `ben:70` is meant for a share. Throws UsageError.
void require_no_colon(const std::string& part) {
  const auto colon = part.find(':');
  if (colon == std::string::npos || !number_of(part.substr(colon + 1))) return;
  throw UsageError(fmt::format(
      "`{}` is no share; write it like {}={}.", part, part.substr(0, colon), part.substr(colon + 1)
  ));
}

}  // namespace

Workload parse_shares(
    Console& console,
    const Client& client,
    const Project& project,
    const std::vector<std::string>& shares
) {
  const auto members = project.list_members();
  std::vector<std::string> people;
  std::vector<double> loads;
  for (const auto& part : without_commas(shares)) {
    const auto equals = part.find('=');
    if (equals == std::string::npos) require_no_colon(part);
    people.push_back(assignee_among(console, client, project, members, part.substr(0, equals)));
    if (equals == std::string::npos) continue;
    const auto load = number_of(part.substr(equals + 1));
    if (!load || *load < 0) {
      throw UsageError(fmt::format("`{}` is no share; write it like ada=60.", part));
    }
    loads.push_back(*load);
  }
  if (!loads.empty() && loads.size() != people.size()) {
    throw UsageError("Give everybody a share (ada=60 ben=40), or nobody for equal parts.");
  }
  if (people.empty()) throw UsageError("Nobody is named; write shares like ada=60 ben=40.");
  return Workload::generate(people, loads);
}

}  // namespace allot::cli
