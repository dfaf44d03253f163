#include <fmt/format.h>

#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

void list(Console& console, const Client& client, const std::string& project) {
  print_datasets(
      console,
      project.empty() ? client.datasets.list() : find_project(client, project).datasets.list()
  );
}

struct Creation {
  Named dataset;
  std::vector<std::string> labels;
};

void create(Console& console, const Client& client, const Creation& input) {
  const auto project = find_project(client, input.dataset.project);
  const auto made = project.datasets.create(input.dataset.name, input.labels);
  console.id(made.id, fmt::format("{} made  {}", made.name, made.id));
  console.json(made.raw_json);
}

void show(Console& console, const Client& client, const Named& named) {
  const auto dataset = find_dataset(client, named.project, named.name);
  if (console.is_json()) return console.json(dataset.raw_json);
  if (console.is_quiet()) return console.id(dataset.id, {});
  const auto labels = dataset.labels();
  console.line(fmt::format(
      "{}  {}", console.toned(Tone::strong, dataset.name), console.toned(Tone::faint, dataset.id)
  ));
  console.line(fmt::format(
      "{}, {}; labels: {}",
      counted(dataset.items_count, "item"),
      counted(dataset.annotations_count, "annotation"),
      labels.empty() ? "none" : fmt::format("{}", fmt::join(labels, ", "))
  ));
  console.line();
  print_tasks(console, dataset.tasks.list());
}

/// " Its 2 tasks go with it, and 5 items of theirs are open."
std::string work_on(const Dataset& dataset) {
  const auto tasks = dataset.tasks.list();
  if (tasks.empty()) return {};
  std::uint64_t open = 0;
  for (const auto& task : tasks) open += task.counts.remaining;
  return fmt::format(
      " Its {} with it, in which {} open.",
      tasks.size() == 1 ? "task goes" : fmt::format("{} tasks go", tasks.size()),
      open == 1 ? "1 item is" : fmt::format("{} items are", open)
  );
}

void remove(Console& console, const Client& client, const Named& named) {
  const auto dataset = find_dataset(client, named.project, named.name);
  const auto items = counted(dataset.items_count, "item");
  console.confirm(fmt::format(
      "Delete {} with its {} and {}?{} This cannot be undone.",
      dataset.name,
      items,
      counted(dataset.annotations_count, "annotation"),
      work_on(dataset)
  ));
  dataset.remove();
  console.id(dataset.id, fmt::format("{} is gone, with {}", dataset.name, items));
  console.json(dataset.raw_json);
}

struct Update {
  Named dataset;
  std::string name;
};

void update(Console& console, const Client& client, const Update& input) {
  const auto dataset = find_dataset(client, input.dataset.project, input.dataset.name);
  const auto now = dataset.rename(input.name);
  console.id(now.id, fmt::format("{} is now {}", dataset.name, now.name));
  console.json(now.raw_json);
}

}  // namespace

void print_datasets(Console& console, const std::vector<Dataset>& datasets) {
  std::vector<std::string> texts;
  Table table({"DATASET", ">ITEMS", ">ANNOTATIONS", "ID"});
  for (const auto& dataset : datasets) {
    table.row(
        {dataset.name,
         fmt::to_string(dataset.items_count),
         fmt::to_string(dataset.annotations_count),
         dataset.id}
    );
    texts.push_back(dataset.raw_json);
    if (console.is_quiet()) console.id(dataset.id, {});
  }
  if (datasets.empty()) {
    console.line("There are no datasets yet; `allot dataset create NAME -p PROJECT` makes one.");
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

void add_dataset_verbs(Verbs verbs) {
  const auto take_project = [](Words& words, std::string& project) {
    words.takes_project(project);
  };
  const auto take_new = [](Words& words, Creation& input) {
    words.needs("NAME", input.dataset.name, "Its name")
        .needs_project(input.dataset.project)
        .takes("--label,-l", input.labels, "A label; repeatable");
  };
  const auto take_named = [](Words& words, Named& named) { words.needs_named("DATASET", named); };
  verbs.add<std::string>("list", "Datasets of a project, or all", take_project, list);
  verbs.add<Creation>("create", "Make a dataset", take_new, create);
  verbs.add<Named>("show", "Its counts, labels and tasks", take_named, show);
  const auto take_update = [](Words& words, Update& input) {
    words.needs_named("DATASET", input.dataset).needs("--name", input.name, "Another name");
  };
  verbs.add<Update>("update", "Give it another name", take_update, update);
  add_dataset_labels(verbs);
  add_dataset_annotate(verbs);
  add_dataset_export(verbs);
  add_dataset_clone(verbs);
  add_dataset_merge(verbs);
  verbs.add<Named>("delete", "Delete it with its items", take_named, remove);
}

}  // namespace allot::cli
