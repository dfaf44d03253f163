#include "store/sqlite/time_orders.h"

#include <algorithm>
#include <utility>

#include "store/sqlite/item_scan.h"
#include "store/sqlite/ledger_state.h"

namespace allot::sqlite {

namespace {

/// The event that gave an item the status that it has.
struct Given {
  std::int64_t event = 0;
  Ordinal item = 0;
};

struct Asked {
  const DatasetId& dataset;
  const TaskId& task;
  const ItemSet& items;  // that have a status now
};

void find_single(Context& context, const Asked& asked, std::vector<Given>& given) {
  const bool few = asked.items.size() <= few_items;
  const auto list = few ? number_list(asked.items) : "";
  auto rows = few ? context.db.query(
                        "SELECT max(seq), first FROM status_event WHERE dataset_id = ? AND bulk = 0"
                        " AND first IN (SELECT value FROM json_each(?))"
                        " AND task_id = ? AND cleared = 0 GROUP BY first"
                    )
                  : context.db.query(
                        "SELECT max(seq), first FROM status_event WHERE dataset_id = ? AND bulk = 0"
                        " AND first BETWEEN ? AND ? AND task_id = ? AND cleared = 0 GROUP BY first"
                    );
  rows.bind(asked.dataset);
  if (few) {
    rows.bind(list);
  } else {
    rows.bind(asked.items.select(0), asked.items.select(asked.items.size() - 1));
  }
  rows.bind(asked.task);
  while (rows.next()) {
    Given one;
    rows.read(one.event, one.item);
    if (asked.items.contains(one.item)) given.push_back(one);
  }
}

/// The newest first, and each item once.
void find_bulk(Context& context, const Asked& asked, std::vector<Given>& given) {
  const auto chunks = asked.items.chunks();
  auto left = asked.items;
  auto rows = context.db.query(
      "SELECT seq, chunk, bitmap FROM status_event JOIN status_event_chunk USING (seq)"
      " WHERE dataset_id = ? AND bulk = 1 AND first <= ? AND last >= ? AND chunk BETWEEN ? AND ?"
      " AND task_id = ? AND cleared = 0 ORDER BY seq DESC"
  );
  const auto first = asked.items.select(0);
  const auto last = asked.items.select(asked.items.size() - 1);
  rows.bind(asked.dataset, last, first, chunks.front(), chunks.back(), asked.task);
  while (rows.next()) {
    std::int64_t event = 0;
    std::uint32_t chunk = 0;
    std::string_view bytes;
    rows.read(event, chunk, bytes);
    ItemSet part;
    part.set_chunk(chunk, bytes);
    part &= left;
    left -= part;
    part.for_each([&](Ordinal item) { given.push_back({.event = event, .item = item}); });
  }
}

/// In the order of the events; what came with one event is to be shown in the order of the dataset,
/// and so stands in the opposite one here. Items of which the log tells nothing are left out.
std::vector<Given> last_given(Context& context, const Asked& asked) {
  std::vector<Given> given;
  if (asked.items.empty()) return given;
  find_single(context, asked, given);
  find_bulk(context, asked, given);
  std::ranges::sort(given, [](const Given& a, const Given& b) {
    return a.item != b.item ? a.item < b.item : a.event > b.event;
  });
  const auto doubled = std::ranges::unique(given, {}, &Given::item);
  given.erase(doubled.begin(), doubled.end());
  std::ranges::sort(given, [](const Given& a, const Given& b) {
    return a.event != b.event ? a.event < b.event : a.item > b.item;
  });
  return given;
}

ItemSet handled_among(const Ledger& ledger, const ItemSet& items) {
  ItemSet handled;
  for (const auto* share : ledger.shares.holding(items)) {
    for (const auto& [word, with_word] : share->by_status) handled |= with_word & items;
  }
  return handled;
}

/// These are new in the order, or came again; what else was given stays where it is.
void append(TimeOrderEntry& entry, const std::vector<Given>& given) {
  std::vector<Ordinal> fresh;
  for (const auto& [event, item] : given) {
    if (event > entry.last || !entry.order.items().contains(item)) fresh.push_back(item);
  }
  entry.order.append(fresh);
  if (!given.empty()) entry.last = std::max(entry.last, given.back().event);
}

using Pointer = std::shared_ptr<const TimeOrderEntry>;

Pointer order_now(Context& context, const DatasetId& dataset, const TaskId& task) {
  auto& cache = context.caches.time_orders;
  const auto version = static_cast<std::int64_t>(context.moment);
  const auto known = cache.find_at_most(task.text, version);
  if (known && known->version == version) return known;
  const auto ledger = ledger_of(context, task);
  TimeOrderEntry now;
  ItemSet handled;
  if (known) {
    now = *known;
    // What this snapshot does not show yet is among them, and is as it was.
    const auto changed =
        context.caches.changes.since(dataset, static_cast<Moment>(known->version)).work;
    handled = handled_among(*ledger, changed);
    now.order.erase(changed - handled);
  } else {
    handled = ledger->shares.handled();
  }
  now.version = version;
  append(now, last_given(context, {.dataset = dataset, .task = task, .items = handled}));
  auto entry = std::make_shared<const TimeOrderEntry>(std::move(now));
  cache.offer(task.text, entry);
  return entry;
}

/// A draft of the writer is nobody else's.
Pointer order_in_draft(
    Context& context, const DatasetId& dataset, const TaskId& task, const ItemSet& among
) {
  const auto handled = handled_among(*ledger_of(context, task), among);
  TimeOrderEntry entry;
  append(entry, last_given(context, {.dataset = dataset, .task = task, .items = handled}));
  return std::make_shared<const TimeOrderEntry>(std::move(entry));
}

}  // namespace

std::vector<Ordinal> items_latest_first(
    Context& context,
    const DatasetId& dataset,
    const TaskId& task,
    const ItemSet& among,
    WorkLists::Part part
) {
  const auto entry = context.drafts != nullptr ? order_in_draft(context, dataset, task, among)
                                               : order_now(context, dataset, task);
  return entry->order.latest_first(among, part.offset, part.count);
}

}  // namespace allot::sqlite
