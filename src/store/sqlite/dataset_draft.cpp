#include "store/sqlite/dataset_draft.h"

#include <utility>

#include "base/check.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"

namespace allot::sqlite {

namespace {

/// Makes the sets say of an item what its annotations say now.
void recount(
    Query& annotations, const DatasetId& id, const ItemSet& hidden, DatasetSets& sets, Ordinal item
) {
  annotations.bind(id, item).bind_pointer(&hidden, item_set_pointer);
  CHECK(annotations.next());
  std::uint64_t all = 0;
  std::uint64_t issues = 0;
  std::uint64_t reviews = 0;
  annotations.read(all, issues, reviews);
  annotations.reset();
  set_member(sets.annotated, item, all > 0);
  set_member(sets.issue, item, issues > 0);
  set_member(sets.for_review, item, issues == 0 && reviews > 0);
}

}  // namespace

void NewestAnnotation::note(const Annotation& annotation) {
  all_in_order = all_in_order && annotation.created_at >= at && annotation.id.text >= id.text;
  id = annotation.id;
  at = annotation.created_at;
}

void DatasetDraft::settle() {
  if (added_from == next_ordinal) return;
  sets.live |= ItemSet::range(added_from, next_ordinal);
  sets.file |= ItemSet::of(added_files);
  sets.hidden |= ItemSet::of(added_hidden);
  added_from = next_ordinal;
  added_files.clear();
  added_hidden.clear();
}

void note_recount(DatasetDraft& draft, Ordinal item) {
  auto& items = draft.recounts;
  if (items.empty() || items.back() != item) items.push_back(item);
}

void set_member(ItemSet& set, Ordinal ordinal, bool in) {
  if (set.contains(ordinal) == in) return;
  if (in) {
    set.insert(ordinal);
  } else {
    set.erase(ordinal);
  }
}

void settle_all(Context& context, const DatasetId& id, DatasetDraft& draft) {
  draft.settle();
  if (draft.recounts.empty()) return;
  auto annotations = context.db.query(
      "SELECT count(*), count(*) FILTER (WHERE status = 'issue'),"
      " count(*) FILTER (WHERE status = 'review') FROM annotation"
      " WHERE dataset_id = ? AND item = ? AND NOT ordinal_in(?, number)"
  );
  const auto hidden = hidden_annotations(context.db, id);
  // One that was deleted since has no flags.
  const auto items = ItemSet::of(std::exchange(draft.recounts, {})) & draft.sets.live;
  items.for_each([&](Ordinal item) { recount(annotations, id, hidden, draft.sets, item); });
}

}  // namespace allot::sqlite
