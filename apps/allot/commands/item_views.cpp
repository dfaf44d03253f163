#include "commands/item_views.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"

namespace allot::cli {

namespace {

using People = std::map<std::string, std::string>;  // assignment → who has it

/// Of the assignments that items of this choice may be in.
People people_of(const Client& client, const ItemChoice& choice) {
  std::vector<Assignment> assignments;
  if (!choice.assignment.empty()) {
    assignments.push_back(find_assignment(client, choice.project, choice.assignment));
  } else if (!choice.task.empty()) {
    assignments = find_task(client, choice.project, choice.task).assignments.list();
  } else {
    const auto dataset = find_dataset(client, choice.project, choice.dataset);
    const auto project =
        client.projects.get({.project_id = dataset.project_id, .project_name = {}});
    assignments = project.assignments.list();
  }
  People people;
  for (const auto& each : assignments) people.emplace(each.id, each.annotator);
  return people;
}

/// Each once, in the order in which they come: "completed, open".
void add_once(std::vector<std::string>& texts, const std::string& text) {
  if (std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
}

std::vector<std::string> cells_of(const Item& item, const People& people) {
  std::vector<std::string> words;
  std::vector<std::string> names;
  for (const auto& reference : item.references()) {
    const auto person = people.find(reference.id);
    if (person == people.end()) continue;
    add_once(words, reference.status.empty() ? "open" : reference.status);
    add_once(names, person->second);
  }
  return {
      item.filename,
      fmt::format("{}", fmt::join(words, ", ")),
      fmt::format("{}", fmt::join(names, ", ")),
      fmt::to_string(item.annotations_count),
      item.id
  };
}

Table empty_table() {
  return Table({"ITEM", "STATUS", "PERSON", ">MARKS", "<ID"});
}

/// Why a list is empty, where leaving an option out would fill it.
std::string hint_at_nothing(const Client& client, const ItemChoice& choice) {
  const auto without = [&](const char* option, const ItemChoice& wider) {
    const auto more = items_of(client, wider).count();
    return more == 0 ? std::string()
                     : fmt::format("No item matches; without {} {} would.", option, more);
  };
  auto wider = choice;
  wider.open = false;
  if (choice.open && choice.person.empty()) return without("--open", wider);
  if (choice.open) {
    if (auto hint = without("--open", wider); !hint.empty()) return hint;
  }
  wider.person.clear();
  if (choice.person.empty()) return {};
  return without(choice.open ? "--open and --person" : "--person", wider);
}

}  // namespace

void print_items(Console& console, const Client& client, const ItemChoice& choice) {
  constexpr std::size_t rows_at_once = 1000;  // so many have their columns in common
  const auto pages = items_of(client, choice);
  const auto people =
      console.is_json() || console.is_quiet() ? People{} : people_of(client, choice);
  std::vector<std::string> texts;
  auto table = empty_table();
  std::size_t count = 0;
  const auto flush = [&] {
    if (count <= rows_at_once) {
      table.print(console);
    } else {
      table.print_rows(console);
    }
    table = empty_table();
  };
  for (const auto& item : pages) {
    ++count;
    if (console.is_json()) {
      texts.push_back(item.raw_json);
    } else if (console.is_quiet()) {
      console.id(item.id, {});
    } else {
      table.row(cells_of(item, people));
      if (count % rows_at_once == 0) flush();
    }
  }
  if (count % rows_at_once != 0) flush();
  console.json_list(texts);
  if (console.is_json()) return;
  if (count > 0) return console.note(counted(count, "item") + ".");
  if (console.is_quiet()) return;
  const auto hint = hint_at_nothing(client, choice);
  console.note(hint.empty() ? "No item matches." : hint);
}

}  // namespace allot::cli
