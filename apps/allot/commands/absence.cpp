#include <fmt/format.h>

#include <charconv>

#include "commands/absences.h"
#include "commands/find.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Absence {
  std::string project;
  std::string person;
  std::string from;
  std::string until;
  std::string hours;
  bool show = false;
};

double parse_hours(const std::string& text) {
  double hours = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, hours);
  if (error != std::errc{} || stop != end || !(hours >= 0 && hours <= 24)) {
    throw UsageError(fmt::format("`{}` is no number of hours from 0 to 24.", text));
  }
  return hours;
}

Time this_moment() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Availability said_in(const Absence& input) {
  Availability said;
  said.from = input.from.empty() ? this_moment() : parse_beginning(input.from);
  if (!input.until.empty()) said.until = parse_due_date(input.until);
  if (!input.hours.empty()) said.hours_per_day = parse_hours(input.hours);
  return said;
}

/// "ada@example.org is away from 24 Dec 2026 until 6 Jan 2027"
std::string sentence_of(const std::string& person, const std::optional<Availability>& said) {
  if (!said) return person + " is there";
  const auto hours = said->hours_per_day.value_or(0);
  return fmt::format(
      "{} {} from {}{}",
      person,
      hours > 0 ? fmt::format("works {} hours a day", hours) : "is away",
      beginning_text(said->from),
      said->until ? " until " + end_text(*said->until) : ""
  );
}

std::string json_of(const std::string& person, const std::optional<Availability>& said) {
  return fmt::format(
      R"({{"email":{}{}}})", json_quoted(person), said ? "," + json_members_of(*said) : ""
  );
}

void tell(Console& console, const Project& project, const std::string& person) {
  const auto said = project.availability(person);
  console.id(person, sentence_of(person, said));
  console.json(json_of(person, said));
}

/// Whoever names nobody means oneself.
std::string person_of(const Client& client, const Project& project, const Absence& input) {
  return find_person(client, project, input.person.empty() ? client.email() : input.person);
}

void away(Console& console, const Client& client, const Absence& input) {
  const bool says = !input.from.empty() || !input.until.empty() || !input.hours.empty();
  if (input.show && says) throw UsageError("--show changes nothing; leave the other options out.");
  const auto project = find_project(client, input.project);
  const auto person = person_of(client, project, input);
  if (!input.show) project.set_availability(person, said_in(input));
  tell(console, project, person);
}

void back(Console& console, const Client& client, const Absence& input) {
  const auto project = find_project(client, input.project);
  const auto person = person_of(client, project, input);
  project.clear_availability(person);
  tell(console, project, person);
}

}  // namespace

std::string absence_now(const std::optional<Availability>& said) {
  const auto now = this_moment();
  if (!said || now < said->from || (said->until && now >= *said->until)) return {};
  const auto hours = said->hours_per_day.value_or(0);
  return fmt::format(
      "{}{}",
      hours > 0 ? fmt::format("there {} hours a day", hours) : "away",
      said->until ? " until " + end_text(*said->until) : ""
  );
}

std::map<std::string, std::string> absences_in(
    const Client& client, const std::string& project_id
) {
  std::map<std::string, std::string> absences;
  try {
    const auto project = client.projects.get({.project_id = project_id, .project_name = {}});
    for (const auto& member : project.list_members()) {
      if (auto text = absence_now(member.availability); !text.empty()) {
        absences[member.email] = std::move(text);
      }
    }
  } catch (const Forbidden&) {
    return {};
  } catch (const NotFound&) {
    return {};
  }
  return absences;
}

std::string json_members_of(const Availability& said) {
  const auto ms = [](Time time) { return time.time_since_epoch().count(); };
  auto json = fmt::format(R"("from":{})", ms(said.from));
  if (said.until) json += fmt::format(R"(,"until":{})", ms(*said.until));
  if (said.hours_per_day) json += fmt::format(R"(,"hoursPerDay":{})", *said.hours_per_day);
  return json;
}

void add_absence(Verbs& verbs) {
  const auto take_one = [](Words& words, Absence& input) {
    words.takes("PERSON", input.person, "Who (default: you)").needs_project(input.project);
  };
  const auto take_times = [=](Words& words, Absence& input) {
    take_one(words, input);
    words.takes("--from", input.from, "2026-12-24 or '2026-12-24 12:00' (default: now)")
        .takes(
            "--until", input.until, "2027-01-06, its end, or '2027-01-06 12:00' (default: `back`)"
        )
        .takes("--hours", input.hours, "There for so many hours a day (default: not at all)")
        .takes("--show", input.show, "Only tell what was said");
  };
  verbs.add<Absence>("away", "Say when somebody is away, or part of the day", take_times, away);
  verbs.add<Absence>("back", "Say that somebody is there again", take_one, back);
}

}  // namespace allot::cli
