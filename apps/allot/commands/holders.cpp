#include <fmt/format.h>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Holders {
  Named task;
  std::string item;
};

std::int64_t milliseconds_of(Time time) {
  return time.time_since_epoch().count();
}

/// In the form of the API (docs/spec/operations.md).
std::string json_of(const Holding& holding) {
  return fmt::format(
      R"({{"assigneeId":{},"from":{},"to":{},"operationId":{},"by":{}}})",
      json_quoted(holding.assignee_id),
      milliseconds_of(holding.from),
      holding.to ? fmt::to_string(milliseconds_of(*holding.to)) : "null",
      json_quoted(holding.operation_id),
      holding.by.empty() ? "null" : json_quoted(holding.by)
  );
}

/// With a row for each time in which nobody had it.
Table table_of(const std::vector<Holding>& holdings) {
  const auto end_of = [](const std::optional<Time>& to) { return to ? moment_text(*to) : "now"; };
  Table table({"PERSON", "FROM", "TO", "BY"});
  for (std::size_t i = 0; i < holdings.size(); ++i) {
    const auto& [person, from, to, operation, by] = holdings[i];
    table.row({person, moment_text(from), end_of(to), who_did_it(by)});
    const bool is_last = i + 1 == holdings.size();
    if (!to || (!is_last && *to >= holdings[i + 1].from)) continue;
    const auto next = is_last ? std::nullopt : std::optional(holdings[i + 1].from);
    table.row({"nobody", moment_text(*to), end_of(next), ""});
  }
  return table;
}

void holders(Console& console, const Client& client, const Holders& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  const auto item = find_item(client, task.dataset_id, input.item);
  const auto holdings = item.holders(task.id);
  std::vector<std::string> texts;
  for (const auto& holding : holdings) {
    texts.push_back(json_of(holding));
    if (console.is_quiet()) console.id(holding.operation_id, {});
  }
  if (holdings.empty()) {
    console.line(fmt::format("Nobody has held {} in {}.", item.filename, task.name));
  } else {
    table_of(holdings).print(console);
  }
  console.json_list(texts);
}

}  // namespace

void add_holders(Verbs& verbs) {
  const auto take_item = [](Words& words, Holders& input) {
    words.needs("ITEM", input.item, "Its id or path")
        .needs("--task,-t", input.task.name, "The task's name or id")
        .takes_project(input.task.project);
  };
  verbs.add<Holders>("holders", "Who held it in a task, from when to when", take_item, holders);
}

}  // namespace allot::cli
