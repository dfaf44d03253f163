#include <fmt/format.h>

#include <algorithm>

#include "commands/find.h"
#include "commands/letters.h"
#include "commands/table.h"
#include "commands/times.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

constexpr std::size_t wide_bar = 40;
constexpr std::size_t small_bar = 12;

void print_people(Console& console, const std::vector<Assignment>& assignments) {
  Table table({"PERSON", "", ">DONE", ">OPEN", "STATE"});
  for (const auto& each : assignments) {
    table.row(
        {each.annotator,
         console.bar(each.counts.completed, each.counts.total, small_bar),
         fmt::format("{}/{}", each.counts.completed, each.counts.total),
         fmt::to_string(each.counts.remaining),
         state_of(each)}
    );
  }
  table.print(console);
}

void print_words(Console& console, const Counts& counts) {
  if (counts.by_status.empty()) return;
  std::string words;
  for (const auto& [word, count] : counts.by_status) {
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, word);
  }
  console.line(words);
}

/// Where nobody has any.
std::string who_gets_items(const Task& task) {
  if (!task.pulling) return "Nobody has items of it yet; `allot task add` hands some out.";
  return fmt::format(
      "Nobody has items of it; `allot task contributors '{}' --add ADDRESS` lets people pull.",
      task.name
  );
}

void list(Console& console, const Client& client, const Named& where) {
  const auto& [project, dataset] = where;
  if (!dataset.empty()) {
    return print_tasks(console, find_dataset(client, project, dataset).tasks.list());
  }
  print_tasks(
      console, project.empty() ? client.tasks.list() : find_project(client, project).tasks.list()
  );
}

void show(Console& console, const Client& client, const Named& named) {
  print_task(console, find_task(client, named.project, named.name));
}

}  // namespace

std::string state_of(const Assignment& assignment) {
  const auto& state = assignment.status.text();
  return assignment.is_active ? state : fmt::format("{}, {}", state, state_of_removed);
}

std::string priority_text(Priority priority) {
  return priority == Priority::low ? "low" : priority == Priority::high ? "high" : "medium";
}

std::string progress_line(Console& console, const Counts& counts) {
  const auto text = fmt::format(
      "  {:>3} %   {} of {} done, {} open{}",
      counts.progress,
      counts.completed,
      counts.total,
      counts.remaining,
      counts.issues == 0
          ? ""
          : ", " + console.toned(Tone::warning, fmt::format("{} with issues", counts.issues))
  );
  const auto left = console.width() - std::min(console.width(), columns_of(text));
  const auto bar = console.style().is_terminal ? std::min(wide_bar, left) : wide_bar;
  return console.bar(counts.completed, counts.total, bar) + text;
}

void print_tasks(Console& console, const std::vector<Task>& tasks) {
  std::vector<std::string> texts;
  Table table({"TASK", "KIND", "STATE", "", ">DONE", "DUE", "ID"});
  for (const auto& task : tasks) {
    table.row(
        {task.name,
         task.type.text(),
         task.status.text(),
         console.bar(task.counts.completed, task.counts.total, small_bar),
         fmt::format("{}/{}", task.counts.completed, task.counts.total),
         due_date_text(task.due_date),
         task.id}
    );
    texts.push_back(task.raw_json);
    if (console.is_quiet()) console.id(task.id, {});
  }
  if (tasks.empty()) {
    console.line("There are no tasks yet; `allot task create NAME -d DATASET` makes one.");
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

void print_task(Console& console, const Task& task) {
  if (console.is_json()) return console.json(task.raw_json);
  if (console.is_quiet()) return console.id(task.id, {});
  console.line(fmt::format(
      "{}  {}", console.toned(Tone::strong, task.name), console.toned(Tone::faint, task.id)
  ));
  console.line(fmt::format(
      "{} · {} · {} priority · due {} · owner {}",
      task.type.text(),
      task.status.text(),
      priority_text(task.priority),
      due_date_text(task.due_date),
      task.owner
  ));
  console.line();
  console.line(progress_line(console, task.counts));
  print_words(console, task.counts);
  print_terms(console, task);
  console.line();
  const auto assignments = task.assignments.list();
  if (assignments.empty()) {
    console.line(who_gets_items(task));
  } else {
    print_people(console, assignments);
  }
}

void add_task_views(Verbs& verbs) {
  const auto take_place = [](Words& words, Named& where) {
    words.takes("--dataset,-d", where.name, "The dataset's name or id")
        .takes_project(where.project);
  };
  const auto take_named = [](Words& words, Named& named) { words.needs_named("TASK", named); };
  verbs.add<Named>("list", "Tasks of a project, a dataset, or all", take_place, list);
  verbs.add<Named>("show", "How far it is, and who has what", take_named, show);
  add_task_watch(verbs);
  add_task_items(verbs);
  add_task_pace(verbs);
}

}  // namespace allot::cli
