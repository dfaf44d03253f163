#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "domain/entities.h"
#include "store/sqlite/context.h"
#include "store/sqlite/dataset_draft.h"

namespace allot::sqlite {

/// Annotations of a dataset that are on items not hidden, under its content version.
struct AnnotationTotal {
  std::int64_t version = 0;
  std::uint64_t total = 0;
};

/// `dataset.number` << 32: the least key of its items.
[[nodiscard]] inline std::int64_t first_key(std::int64_t dataset) {
  return dataset << 32;
}

[[nodiscard]] inline std::int64_t last_key(std::int64_t dataset) {
  return first_key(dataset) | 0xffffffff;
}

/// The number of a dataset; nullopt when there is none.
[[nodiscard]] std::optional<std::int64_t> dataset_number(Context& context, const DatasetId& id);

/// Its annotations, less those that are hidden (hidden_annotations.h): on hidden items too, and on
/// removed ones that are to be purged.
[[nodiscard]] std::int64_t annotation_count(Context& context, const DatasetId& id);
/// Their numbers.
[[nodiscard]] ItemSet annotation_numbers(Context& context, const DatasetId& id);
/// Is the number one of these?
[[nodiscard]] bool has_annotation(Context& context, const DatasetId& id, Ordinal number);
/// Is the order of their numbers that of time and of ids?
[[nodiscard]] bool are_annotations_in_order(Context& context, const DatasetId& id);

[[nodiscard]] DatasetSets dataset_sets(Context& context, const DatasetId& id);
/// Of `dataset_sets` alone that of the items that exist; empty when there is no such dataset.
[[nodiscard]] ItemSet live_items(Context& context, const DatasetId& id);
/// Those of `items` that exist.
[[nodiscard]] ItemSet live_among(Context& context, const DatasetId& id, const ItemSet& items);
[[nodiscard]] ItemSet items_with_issue(Context& context, const DatasetId& id);
[[nodiscard]] bool is_live(Context& context, const DatasetId& id, Ordinal item);
[[nodiscard]] std::int64_t content_version(Context& context, const DatasetId& id);

/// For the writer: the draft, to be changed. Precondition: the dataset exists.
DatasetDraft& change_dataset(Context& context, const DatasetId& id);
/// For the writer: the dataset is gone.
void forget_dataset(Context& context, const DatasetId& id);

/// Writes the drafts to the database; gives what is to be published after the commit.
struct PublishedDataset {
  std::string id;
  std::shared_ptr<const DatasetEntry> entry;  // nullptr: gone
};

[[nodiscard]] std::vector<PublishedDataset> flush_datasets(Context& context);

}  // namespace allot::sqlite
