#include <fmt/format.h>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

void list(Console& console, const Client& client, const Nothing&) {
  const auto projects = client.projects.list();
  std::vector<std::string> texts;
  Table table({"PROJECT", "YOUR ROLE", "ID"});
  for (const auto& project : projects) {
    table.row({project.name, project.role.text(), project.id});
    texts.push_back(project.raw_json);
    if (console.is_quiet()) console.id(project.id, {});
  }
  if (projects.empty()) {
    console.line("There are no projects yet; `allot project create NAME` makes one.");
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

void create(Console& console, const Client& client, const std::string& name) {
  const auto project = client.projects.create(name);
  console.id(project.id, fmt::format("{} made  {}", project.name, project.id));
  console.json(project.raw_json);
}

void show(Console& console, const Client& client, const std::string& name) {
  const auto project = find_project(client, name);
  if (console.is_json()) return console.json(project.raw_json);
  if (console.is_quiet()) return console.id(project.id, {});
  console.line(fmt::format(
      "{}  {}", console.toned(Tone::strong, project.name), console.toned(Tone::faint, project.id)
  ));
  console.line(fmt::format("made by {}", project.creator));
  console.line();
  print_datasets(console, project.datasets.list());
  console.line();
  print_tasks(console, project.tasks.list());
}

struct Renaming {
  std::string project;
  std::string name;
};

void rename(Console& console, const Client& client, const Renaming& input) {
  const auto project = find_project(client, input.project).rename(input.name);
  console.id(project.id, fmt::format("{} is now {}", input.project, project.name));
  console.json(project.raw_json);
}

/// "Streets with its 2 datasets, 9 items, 4 annotations and 3 tasks"
std::string with_all_in_it(const Project& project) {
  const auto datasets = project.datasets.list();
  std::uint64_t items = 0;
  std::uint64_t annotations = 0;
  for (const auto& dataset : datasets) {
    items += dataset.items_count;
    annotations += dataset.annotations_count;
  }
  return fmt::format(
      "{} with its {}, {}, {} and {}",
      project.name,
      counted(datasets.size(), "dataset"),
      counted(items, "item"),
      counted(annotations, "annotation"),
      counted(project.tasks.list().size(), "task")
  );
}

void remove(Console& console, const Client& client, const std::string& name) {
  const auto project = find_project(client, name);
  console.confirm(fmt::format("Delete {}? This cannot be undone.", with_all_in_it(project)));
  project.remove();
  console.id(project.id, fmt::format("{} is gone", project.name));
  console.json(project.raw_json);
}

void take_project(Words& words, std::string& project) {
  words.needs("PROJECT", project, "Its name or id");
}

}  // namespace

void add_project_verbs(Verbs verbs) {
  verbs.add<Nothing>("list", "The projects that you see", [](Words&, Nothing&) {}, list);
  const auto take_name = [](Words& words, std::string& name) {
    words.needs("NAME", name, "Its name");
  };
  verbs.add<std::string>("create", "Make a project", take_name, create, IfAbsent::make);
  verbs.add<std::string>("show", "Its datasets and tasks", take_project, show);
  add_project_summary(verbs);
  const auto take_both = [](Words& words, Renaming& input) {
    take_project(words, input.project);
    words.needs("NAME", input.name, "The new name");
  };
  verbs.add<Renaming>("rename", "Give it another name", take_both, rename);
  verbs.add<std::string>("delete", "Delete it with everything in it", take_project, remove);
}

}  // namespace allot::cli
