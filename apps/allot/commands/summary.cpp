#include <fmt/format.h>

#include <algorithm>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/times.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

void print_tasks(Console& console, const ProjectSummary& summary) {
  if (summary.late.empty() && summary.forecast_late.empty()) return;
  const auto is_forecast = [](const LateTask& task) { return task.done_by.has_value(); };
  const bool has_forecast = std::ranges::any_of(summary.late, is_forecast) ||
                            std::ranges::any_of(summary.forecast_late, is_forecast);
  std::vector<std::string> names{"TASK", "WHY", "DUE", "ID"};
  if (has_forecast) names.insert(names.end() - 1, "DONE BY");
  Table table(names);
  const auto rows = [&](const std::vector<LateTask>& tasks, const char* why) {
    for (const auto& task : tasks) {
      std::vector<std::string> row{task.name, why, due_date_text(task.due_date), task.task_id};
      if (has_forecast) {
        row.insert(row.end() - 1, task.done_by ? due_date_text(task.done_by) : "unknown");
      }
      table.row(std::move(row));
    }
  };
  rows(summary.late, "late");
  rows(summary.forecast_late, "will be late");
  table.print(console);
}

void print_people(Console& console, const ProjectSummary& summary) {
  Table table({"PERSON", ">OPEN", "WHY"});
  bool is_empty = true;
  const auto rows = [&](const std::vector<PersonAtWork>& people, const auto& why) {
    for (const auto& each : people) {
      is_empty = false;
      table.row({each.assignee_id, fmt::to_string(each.open), why(each)});
    }
  };
  const auto says = [](const char* text) {
    return [text](const PersonAtWork&) { return std::string(text); };
  };
  rows(summary.absent, [](const PersonAtWork& each) {
    return each.until ? "away until " + due_date_text(each.until) : "away";
  });
  rows(summary.overloaded, says("twice the mean, or more"));
  rows(summary.without_work, says("nothing to do"));
  rows(summary.idle, [](const PersonAtWork& each) {
    return each.last_active ? "nothing done since " + due_date_text(each.last_active)
                            : "nothing done for a day";
  });
  if (is_empty) return;
  if (!summary.late.empty() || !summary.forecast_late.empty()) console.line();
  table.print(console);
}

void print_issues(Console& console, const ProjectSummary& summary) {
  if (summary.issues > 0) {
    console.line(counted(summary.issues, "item") + " with an open issue.");
  }
  if (summary.for_review > 0) {
    console.line(counted(summary.for_review, "item") + " corrected, to be looked at again.");
  }
}

bool is_empty(const ProjectSummary& summary) {
  return summary.late.empty() && summary.forecast_late.empty() && summary.without_work.empty() &&
         summary.overloaded.empty() && summary.idle.empty() && summary.absent.empty() &&
         summary.issues == 0 && summary.for_review == 0;
}

/// The one that is named; of who sees a single one, that.
Project project_of(const Client& client, const std::string& name) {
  if (!name.empty()) return find_project(client, name);
  const auto all = client.projects.list();
  if (all.size() == 1) return all.front();
  throw UsageError(fmt::format(
      "There are {}; name one, as `allot project list` lists them.", counted(all.size(), "project")
  ));
}

void summarize(Console& console, const Client& client, const std::string& name) {
  const auto project = project_of(client, name);
  const auto summary = project.summary();
  if (console.is_json()) return console.json(summary.raw_json);
  if (console.is_quiet()) {
    for (const auto& task : summary.late) console.id(task.task_id, {});
    for (const auto& task : summary.forecast_late) console.id(task.task_id, {});
    return;
  }
  if (is_empty(summary)) return console.line("Nothing needs a decision.");
  print_tasks(console, summary);
  print_people(console, summary);
  print_issues(console, summary);
}

}  // namespace

void add_project_summary(Verbs& verbs) {
  const auto take_project = [](Words& words, std::string& project) {
    words.takes("PROJECT", project, "Its name or id (default: the only one)");
  };
  verbs.add<std::string>(
      "summary", "What needs a decision: late tasks, uneven work", take_project, summarize
  );
}

}  // namespace allot::cli
