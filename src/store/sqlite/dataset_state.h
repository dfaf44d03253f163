#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "domain/entities.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

/// The flags of a dataset as the database has them under a version.
struct DatasetEntry {
  std::int64_t version = 0;
  DatasetSets sets;
};

[[nodiscard]] inline std::size_t cached_bytes(const DatasetEntry& entry) {
  auto bytes = sizeof(DatasetEntry);
  for (const auto& flag : dataset_flags) bytes += (entry.sets.*flag.set).bytes();
  return bytes + entry.sets.annotations.bytes();
}

/// Annotations of a dataset that are on items not hidden, under its content version.
struct AnnotationTotal {
  std::int64_t version = 0;
  std::uint64_t total = 0;
};

/// Of the annotations of a dataset the one that came last.
struct NewestAnnotation {
  AnnotationId id;
  Time at;
  /// None came with an earlier time, or a smaller id, than one before it: the order of numbers is
  /// that of time and of ids.
  bool all_in_order = true;

  void note(const Annotation& annotation);
};

/// Items of which an annotation changed while this operation was the last.
struct AnnotatedAfter {
  std::int64_t operation = 0;
  std::vector<Ordinal> items = {};
  ItemSet sets = {};

  [[nodiscard]] ItemSet all() const { return ItemSet::of(items) | sets; }
};

/// A dataset as the writer has it since the last commit.
struct DatasetDraft {
  std::int64_t number = 0;
  std::shared_ptr<const DatasetEntry> stored;  // what the database has
  DatasetSets sets;
  std::int64_t content_version = 0;
  Ordinal next_ordinal = 0;
  NewestAnnotation newest_annotation;
  bool has_unseen_rows = false;  // of removed items, and of clones that are not shown yet
  bool has_moves = false;        // rows of items that moved may say where they were (moved_paths.h)
  bool touched = false;
  bool removed = false;

  // Items added since `sets` was last made right, so that a million of them cost one union.
  Ordinal added_from = 0;
  std::vector<Ordinal> added_files;
  std::vector<Ordinal> added_hidden;

  // Items whose annotations changed since their flags were last made right, so that an item is
  // recounted once, not for each of its annotations.
  std::vector<Ordinal> recounts;

  std::vector<AnnotatedAfter> annotated_after;  // what is to be added to what is stored

  /// Puts the added items into the sets; the flags of `recounts` stay as they are.
  void settle();

  [[nodiscard]] bool is_settled() const { return added_from == next_ordinal && recounts.empty(); }
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
/// For the writer: the annotations of the item changed, and so may its flags.
void note_recount(DatasetDraft& draft, Ordinal item);
/// Touches the set only when that changes it.
void set_member(ItemSet& set, Ordinal ordinal, bool in);
/// For the writer: the dataset is gone.
void forget_dataset(Context& context, const DatasetId& id);

/// Writes the drafts to the database; gives what is to be published after the commit.
struct PublishedDataset {
  std::string id;
  std::shared_ptr<const DatasetEntry> entry;  // nullptr: gone
};

[[nodiscard]] std::vector<PublishedDataset> flush_datasets(Context& context);

}  // namespace allot::sqlite
