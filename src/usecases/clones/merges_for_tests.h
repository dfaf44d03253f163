#pragma once

#include "usecases/clones/clones_for_tests.h"
#include "usecases/clones/merge.h"

namespace allot::test {

/// A world with datasets that become one.
class MergeTest : public CloneTest {
 protected:
  Command begin_merging(MergeDatasets input, const std::optional<Caller>& caller = {}) {
    if (input.name.empty()) input.name = "All";
    return must(begin_merge(world.env(), caller.value_or(world.manager()), std::move(input)));
  }

  /// The new dataset, once it is there.
  DatasetId merged(MergeDatasets input) {
    const auto command = begin_merging(std::move(input));
    run();
    EXPECT_EQ(now(command).error, "");
    EXPECT_EQ(now(command).status, CommandStatus::success);
    return dataset_of(now(command));
  }

  DatasetId merged(std::vector<DatasetId> datasets) {
    return merged(MergeDatasets{.datasets = std::move(datasets), .projects = {}, .name = {}});
  }

  static DatasetId dataset_of(const Command& command) {
    return std::get<DatasetsMerged>(command.result).dataset;
  }

  /// A new dataset of clones.
  DatasetId clone_of(const DatasetId& source, const std::string& name, ClonedParts parts = {}) {
    const CloneOrder order{.name = name, .parts = parts};
    const CloneDataset input{.dataset = source, .order = order};
    const auto command = must(begin_clone(world.env(), world.manager(), input));
    run();
    return std::get<DatasetCloned>(now(command).result).clone;
  }

  std::vector<Item> files_of(const DatasetId& dataset) {
    auto items = items_of(dataset);
    std::erase_if(items, [](const Item& item) { return item.type == ItemType::dir; });
    return items;
  }

  Item only_file_of(const DatasetId& dataset) {
    const auto files = files_of(dataset);
    EXPECT_EQ(files.size(), 1u);
    return files.at(0);
  }

  void label(const Item& item, const std::string& label, std::size_t count = 1) {
    annotate(
        item.id, std::vector<NewAnnotation>(count, {.type = "class", .label = label, .creator = {}})
    );
  }

  std::vector<std::string> labels_of(const Item& item) {
    std::vector<std::string> labels;
    for (const auto& one : annotations_of(item)) labels.push_back(one.label);
    return labels;
  }

  void set_metadata(const Item& of, const std::string& metadata) {
    auto changed = of;
    changed.metadata = metadata;
    put(changed);
  }

  /// What is known of origins goes with the next look for work.
  bool knows_origins() {
    return look([](const Transaction& tx) { return tx.clones().has_origins(); });
  }
};

}  // namespace allot::test
