#include <fmt/format.h>

#include <chrono>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Choice {
  Named task;
  std::vector<std::string> people;
  std::string status;
  bool issues = false;
  bool for_review = false;
  bool latest = false;
  int page = 1;
  int count = 100;
};

TaskItemQuery query_of(const Client& client, const Task& task, const Choice& choice) {
  if (choice.issues && choice.for_review) {
    throw UsageError("Take --issues or --for-review, and just one of them.");
  }
  TaskItemQuery query;
  if (!choice.people.empty()) {
    const auto project = client.projects.get({.project_id = task.project_id, .project_name = {}});
    for (const auto& person : choice.people) {
      query.assignee_ids.push_back(find_person(client, project, person));
    }
  }
  query.status = choice.status;
  if (choice.issues) query.issue = TaskItemQuery::Issue::open;
  if (choice.for_review) query.issue = TaskItemQuery::Issue::review;
  if (choice.latest) query.order = TaskItemQuery::Order::time;
  return query;
}

std::string state_of(const TaskItem& row) {
  auto state = row.status.empty() ? "open" : row.status;
  if (row.has_issue) state += ", issue";
  if (row.for_review) state += ", for review";
  if (row.in_use) state += ", in use";
  return state;
}

/// "17:00" of today, else the day: short, so that a row fits.
std::string when_text(const std::optional<Time>& at) {
  if (!at) return "";
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto day = due_date_text(*at);
  if (day != due_date_text(now)) return day;
  return time_of_day_text(*at);
}

void list(Console& console, const Client& client, const Choice& choice) {
  const auto task = find_task(client, choice.task.project, choice.task.name);
  const auto pages = task.list_items(query_of(client, task, choice));
  const auto size = static_cast<std::size_t>(choice.count);
  const auto rows = pages.page(static_cast<std::size_t>(choice.page - 1), size);
  std::vector<std::string> texts;
  Table table({"ITEM", "PERSON", "STATE", "WHEN", "<ID"});
  for (const auto& row : rows) {
    texts.push_back(row.raw_json);
    if (console.is_quiet()) console.id(row.item_id, {});
    table.row(
        {row.filename,
         row.assignee_id.empty() ? "nobody" : row.assignee_id,
         state_of(row),
         when_text(row.at),
         row.item_id}
    );
  }
  if (!rows.empty()) table.print(console);
  console.json_list(texts);
  if (console.is_json() || console.is_quiet()) return;
  const auto total = pages.count();
  const auto shown = (static_cast<std::size_t>(choice.page) - 1) * size + rows.size();
  if (total == 0) return console.note("No item matches.");
  console.note(
      shown < total && !rows.empty()
          ? fmt::format("{}; --page {} has more.", counted(total, "item"), choice.page + 1)
          : counted(total, "item") + "."
  );
}

}  // namespace

void add_task_items(Verbs& verbs) {
  const auto take_choice = [](Words& words, Choice& choice) {
    words.needs_named("TASK", choice.task)
        .takes("--person", choice.people, "Only what this person has; may be repeated")
        .takes("--status", choice.status, "Only these: open, in_use, or a status word")
        .takes("--issues", choice.issues, "Only items with an open issue")
        .takes("--for-review", choice.for_review, "Only items that were corrected")
        .takes("--latest", choice.latest, "The latest status first (default: by person)")
        .takes("--page", choice.page, 1, 1'000'000, "Which page (default: the first)")
        .takes("--count,-c", choice.count, 1, 1'000, "How many on a page (default: 100)");
  };
  verbs.add<Choice>("items", "Its items: who has them, and how far they are", take_choice, list);
}

}  // namespace allot::cli
