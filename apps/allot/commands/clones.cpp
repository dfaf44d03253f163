#include <fmt/format.h>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Cloning {
  Named dataset;
  std::string name;
  std::string into;
  std::string below;
  std::vector<std::string> filters;
  bool no_annotations = false;
  bool no_metadata = false;
  bool no_statuses = false;
};

/// What the client tells of how far it is.
Client telling(Console& console, const Client& client) {
  return client.watched([&](const Progress& progress) {
    console.status(fmt::format("{} %", progress.done));
  });
}

void tell_of(Console& console, const Dataset& made) {
  console.end_status();
  console.id(
      made.id, fmt::format("{} has {}  {}", made.name, counted(made.items_count, "item"), made.id)
  );
  console.json(made.raw_json);
}

void clone(Console& console, const Client& client, const Cloning& input) {
  if (input.name.empty() == input.into.empty()) {
    throw UsageError("Name the new dataset, or one that is there with --into.");
  }
  const auto told = telling(console, client);
  DatasetClone how{
      .name = input.name,
      .target_directory = input.below,
      .with_items_annotations = !input.no_annotations,
      .with_metadata = !input.no_metadata,
      .with_task_annotations_status = !input.no_statuses
  };
  if (!input.filters.empty()) how.filters = parse_filters(input.filters);
  if (!input.into.empty()) {
    how.dst_dataset_id = find_dataset(client, input.dataset.project, input.into).id;
  }
  tell_of(console, find_dataset(told, input.dataset.project, input.dataset.name).clone(how));
}

struct Merging {
  std::string project;
  std::string name;
  std::vector<std::string> datasets;
  bool no_annotations = false;
  bool no_metadata = false;
  bool no_statuses = false;
};

void merge(Console& console, const Client& client, const Merging& input) {
  const auto told = telling(console, client);
  DatasetMerge how{
      .name = input.name,
      .dataset_ids = {},
      .with_items_annotations = !input.no_annotations,
      .with_metadata = !input.no_metadata,
      .with_task_annotations_status = !input.no_statuses
  };
  for (const auto& dataset : input.datasets) {
    how.dataset_ids.push_back(find_dataset(client, input.project, dataset).id);
  }
  const auto datasets =
      input.project.empty() ? told.datasets : find_project(told, input.project).datasets;
  tell_of(console, datasets.merge(how));
}

template <class Input>
void take_parts(Words& words, Input& input) {
  words.takes("--no-annotations", input.no_annotations, "Leave the annotations")
      .takes("--no-metadata", input.no_metadata, "Leave what users put in the metadata")
      .takes("--no-statuses", input.no_statuses, "Leave the annotations' review statuses");
}

}  // namespace

void add_dataset_clone(Verbs& verbs) {
  const auto take = [](Words& words, Cloning& input) {
    words.needs_named("DATASET", input.dataset)
        .takes("NAME", input.name, "The new dataset's name")
        .takes("--into", input.into, "A dataset that is there, instead of a new one")
        .takes("--below", input.below, "A folder that everything is put below")
        .takes_filters(input.filters);
    take_parts(words, input);
  };
  verbs.add<Cloning>("clone", "Its items once more, in another dataset", take, clone);
}

void add_dataset_merge(Verbs& verbs) {
  const auto take = [](Words& words, Merging& input) {
    words.needs("NAME", input.name, "The new dataset's name")
        .needs("DATASETS", input.datasets, "Names or ids of the datasets that it is made of")
        .takes_project(input.project);
    take_parts(words, input);
  };
  verbs.add<Merging>("merge", "Several datasets as a new one, clones as one item", take, merge);
}

}  // namespace allot::cli
