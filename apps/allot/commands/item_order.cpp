#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

/// Items of a dataset: by name, or those that match.
struct Several {
  Named dataset;
  std::vector<std::string> items;
  std::vector<std::string> filters;
};

struct Move {
  Several which;
  std::string to;    // a folder
  std::string path;  // of one
};

void take_several(Words& words, Several& which) {
  words.takes("ITEM", which.items, "Ids of items or folders, or their paths")
      .needs("--dataset,-d", which.dataset.name, "The dataset's name or id")
      .takes_project(which.dataset.project)
      .takes_filters(which.filters);
}

/// A file or a folder. Throws NotFound, UsageError (neither an id nor a path).
Item find_here(const Client& client, const Dataset& dataset, const std::string& text) {
  try {
    return find_item(client, dataset.id, text);
  } catch (const NotFound&) {
    if (!text.starts_with('/')) throw;
    // A star stands for anything here.
    for (const auto& folder :
         dataset.items.list(Filters().add("type", "dir").add("filename", text))) {
      if (folder.filename == text) return folder;
    }
    throw;
  }
}

std::vector<Item> find_all(const Client& client, const Dataset& dataset, const Several& which) {
  std::vector<Item> items;
  for (const auto& text : which.items) items.push_back(find_here(client, dataset, text));
  return items;
}

void require_choice(const Several& which) {
  if (which.items.empty() != which.filters.empty()) return;
  throw UsageError("Name the items, or what they match with --filter, and just one of them.");
}

void tell(Console& console, std::uint64_t count, const std::string& what) {
  console.line(fmt::format("{} {}", counted(count, "item"), what));
  console.json(fmt::format(R"({{"itemsCount":{}}})", count));
}

std::uint64_t move_to(const Client& client, const Dataset& dataset, const Move& input) {
  if (input.which.items.empty()) {
    return dataset.items.move(parse_filters(input.which.filters), input.to);
  }
  std::vector<std::string> ids;
  for (const auto& item : find_all(client, dataset, input.which)) ids.push_back(item.id);
  return dataset.items.move(ids, input.to);
}

void move(Console& console, const Client& client, const Move& input) {
  if (input.to.empty() == input.path.empty()) {
    throw UsageError("Say where: --to a folder, or --path for another path of one item.");
  }
  require_choice(input.which);
  const auto dataset = find_dataset(client, input.which.dataset.project, input.which.dataset.name);
  if (input.path.empty()) {
    return tell(console, move_to(client, dataset, input), fmt::format("moved to {}", input.to));
  }
  if (input.which.items.size() != 1) throw UsageError("--path is for one item: name it.");
  const auto item = find_here(client, dataset, input.which.items.front());
  const auto moved = item.move(input.path);
  console.id(moved.id, fmt::format("{} is {} now", item.filename, moved.filename));
  console.json(moved.raw_json);
}

/// Without those that are named before, and those that go with a folder that is named.
std::vector<Item> each_by_itself(const std::vector<Item>& named) {
  std::vector<Item> items;
  std::set<std::string> ids;
  for (const auto& item : named) {
    const bool goes_along = std::ranges::any_of(named, [&](const Item& other) {
      return other.type == ItemType::folder && item.filename.starts_with(other.filename + "/");
    });
    if (!goes_along && ids.insert(item.id).second) items.push_back(item);
  }
  return items;
}

void remove(Console& console, const Client& client, const Several& which) {
  require_choice(which);
  const auto dataset = find_dataset(client, which.dataset.project, which.dataset.name);
  if (which.items.empty()) {
    const auto filters = parse_filters(which.filters);
    const auto count = dataset.items.list(filters).count();
    console.confirm(fmt::format("Delete {} of {}?", counted(count, "item"), dataset.name));
    return tell(console, dataset.items.remove(filters), "deleted");
  }
  const auto items = each_by_itself(find_all(client, dataset, which));
  const auto what = items.size() == 1 ? items.front().filename : counted(items.size(), "item");
  console.confirm(fmt::format("Delete {} of {}?", what, dataset.name));
  std::vector<std::string> texts;
  for (const auto& item : items) {
    item.remove();
    console.id(item.id, fmt::format("{} is gone", item.filename));
    texts.push_back(item.raw_json);
  }
  console.json_list(texts);
}

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
  const auto item = find_here(client, dataset, input.item);
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

void add_item_order(Verbs& verbs) {
  const auto take_one = [](Words& words, Single& input) {
    words.needs("ITEM", input.item, "Its id or path")
        .needs("--dataset,-d", input.dataset.name, "The dataset's name or id")
        .takes_project(input.dataset.project);
  };
  const auto take_move = [](Words& words, Move& input) {
    take_several(words, input.which);
    words.takes("--to", input.to, "The folder into which they come, e.g. /july")
        .takes("--path", input.path, "Of one item: its new path; a folder takes all along");
  };
  verbs.add<Single>("show", "What an item or a folder is", take_one, show);
  verbs.add<Move>("move", "Move files and folders", take_move, move);
  verbs.add<Several>("delete", "Delete items, or folders with all in them", take_several, remove);
}

}  // namespace allot::cli
