#include "store/sqlite/dataset_state.h"

#include <string_view>

#include "base/check.h"
#include "store/sqlite/annotated_since.h"
#include "store/sqlite/chunks.h"
#include "store/sqlite/moved_paths.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/unshown_rows.h"

namespace allot::sqlite {

namespace {

std::shared_ptr<const DatasetEntry> load(
    Context& context, const DatasetId& id, std::int64_t version
) {
  auto cached = context.caches.datasets.find_at_most(id.text, version);
  const bool is_hit = cached && cached->version == version;
  context.caches.datasets.note(is_hit);
  if (is_hit) return cached;
  auto entry = std::make_shared<DatasetEntry>();
  entry->version = version;
  auto chunks =
      context.db.query("SELECT flag, chunk, bitmap FROM dataset_chunk WHERE dataset_id = ?");
  chunks.bind(id);
  while (chunks.next()) {
    std::string_view name;
    std::uint32_t chunk = 0;
    std::string_view bytes;
    chunks.read(name, chunk, bytes);
    for (const auto& flag : dataset_flags) {
      if (flag.name == name) (entry->sets.*flag.set).set_chunk(chunk, bytes);
    }
    if (name == dataset_annotations.name) entry->sets.annotations.set_chunk(chunk, bytes);
  }
  context.caches.datasets.offer(id.text, entry);
  return entry;
}

DatasetDraft* find_or_load_draft(Context& context, const DatasetId& id) {
  auto& drafts = context.drafts->datasets;
  if (drafts.find(id.text)) {
    auto* draft = drafts.touch(id.text, [&](DatasetDraft& it) { settle_all(context, id, it); });
    return draft->removed ? nullptr : draft;
  }
  auto row = context.db.query(
      "SELECT number, version, content_version, next_ordinal, newest_annotation,"
      " newest_annotation_at, annotations_in_order FROM dataset WHERE id = ?"
  );
  row.bind(id);
  if (!row.next()) return nullptr;
  DatasetDraft draft;
  std::int64_t version = 0;
  auto& newest = draft.newest_annotation;
  row.read(
      draft.number,
      version,
      draft.content_version,
      draft.next_ordinal,
      newest.id,
      newest.at,
      newest.all_in_order
  );
  draft.stored = load(context, id, version);
  draft.sets = draft.stored->sets;
  draft.added_from = draft.next_ordinal;
  draft.has_unseen_rows = has_purges(context.db, id) || has_unshown_items(context.db, id);
  draft.has_moves = has_moves(context.db, id);
  return &drafts.add(id.text, std::move(draft));
}

bool write_set(
    Context& context, const std::string& id, const DatasetDraft& draft, const DatasetFlag& flag
) {
  return write_changed_chunks(
      context.db,
      "INSERT INTO dataset_chunk (dataset_id, flag, chunk, bitmap) VALUES (?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET bitmap = excluded.bitmap",
      "DELETE FROM dataset_chunk WHERE dataset_id = ? AND flag = ? AND chunk = ?",
      draft.stored->sets.*flag.set,
      draft.sets.*flag.set,
      id,
      flag.name
  );
}

bool write_sets(Context& context, const std::string& id, const DatasetDraft& draft) {
  bool changed = write_set(context, id, draft, dataset_annotations);
  for (const auto& flag : dataset_flags) changed |= write_set(context, id, draft, flag);
  return changed;
}

enum class HeldTo { scope, nothing };

/// What `visit` answers of the dataset's sets; of empty ones when there is no dataset. On the
/// writer `settle` makes right what is looked at.
template <HeldTo held = HeldTo::scope, class Visit, class Settle>
auto with_sets(Context& context, const DatasetId& id, Visit visit, Settle settle) {
  const auto check = [&] {
    if constexpr (held == HeldTo::scope) require_dataset(context, id);
  };
  if (context.drafts) {
    // To be looked at only, so it is not kept for a way back.
    if (const auto* known = context.drafts->datasets.find(id.text); known && known->is_settled()) {
      check();
      return known->removed ? visit(DatasetSets{}) : visit(known->sets);
    }
    auto* draft = find_or_load_draft(context, id);
    if (!draft) return visit(DatasetSets{});
    check();
    settle(*draft);
    return visit(draft->sets);
  }
  const auto version =
      context.db.query("SELECT version FROM dataset WHERE id = ?").bind(id).maybe<std::int64_t>();
  return version ? visit(load(context, id, *version)->sets) : visit(DatasetSets{});
}

}  // namespace

std::optional<std::int64_t> dataset_number(Context& context, const DatasetId& id) {
  if (context.drafts) {
    // A draft knows it, and numbers of datasets not yet committed are not to be remembered.
    if (const auto* draft = context.drafts->datasets.find(id.text)) {
      return draft->removed ? std::nullopt : std::optional(draft->number);
    }
    return context.db.query("SELECT number FROM dataset WHERE id = ?")
        .bind(id)
        .maybe<std::int64_t>();
  }
  if (const auto found = context.dataset_numbers.find(id.text);
      found != context.dataset_numbers.end()) {
    return found->second;
  }
  const auto number =
      context.db.query("SELECT number FROM dataset WHERE id = ?").bind(id).maybe<std::int64_t>();
  if (number) context.dataset_numbers.emplace(id.text, *number);
  return number;
}

std::int64_t annotation_count(Context& context, const DatasetId& id) {
  if (context.drafts) {
    return static_cast<std::int64_t>(annotation_numbers(context, id).size());
  }
  return context.db.query("SELECT annotations FROM dataset WHERE id = ?")
      .bind(id)
      .maybe<std::int64_t>()
      .value_or(0);
}

ItemSet annotation_numbers(Context& context, const DatasetId& id) {
  return with_sets(
      context, id, [](const DatasetSets& sets) { return sets.annotations; }, [](DatasetDraft&) {}
  );
}

bool has_annotation(Context& context, const DatasetId& id, Ordinal number) {
  return with_sets<HeldTo::nothing>(  // as `is_live`
      context,
      id,
      [number](const DatasetSets& sets) { return sets.annotations.contains(number); },
      [](DatasetDraft&) {}
  );
}

bool are_annotations_in_order(Context& context, const DatasetId& id) {
  if (context.drafts) {
    const auto* draft = find_or_load_draft(context, id);
    return draft != nullptr && draft->newest_annotation.all_in_order;
  }
  return context.db.query("SELECT annotations_in_order FROM dataset WHERE id = ?")
      .bind(id)
      .maybe<bool>()
      .value_or(false);
}

DatasetSets dataset_sets(Context& context, const DatasetId& id) {
  return with_sets(
      context,
      id,
      [](const DatasetSets& sets) { return sets; },
      [&](DatasetDraft& draft) { settle_all(context, id, draft); }
  );
}

ItemSet live_items(Context& context, const DatasetId& id) {
  return with_sets(
      context,
      id,
      [](const DatasetSets& sets) { return sets.live; },
      [](DatasetDraft& draft) { draft.settle(); }
  );
}

ItemSet live_among(Context& context, const DatasetId& id, const ItemSet& items) {
  return with_sets(
      context,
      id,
      [&](const DatasetSets& sets) { return items & sets.live; },
      [](DatasetDraft& draft) { draft.settle(); }
  );
}

ItemSet items_with_issue(Context& context, const DatasetId& id) {
  return with_sets(
      context,
      id,
      [](const DatasetSets& sets) { return sets.issue; },
      [&](DatasetDraft& draft) { settle_all(context, id, draft); }
  );
}

bool is_live(Context& context, const DatasetId& id, Ordinal item) {
  // Part of finding a row by its id, of which nobody knows before whether it is there (ADR 0041).
  return with_sets<HeldTo::nothing>(
      context,
      id,
      [item](const DatasetSets& sets) { return sets.live.contains(item); },
      [](DatasetDraft& draft) { draft.settle(); }
  );
}

std::int64_t content_version(Context& context, const DatasetId& id) {
  if (context.drafts) {
    if (const auto* draft = context.drafts->datasets.find(id.text)) return draft->content_version;
  }
  return context.db.query("SELECT content_version FROM dataset WHERE id = ?")
      .bind(id)
      .maybe<std::int64_t>()
      .value_or(0);
}

DatasetDraft& change_dataset(Context& context, const DatasetId& id) {
  CHECK(context.drafts != nullptr);
  require_dataset(context, id);
  auto* draft = find_or_load_draft(context, id);
  CHECK(draft != nullptr);
  draft->touched = true;
  return *draft;
}

void forget_dataset(Context& context, const DatasetId& id) {
  require_dataset(context, id);
  auto* draft = find_or_load_draft(context, id);
  if (draft) draft->removed = true;
}

std::vector<PublishedDataset> flush_datasets(Context& context) {
  std::vector<PublishedDataset> published;
  context.drafts->datasets.for_each([&](const std::string& id, DatasetDraft& draft) {
    if (draft.removed) {
      published.push_back({id, nullptr});
      return;
    }
    if (!draft.touched) return;
    settle_all(context, DatasetId{id}, draft);
    flush_annotated(context, DatasetId{id}, draft);
    auto entry = draft.stored;
    if (write_sets(context, id, draft)) {
      entry = std::make_shared<const DatasetEntry>(
          DatasetEntry{.version = draft.stored->version + 1, .sets = draft.sets}
      );
      published.push_back({id, entry});
    }
    context.db
        .query(
            "UPDATE dataset SET version = ?, content_version = ?, next_ordinal = ?, annotations = "
            "?,"
            " newest_annotation = ?, newest_annotation_at = ?, annotations_in_order = ?"
            " WHERE id = ?"
        )
        .run(
            entry->version,
            draft.content_version,
            draft.next_ordinal,
            draft.sets.annotations.size(),
            draft.newest_annotation.id,
            draft.newest_annotation.at,
            draft.newest_annotation.all_in_order,
            id
        );
  });
  return published;
}

}  // namespace allot::sqlite
