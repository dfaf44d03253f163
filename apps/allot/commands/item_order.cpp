#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/texts.h"
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
  bool dry_run = false;
};

void take_several(Words& words, Several& which) {
  words.takes("ITEM", which.items, "Ids of items or folders, or their paths")
      .needs("--dataset,-d", which.dataset.name, "The dataset's name or id")
      .takes_project(which.dataset.project)
      .takes_filters(which.filters);
}

std::vector<Item> find_all(const Client& client, const Dataset& dataset, const Several& which) {
  std::vector<Item> items;
  for (const auto& text : which.items) items.push_back(find_item_or_folder(client, dataset, text));
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

/// Hidden ones, too, at any depth.
std::uint64_t items_below(const Dataset& dataset, const std::string& folder) {
  auto below = Filters().add_any({Filters().add("hidden", true), Filters().add("hidden", false)});
  below.add_json(fmt::format(  // '0' follows '/', and a `*` in a name stands for itself so
      R"({{"filename":{{"$gt":{},"$lt":{}}}}})",
      json_quoted(folder + "/"),
      json_quoted(folder + "0")
  ));
  return dataset.items.list(below).count();
}

/// Something that was named, and how many items it is.
struct Chosen {
  Item item;
  std::uint64_t count = 1;

  [[nodiscard]] bool is_folder() const { return item.type == ItemType::folder; }
};

std::vector<Chosen> counted_in(const Dataset& dataset, const std::vector<Item>& items) {
  std::vector<Chosen> chosen;
  for (const auto& item : items) {
    const bool is_folder = item.type == ItemType::folder;
    chosen.push_back({item, is_folder ? items_below(dataset, item.filename) : 1});
  }
  return chosen;
}

std::uint64_t total_of(const std::vector<Chosen>& chosen) {
  std::uint64_t total = 0;
  for (const auto& each : chosen) total += each.count;
  return total;
}

/// "/day with its 4 items", "/1.png with its 2 annotations", "5 items"
std::string named(const std::vector<Chosen>& chosen) {
  if (chosen.size() != 1) return counted(total_of(chosen), "item");
  const auto& [item, count] = chosen.front();
  if (chosen.front().is_folder()) {
    return fmt::format("{} with its {}", item.filename, counted(count, "item"));
  }
  if (item.annotations_count == 0) return item.filename;
  const auto annotations = counted(item.annotations_count, "annotation");
  return fmt::format("{} with its {}", item.filename, annotations);
}

std::uint64_t move_to(const Client& client, const Dataset& dataset, const Move& input) {
  if (input.which.items.empty()) {
    return dataset.items.move(parse_filters(input.which.filters), input.to);
  }
  std::vector<std::string> ids;
  for (const auto& item : find_all(client, dataset, input.which)) ids.push_back(item.id);
  return dataset.items.move(ids, input.to);
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

std::uint64_t count_of(const Client& client, const Dataset& dataset, const Several& which) {
  if (which.items.empty()) return dataset.items.list(parse_filters(which.filters)).count();
  return total_of(counted_in(dataset, each_by_itself(find_all(client, dataset, which))));
}

/// Where somebody can be asked, what a filter moves is counted before. Scripts never were, and go
/// on. Throws Declined.
void ask_before_a_filter_moves(
    Console& console, const Client& client, const Dataset& dataset, const Move& input
) {
  const auto& style = console.style();
  if (!input.which.items.empty() || style.yes || !style.is_interactive) return;
  const auto count = count_of(client, dataset, input.which);
  if (count == 0) return;
  console.confirm(
      fmt::format("Move {} of {} to {}?", counted(count, "item"), dataset.name, input.to)
  );
}

void move_several(
    Console& console, const Client& client, const Dataset& dataset, const Move& input
) {
  if (input.dry_run) {
    const auto count = count_of(client, dataset, input.which);
    return tell(console, count, fmt::format("would move to {}; nothing was changed", input.to));
  }
  ask_before_a_filter_moves(console, client, dataset, input);
  tell(console, move_to(client, dataset, input), fmt::format("moved to {}", input.to));
}

/// What is in the way of a path that somebody chose. Throws UsageError.
void refuse_taken_path(
    const Client& client, const Dataset& dataset, const Item& item, const std::string& path
) {
  const auto there = find_item_or_folder(client, dataset, path);
  if (there.id == item.id) return;
  if (there.type != ItemType::folder) {
    throw UsageError(fmt::format("There is a file at {} already; give another --path.", path));
  }
  const auto count = items_below(dataset, there.filename);
  throw UsageError(
      count == 0
          ? fmt::format(
                "There is an empty folder at {} already; delete it, or give another --path.", path
            )
          : fmt::format(
                "There is a folder at {} already, with {}; give another --path, or --to for what "
                "shall come into it.",
                path,
                counted(count, "item")
            )
  );
}

Item moved_to_path(
    const Client& client, const Dataset& dataset, const Item& item, const std::string& path
) {
  try {
    return item.move(path);
  } catch (const BadRequest&) {
    try {
      refuse_taken_path(client, dataset, item, path);
    } catch (const NotFound&) {
      // Something else is wrong with it.
    }
    throw;
  }
}

void move(Console& console, const Client& client, const Move& input) {
  if (input.to.empty() == input.path.empty()) {
    throw UsageError("Say where: --to a folder, or --path for another path of one item.");
  }
  require_choice(input.which);
  const auto dataset = find_dataset(client, input.which.dataset.project, input.which.dataset.name);
  if (input.path.empty()) return move_several(console, client, dataset, input);
  if (input.dry_run) throw UsageError("--dry-run counts what goes to a folder: say it by --to.");
  if (input.which.items.size() != 1) throw UsageError("--path is for one item: name it.");
  const auto item = find_item_or_folder(client, dataset, input.which.items.front());
  const auto moved = moved_to_path(client, dataset, item, input.path);
  console.id(moved.id, fmt::format("{} is {} now", item.filename, moved.filename));
  console.json(moved.raw_json);
}

void remove_matching(Console& console, const Dataset& dataset, const Filters& filters) {
  const auto count = dataset.items.list(filters).count();
  if (count == 0) {
    console.line("No item matches; nothing was deleted.");
    return console.json(R"({"itemsCount":0})");
  }
  console.confirm(
      fmt::format("Delete {} of {}? This cannot be undone.", counted(count, "item"), dataset.name)
  );
  tell(console, dataset.items.remove(filters), "deleted");
}

void remove(Console& console, const Client& client, const Several& which) {
  require_choice(which);
  const auto dataset = find_dataset(client, which.dataset.project, which.dataset.name);
  if (which.items.empty()) return remove_matching(console, dataset, parse_filters(which.filters));
  const auto chosen = counted_in(dataset, each_by_itself(find_all(client, dataset, which)));
  console.confirm(
      fmt::format("Delete {} of {}? This cannot be undone.", named(chosen), dataset.name)
  );
  std::vector<std::string> texts;
  for (const auto& each : chosen) {
    each.item.remove();
    const bool had_items = each.is_folder() && each.count > 0;
    const auto more = had_items ? ", with " + counted(each.count, "item") : "";
    console.id(each.item.id, fmt::format("{} is gone{}", each.item.filename, more));
    texts.push_back(each.item.raw_json);
  }
  console.json_list(texts);
}

}  // namespace

void add_item_order(Verbs& verbs) {
  const auto take_move = [](Words& words, Move& input) {
    take_several(words, input.which);
    words.takes("--to", input.to, "The folder into which they come, e.g. /july")
        .takes("--path", input.path, "Of one item: its new path; a folder takes all along")
        .takes_dry_run(input.dry_run);
  };
  verbs.add<Move>("move", "Move files and folders", take_move, move);
  verbs.add<Several>("delete", "Delete items, or folders with all in them", take_several, remove);
}

}  // namespace allot::cli
