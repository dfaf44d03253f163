#include "store/sqlite/time_orders.h"

#include <algorithm>
#include <utility>

#include "store/sqlite/item_scan.h"
#include "store/sqlite/last_status.h"
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

/// Items of the task that lines after this one tell of.
ItemSet logged_since(Context& context, const TaskId& task, std::int64_t line) {
  ItemSet many;
  std::vector<Ordinal> single;
  auto rows =
      context.db.query("SELECT seq, bulk, first FROM status_event WHERE seq > ? AND task_id = ?");
  auto chunks = context.db.query("SELECT chunk, bitmap FROM status_event_chunk WHERE seq = ?");
  rows.bind(line, task);
  while (rows.next()) {
    std::int64_t event = 0;
    bool is_bulk = false;
    Ordinal first = 0;
    rows.read(event, is_bulk, first);
    if (!is_bulk) {
      single.push_back(first);
      continue;
    }
    chunks.bind(event);
    while (chunks.next()) {
      std::uint32_t chunk = 0;
      std::string_view bytes;
      chunks.read(chunk, bytes);
      ItemSet part;
      part.set_chunk(chunk, bytes);
      many |= part;
    }
    chunks.reset();
  }
  return many | ItemSet::of(single);
}

/// What has a status in one of both ledgers alone.
struct Difference {
  ItemSet lost;
  ItemSet gained;
};

Difference difference(const Ledger& before, const Ledger& now) {
  ItemSet had;
  ItemSet has;
  now.shares.for_each_change_since(before.shares, [&](const Share* was, const Share* is) {
    if (was != nullptr) had |= was->handled();
    if (is != nullptr) has |= is->handled();
  });
  return {.lost = had - has, .gained = has - had};
}

/// Adds what was given after the line, and what is not there; the rest stays where it is.
void append(TimeOrder& order, const std::vector<Given>& given, std::int64_t line) {
  std::vector<Ordinal> fresh;
  for (const auto& [event, item] : given) {
    if (event > line || !order.items().contains(item)) fresh.push_back(item);
  }
  order.append(fresh);
}

using Pointer = std::shared_ptr<const TimeOrderEntry>;

/// Are so many lines more quickly read than the items looked up one by one?
bool is_worth_it(std::int64_t lines, const TimeOrder& order) {
  constexpr std::int64_t few_lines = 10'000;
  return lines >= 0 && lines <= few_lines + static_cast<std::int64_t>(order.items().size());
}

Pointer order_now(Context& context, const DatasetId& dataset, const TaskId& task) {
  auto& cache = context.caches.time_orders;
  const auto version = static_cast<std::int64_t>(context.moment);
  const auto known = cache.find_at_most(task.text, version);
  if (known && known->version == version) return known;
  TimeOrderEntry now;
  now.version = version;
  now.log_end = last_status(context.db);
  now.ledger = ledger_of(context, task);
  const auto line = known ? known->log_end : 0;
  ItemSet handled;
  if (known && is_worth_it(now.log_end - line, known->order)) {
    now.order = known->order;
    const auto [lost, gained] = difference(*known->ledger, *now.ledger);
    now.order.erase(lost);
    handled = handled_among(*now.ledger, gained | logged_since(context, task, line));
  } else {
    handled = now.ledger->shares.handled();
  }
  const auto given = last_given(context, {.dataset = dataset, .task = task, .items = handled});
  append(now.order, given, line);
  auto entry = std::make_shared<const TimeOrderEntry>(std::move(now));
  cache.offer(task.text, entry);
  return entry;
}

/// A draft of the writer is nobody else's.
TimeOrder order_in_draft(
    Context& context, const DatasetId& dataset, const TaskId& task, const ItemSet& among
) {
  const auto handled = handled_among(*ledger_of(context, task), among);
  TimeOrder order;
  append(order, last_given(context, {.dataset = dataset, .task = task, .items = handled}), 0);
  return order;
}

}  // namespace

std::vector<Ordinal> items_latest_first(
    Context& context,
    const DatasetId& dataset,
    const TaskId& task,
    const ItemSet& among,
    WorkLists::Part part
) {
  if (context.drafts != nullptr) {
    const auto order = order_in_draft(context, dataset, task, among);
    return order.latest_first(among, part.offset, part.count);
  }
  const auto entry = order_now(context, dataset, task);
  return entry->order.latest_first(among, part.offset, part.count);
}

}  // namespace allot::sqlite
