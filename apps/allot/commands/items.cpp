#include <fmt/format.h>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/item_choice.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

void list(Console& console, const Client& client, const ItemChoice& choice) {
  const auto pages = items_of(client, choice);
  std::vector<std::string> texts;
  std::size_t count = 0;
  for (const auto& item : pages) {
    ++count;
    if (console.is_json()) texts.push_back(item.raw_json);
    if (console.is_quiet()) console.id(item.id, {});
    console.line(fmt::format(
        "{:>10}  {:>4}  {}  {}",
        item.size,
        item.annotations_count,
        console.toned(Tone::faint, item.id),
        item.filename
    ));
  }
  console.json_list(texts);
  if (console.is_json()) return;
  console.note(fmt::format("{}: bytes, annotations, id, path", counted(count, "item")));
}

struct StatusWord {
  Named task;
  std::string word;
  std::vector<std::string> items;
  bool clear = false;
};

void set_status(Console& console, const Client& client, const StatusWord& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  std::vector<std::string> texts;
  for (const auto& named : input.items) {
    const auto item = find_item(client, task.dataset_id, named);
    if (input.clear) {
      item.clear_status(input.word, task.id);
    } else {
      item.update_status(input.word, task.id);
    }
    console.id(
        item.id, fmt::format("{}: {}{}", item.filename, input.clear ? "no longer " : "", input.word)
    );
    if (console.is_json()) texts.push_back(find_item(client, task.dataset_id, item.id).raw_json);
  }
  console.json_list(texts);
}

}  // namespace

ItemPages items_of(const Client& client, const ItemChoice& choice) {
  const auto filters = parse_filters(choice.filters);
  if (!choice.assignment.empty()) {
    return find_assignment(client, choice.project, choice.assignment).get_items(filters);
  }
  if (!choice.task.empty()) {
    return find_task(client, choice.project, choice.task).get_items(filters);
  }
  if (choice.dataset.empty()) {
    throw UsageError("Name a dataset (-d), a task (--task) or an assignment (--assignment).");
  }
  return find_dataset(client, choice.project, choice.dataset).items.list(filters);
}

void take_choice(Words& words, ItemChoice& choice) {
  words.takes("--dataset,-d", choice.dataset, "Items of a dataset, by name or id")
      .takes("--task,-t", choice.task, "Items of a task")
      .takes("--assignment,-a", choice.assignment, "Items of an assignment")
      .takes_project(choice.project)
      .takes_filters(choice.filters);
}

void add_item_verbs(Verbs verbs) {
  verbs.add<ItemChoice>("list", "Items, oldest first", take_choice, list);
  add_transfer_verbs(verbs);
  const auto take_status = [](Words& words, StatusWord& input) {
    words.needs("STATUS", input.word, "E.g. completed, discard")
        .needs("ITEM", input.items, "Ids of items, or their paths")
        .needs("--task,-t", input.task.name, "The task's name or id")
        .takes_project(input.task.project)
        .takes("--clear", input.clear, "Take it away instead");
  };
  verbs.add<StatusWord>("status", "Set a status word on items in a task", take_status, set_status);
}

}  // namespace allot::cli
