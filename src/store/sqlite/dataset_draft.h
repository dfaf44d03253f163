#pragma once

#include <cstdint>
#include <memory>
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

/// For the writer: puts the added items into the sets, and the flags of `recounts` right.
void settle_all(Context& context, const DatasetId& id, DatasetDraft& draft);
/// For the writer: the annotations of the item changed, and so may its flags.
void note_recount(DatasetDraft& draft, Ordinal item);
/// Touches the set only when that changes it.
void set_member(ItemSet& set, Ordinal ordinal, bool in);

}  // namespace allot::sqlite
