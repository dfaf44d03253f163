#include "store/sqlite/dataset_state.h"

#include <limits>
#include <string_view>

#include "base/check.h"
#include "store/sqlite/chunks.h"
#include "store/sqlite/purges.h"

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
  }
  context.caches.datasets.offer(id.text, entry);
  return entry;
}

DatasetDraft* find_or_load_draft(Context& context, const DatasetId& id) {
  auto& drafts = context.drafts->datasets;
  if (drafts.find(id.text)) {
    auto* draft = drafts.touch(id.text, [](DatasetDraft& it) { it.settle(); });
    return draft->removed ? nullptr : draft;
  }
  auto row = context.db.query(
      "SELECT number, version, content_version, next_ordinal FROM dataset WHERE id = ?"
  );
  row.bind(id);
  if (!row.next()) return nullptr;
  DatasetDraft draft;
  std::int64_t version = 0;
  row.read(draft.number, version, draft.content_version, draft.next_ordinal);
  draft.stored = load(context, id, version);
  draft.sets = draft.stored->sets;
  draft.added_from = draft.next_ordinal;
  draft.has_purges = has_purges(context.db, id);
  return &drafts.add(id.text, std::move(draft));
}

bool write_sets(Context& context, const std::string& id, const DatasetDraft& draft) {
  bool changed = false;
  for (const auto& flag : dataset_flags) {
    changed |= write_changed_chunks(
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
  return changed;
}

/// What `visit` answers of the dataset's sets; of empty ones when there is no dataset.
template <class Visit>
auto with_sets(Context& context, const DatasetId& id, Visit visit) {
  if (context.drafts) {
    auto* draft = find_or_load_draft(context, id);
    if (!draft) return visit(DatasetSets{});
    draft->settle();
    return visit(draft->sets);
  }
  const auto version =
      context.db.query("SELECT version FROM dataset WHERE id = ?").bind(id).maybe<std::int64_t>();
  return version ? visit(load(context, id, *version)->sets) : visit(DatasetSets{});
}

}  // namespace

void DatasetDraft::settle() {
  if (added_from == next_ordinal) return;
  sets.live |= ItemSet::range(added_from, next_ordinal);
  sets.file |= ItemSet::of(added_files);
  sets.hidden |= ItemSet::of(added_hidden);
  added_from = next_ordinal;
  added_files.clear();
  added_hidden.clear();
}

void set_member(ItemSet& set, Ordinal ordinal, bool in) {
  if (set.contains(ordinal) == in) return;
  if (in) {
    set.insert(ordinal);
  } else {
    set.erase(ordinal);
  }
}

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

DatasetSets dataset_sets(Context& context, const DatasetId& id) {
  return with_sets(context, id, [](const DatasetSets& sets) { return sets; });
}

ItemSet live_items(Context& context, const DatasetId& id) {
  return with_sets(context, id, [](const DatasetSets& sets) { return sets.live; });
}

ItemSet items_with_issue(Context& context, const DatasetId& id) {
  return with_sets(context, id, [](const DatasetSets& sets) { return sets.issue; });
}

bool is_live(Context& context, const DatasetId& id, Ordinal item) {
  return with_sets(context, id, [item](const DatasetSets& sets) {
    return sets.live.contains(item);
  });
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
  auto* draft = find_or_load_draft(context, id);
  CHECK(draft != nullptr);
  draft->touched = true;
  return *draft;
}

void forget_dataset(Context& context, const DatasetId& id) {
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
    draft.settle();
    auto entry = draft.stored;
    if (write_sets(context, id, draft)) {
      entry = std::make_shared<const DatasetEntry>(
          DatasetEntry{.version = draft.stored->version + 1, .sets = draft.sets}
      );
      published.push_back({id, entry});
    }
    context.db
        .query("UPDATE dataset SET version = ?, content_version = ?, next_ordinal = ? WHERE id = ?")
        .run(entry->version, draft.content_version, draft.next_ordinal, id);
  });
  return published;
}

}  // namespace allot::sqlite
