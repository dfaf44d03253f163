#include <fmt/format.h>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Single {
  Named dataset;
  std::string item;
};

/// Whose it is in its tasks, and what was said of it.
Table work_of(const Client& client, const Item& item) {
  Table table({"ASSIGNMENT", "PERSON", "STATUS"});
  for (const auto& reference : item.references()) {
    if (reference.type != ReferenceType::assignment) continue;
    const auto assignment = find_assignment(client, {}, reference.id);
    const auto status = reference.status.empty() ? "open" : reference.status;
    table.row({assignment.name, assignment.annotator, status});
  }
  return table;
}

std::string facts_of(const Item& item) {
  if (item.type == ItemType::folder) return "a folder";
  return fmt::format(
      "{}, {}; {}",
      item.media_type,
      bytes_text(static_cast<double>(item.size)),
      counted(item.annotations_count, "annotation")
  );
}

void show(Console& console, const Client& client, const Single& input) {
  const auto dataset = find_dataset(client, input.dataset.project, input.dataset.name);
  const auto item = find_item_or_folder(client, dataset, input.item);
  if (console.is_json()) return console.json(item.raw_json);
  if (console.is_quiet()) return console.id(item.id, {});
  console.line(fmt::format(
      "{}  {}", console.toned(Tone::strong, item.filename), console.toned(Tone::faint, item.id)
  ));
  console.line(fmt::format("{}, since {}", facts_of(item), moment_text(item.created_at)));
  if (item.references().empty()) return;
  console.line();
  work_of(client, item).print(console);
}

}  // namespace

void add_item_show(Verbs& verbs) {
  const auto take_one = [](Words& words, Single& input) {
    words.needs("ITEM", input.item, "Its id or path")
        .needs("--dataset,-d", input.dataset.name, "The dataset's name or id")
        .takes_project(input.dataset.project);
  };
  verbs.add<Single>("show", "What an item or a folder is", take_one, show);
}

}  // namespace allot::cli
