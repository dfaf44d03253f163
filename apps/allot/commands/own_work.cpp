#include <fmt/format.h>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Own {
  bool all = false;
};

void mine(Console& console, const Client& client, const Own& input) {
  print_own_work(console, client.my_assignments(input.all ? std::nullopt : std::optional(true)));
}

struct Next {
  Named assignment;
  std::string after;
  int count = 1;
};

std::string json_of(const NextItems& next) {
  std::string items;
  for (const auto& item : next.items) items += (items.empty() ? "" : ",") + item.raw_json;
  return fmt::format(
      R"({{"items":[{}],"remaining":{}{}}})",
      items,
      next.remaining,
      next.waiting ? fmt::format(R"(,"waiting":{})", *next.waiting) : ""
  );
}

std::string note_of(const NextItems& next) {
  if (next.remaining == 0 && next.waiting.value_or(0) == 0) return "Nothing needs work.";
  auto note = next.items.empty() && next.remaining > 0
                  ? fmt::format("That was the last one; still open before it: {}.", next.remaining)
                  : fmt::format("{} need work.", counted(next.remaining, "item"));
  if (next.remaining == 1 && !next.items.empty()) note = "1 item needs work.";
  if (next.waiting.value_or(0) > 0) {
    note += fmt::format(" {} wait for the annotator.", counted(*next.waiting, "item"));
  }
  return note;
}

/// The one that is named; of who has a single one, that.
Assignment assignment_of(const Client& client, const Named& named) {
  if (!named.name.empty()) return find_assignment(client, named.project, named.name);
  const auto own = client.my_assignments(std::optional(true));
  if (own.size() == 1) return own.front();
  throw UsageError(
      own.empty() ? "You have no work to do; `allot assignment mine --all` tells what you had."
                  : fmt::format(
                        "You have {}; name one, as `allot assignment mine` lists them.",
                        counted(own.size(), "assignment")
                    )
  );
}

void next(Console& console, const Client& client, const Next& input) {
  const auto assignment = assignment_of(client, input.assignment);
  NextQuery wanted{.after_item_id = {}, .count = static_cast<unsigned>(input.count)};
  if (!input.after.empty()) {
    wanted.after_item_id = find_item(client, assignment.dataset_id, input.after).id;
  }
  const auto coming = assignment.next(wanted);
  Table table({"ITEM", ">MARKS", "<ID"});
  for (const auto& item : coming.items) {
    if (console.is_quiet()) console.id(item.id, {});
    table.row({item.filename, fmt::to_string(item.annotations_count), item.id});
  }
  if (!coming.items.empty()) table.print(console);
  if (!console.is_json()) console.note(note_of(coming));
  console.json(json_of(coming));
}

}  // namespace

void print_own_work(Console& console, const std::vector<Assignment>& assignments) {
  std::vector<std::string> texts;
  Table table({"ASSIGNMENT", "PRIORITY", "DUE", ">DONE", ">OPEN", "<ID"});
  for (const auto& each : assignments) {
    table.row(
        {name_beside_person(each),
         priority_text(each.priority),
         due_date_text(each.due_date),
         fmt::to_string(each.counts.completed),
         fmt::to_string(each.counts.remaining),
         each.id}
    );
    texts.push_back(each.raw_json);
    if (console.is_quiet()) console.id(each.id, {});
  }
  if (assignments.empty()) {
    console.line("You have no work to do.");
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

void add_own_work(Verbs& verbs) {
  const auto take_all = [](Words& words, Own& input) {
    words.takes("--all", input.all, "Those that are finished too");
  };
  const auto take_next = [](Words& words, Next& input) {
    words.takes("ASSIGNMENT", input.assignment.name, "Its name or id (default: your only one)")
        .takes_project(input.assignment.project)
        .takes("--after", input.after, "The item at hand: its id or path (default: from the start)")
        .takes("--count,-c", input.count, 1, 10, "How many (default: 1)");
  };
  verbs.add<Own>("mine", "Your own, what comes first in front", take_all, mine);
  verbs.add<Next>("next", "The items of your own that need work next", take_next, next);
}

}  // namespace allot::cli
