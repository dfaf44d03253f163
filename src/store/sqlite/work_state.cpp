#include "store/sqlite/work_state.h"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "store/sqlite/ledger_read.h"

namespace allot::sqlite {

namespace {

/// What is at hand of an earlier version is kept, what has a later stamp is read.
WorkIndex read_index(Context& context, const DatasetId& dataset, const WorkEntry* known) {
  WorkIndex index = known ? known->index : WorkIndex{};
  const auto since = known ? known->version : -1;
  std::vector<TaskId> changed;
  std::unordered_set<TaskId> there;
  auto rows = context.db.query("SELECT id, work_version FROM task WHERE dataset_id = ?");
  rows.bind(dataset);
  while (rows.next()) {
    TaskId task;
    std::int64_t version = 0;
    rows.read(task, version);
    if (version > since || !index.has(task)) changed.push_back(task);
    there.insert(std::move(task));
  }
  rows.reset();
  for (const auto& task : index.tasks()) {
    if (!there.contains(task)) index.erase(task);
  }
  for (const auto& task : changed) {
    if (const auto entry = read_ledger(context, task)) index.put(task, entry->ledger->members);
  }
  return index;
}

/// On the writer a task that is removed but not yet committed is missing from what was read.
bool lacks_removed_tasks(Context& context, const DatasetId& dataset) {
  bool lacks = false;
  if (context.drafts) {
    context.drafts->ledgers.for_each([&](const std::string&, const LedgerDraft& draft) {
      lacks |= draft.removed && draft.dataset == dataset;
    });
  }
  return lacks;
}

/// nullptr: no such dataset.
std::shared_ptr<const WorkEntry> load(Context& context, const DatasetId& dataset) {
  const auto version = context.db.query("SELECT work_version FROM dataset WHERE id = ?")
                           .bind(dataset)
                           .maybe<std::int64_t>();
  if (!version) return nullptr;
  const auto known = context.caches.works.find_at_most(dataset.text, *version);
  const bool is_hit = known && known->version == *version;
  context.caches.works.note(is_hit);
  if (is_hit) return known;
  auto entry = std::make_shared<WorkEntry>();
  entry->version = *version;
  entry->index = read_index(context, dataset, known.get());
  if (!lacks_removed_tasks(context, dataset)) context.caches.works.offer(dataset.text, entry);
  return entry;
}

}  // namespace

std::vector<TaskWork> work_holding(
    Context& context, const DatasetId& dataset, const ItemSet& items
) {
  const auto entry = load(context, dataset);
  auto tasks = entry ? entry->index.holding(items) : std::vector<TaskId>{};
  if (context.drafts) {
    context.drafts->ledgers.for_each([&](const std::string& id, const LedgerDraft& draft) {
      if (draft.dataset != dataset || (!draft.changed && !draft.removed)) return;
      const TaskId task{id};
      std::erase(tasks, task);
      if (!draft.removed && draft.now->members.intersects(items)) tasks.push_back(task);
    });
    std::ranges::sort(tasks);
  }
  std::vector<TaskWork> found;
  for (auto& task : tasks) {
    auto ledger = ledger_of(context, task);
    found.push_back({std::move(task), std::move(ledger)});
  }
  return found;
}

WorkVersions raise_work_versions(Context& context) {
  std::set<DatasetId> changed;
  context.drafts->ledgers.for_each([&](const std::string&, const LedgerDraft& draft) {
    if (draft.changed || draft.removed) changed.insert(draft.dataset);
  });
  WorkVersions versions;
  for (const auto& dataset : changed) {
    const auto raised = context.db
                            .query(
                                "UPDATE dataset SET work_version = work_version + 1 WHERE id = ?"
                                " RETURNING work_version"
                            )
                            .bind(dataset)
                            .maybe<std::int64_t>();
    if (raised) versions.emplace(dataset, *raised);  // else the dataset is gone
  }
  return versions;
}

std::vector<PublishedWork> work_after(
    Context& context, const WorkVersions& versions, const std::vector<PublishedLedger>& ledgers
) {
  std::vector<PublishedWork> published;
  for (const auto& [dataset, version] : versions) {
    const auto before = context.caches.works.find_at_most(dataset.text, version);
    if (!before || before->version != version - 1) continue;
    auto entry = std::make_shared<WorkEntry>();
    entry->version = version;
    entry->index = before->index;
    for (const auto& ledger : ledgers) {
      if (ledger.dataset != dataset) continue;
      const TaskId task{ledger.id};
      if (ledger.entry) {
        entry->index.put(task, ledger.entry->ledger->members);
      } else {
        entry->index.erase(task);
      }
    }
    published.push_back({dataset.text, std::move(entry)});
  }
  return published;
}

}  // namespace allot::sqlite
