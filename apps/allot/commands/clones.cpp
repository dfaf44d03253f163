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

void clone(Console& console, const Client& client, const Cloning& input) {
  if (input.name.empty() == input.into.empty()) {
    throw UsageError("Name the new dataset, or one that is there with --into.");
  }
  const auto told = client.watched([&](const Progress& progress) {
    console.status(fmt::format("{} %", progress.done));
  });
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
  const auto made = find_dataset(told, input.dataset.project, input.dataset.name).clone(how);
  console.end_status();
  console.id(
      made.id, fmt::format("{} has {}  {}", made.name, counted(made.items_count, "item"), made.id)
  );
  console.json(made.raw_json);
}

}  // namespace

void add_dataset_clone(Verbs& verbs) {
  const auto take = [](Words& words, Cloning& input) {
    words.needs_named("DATASET", input.dataset)
        .takes("NAME", input.name, "The new dataset's name")
        .takes("--into", input.into, "A dataset that is there, instead of a new one")
        .takes("--below", input.below, "A folder that everything is put below")
        .takes_filters(input.filters)
        .takes("--no-annotations", input.no_annotations, "Leave the annotations")
        .takes("--no-metadata", input.no_metadata, "Leave what users put in the metadata")
        .takes("--no-statuses", input.no_statuses, "Leave the annotations' review statuses");
  };
  verbs.add<Cloning>("clone", "Its items once more, in another dataset", take, clone);
}

}  // namespace allot::cli
