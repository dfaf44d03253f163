#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/item_choice.h"
#include "commands/item_views.h"
#include "commands/nearest.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

void list(Console& console, const Client& client, const ItemChoice& choice) {
  print_items(console, client, choice);
}

struct StatusWord {
  Named task;
  std::string word;
  std::vector<std::string> items;
  bool clear = false;
};

/// What people set in a task: the usual words, and those of its own.
std::vector<std::string> status_words_of(const Task& task) {
  std::vector<std::string> words{task.type == TaskType::qa ? "approved" : "completed", "discard"};
  for (const auto& each : task.status_words) {
    if (std::ranges::find(words, each.word) == words.end()) words.push_back(each.word);
  }
  return words;
}

/// As the server keeps it: it takes some words for others.
std::string kept_word(const std::string& word) {
  return word == "complete" ? "completed" : word;
}

/// Throws UsageError where the task does not take the word.
void change_status(const Task& task, const Item& item, const StatusWord& input) {
  try {
    if (input.clear) {
      item.clear_status(input.word, task.id);
    } else {
      item.update_status(input.word, task.id);
    }
  } catch (const BadRequest&) {
    const auto words = status_words_of(task);
    if (std::ranges::find(words, input.word) != words.end()) throw;
    const auto question = meant(input.word, words);
    throw UsageError(fmt::format(
        "`{}` is no status in {}{} {}.",
        input.word,
        task.name,
        question.empty() ? "; there are" : question + " There are",
        fmt::join(words, ", ")
    ));
  }
}

void set_status(Console& console, const Client& client, const StatusWord& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  std::vector<std::string> texts;
  for (const auto& named : input.items) {
    const auto item = find_item(client, task.dataset_id, named);
    change_status(task, item, input);
    console.id(
        item.id,
        fmt::format(
            "{}: {}{}", item.filename, input.clear ? "no longer " : "", kept_word(input.word)
        )
    );
    if (console.is_json()) texts.push_back(find_item(client, task.dataset_id, item.id).raw_json);
  }
  if (input.items.size() > 1) {
    const auto* const no_longer = input.clear ? "no longer " : "";
    const auto items = counted(input.items.size(), "item");
    console.note(fmt::format("{}: {}{}.", items, no_longer, kept_word(input.word)));
  }
  console.json_list(texts);
}

void require_one_place(const ItemChoice& choice) {
  const auto named = std::ranges::count_if(
      std::array{&choice.dataset, &choice.task, &choice.assignment},
      [](const std::string* place) { return !place->empty(); }
  );
  if (named == 1) return;
  throw UsageError("Name a dataset (-d), a task (-t) or an assignment (-a), and just one of them.");
}

bool is_narrowed(const ItemChoice& choice) {
  return choice.open || !choice.person.empty();
}

/// Only items that are in one of these assignments: the person's, if one is named, and without a
/// status there, if only open ones are meant.
void narrow(
    const Client& client,
    Filters& filters,
    const ItemChoice& choice,
    const std::vector<Assignment>& assignments
) {
  if (!is_narrowed(choice)) return;
  std::string person;
  std::vector<std::string> ids;
  for (const auto& each : assignments) {
    if (!choice.person.empty() && person.empty()) {
      const auto project = client.projects.get({.project_id = each.project_id, .project_name = {}});
      person = lower(find_person(client, project, choice.person));
    }
    if (person.empty() || each.annotator == person) ids.push_back(json_quoted(each.id));
  }
  filters.add_json(fmt::format(
      R"({{"metadata.system.refs":{{"$match":{{"id":{{"$in":[{}]}}{}}}}}}})",
      fmt::join(ids, ","),
      choice.open ? R"(,"metadata":{"status":{"$exists":false}})" : ""
  ));
}

}  // namespace

ItemPages items_of(const Client& client, const ItemChoice& choice) {
  require_one_place(choice);
  auto filters = parse_filters(choice.filters);
  if (!choice.assignment.empty()) {
    const auto assignment = find_assignment(client, choice.project, choice.assignment);
    narrow(client, filters, choice, {assignment});
    return assignment.get_items(filters);
  }
  if (!choice.task.empty()) {
    const auto task = find_task(client, choice.project, choice.task);
    if (is_narrowed(choice)) narrow(client, filters, choice, task.assignments.list());
    return task.get_items(filters);
  }
  const auto dataset = find_dataset(client, choice.project, choice.dataset);
  if (is_narrowed(choice)) {
    const auto project =
        client.projects.get({.project_id = dataset.project_id, .project_name = {}});
    narrow(client, filters, choice, project.assignments.list());
  }
  return dataset.items.list(filters);
}

void take_choice(Words& words, ItemChoice& choice) {
  words.takes("--dataset,-d", choice.dataset, "Items of a dataset, by name or id")
      .takes("--task,-t", choice.task, "Items of a task")
      .takes("--assignment,-a", choice.assignment, "Items of an assignment")
      .takes_project(choice.project)
      .takes_filters(choice.filters)
      .takes("--person", choice.person, "Only what this person has: an address, or its beginning")
      .takes("--open", choice.open, "Only what has no status");
}

void add_item_verbs(Verbs verbs) {
  verbs.add<ItemChoice>("list", "Items, oldest first", take_choice, list);
  add_item_show(verbs);
  add_item_order(verbs);
  add_transfer_verbs(verbs);
  const auto take_status = [](Words& words, StatusWord& input) {
    words.needs("STATUS", input.word, "E.g. completed, discard")
        .needs("ITEM", input.items, "Ids of items, or their paths")
        .needs("--task,-t", input.task.name, "The task's name or id")
        .takes_project(input.task.project)
        .takes("--clear", input.clear, "Take it away instead");
  };
  verbs.add<StatusWord>("status", "Set a status word on items in a task", take_status, set_status);
  add_holders(verbs);
}

}  // namespace allot::cli
