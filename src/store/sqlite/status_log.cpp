#include <algorithm>
#include <map>

#include "store/sqlite/item_scan.h"
#include "store/sqlite/last_status.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS "dataset_id, task_id, assignment_id, word, cleared, actor, at"

constexpr auto columns = [](auto& event) {
  return std::tie(
      event.dataset, event.task, event.assignment, event.word, event.cleared, event.actor, event.at
  );
};

/// By their numbers, so that events of one item and of many fall into one order.
using Found = std::map<std::int64_t, StatusEvent>;

class SqliteStatusLog final : public StatusLog {
 public:
  explicit SqliteStatusLog(Context& context) : context_(context), db_(context.db) {}

  void append(const StatusEvent& event) override {
    require_dataset(context_, event.dataset);
    const auto size = event.items.size();
    if (size == 0) return;
    const bool bulk = size > 1;
    const auto first = event.items.select(0);
    const auto last = event.items.select(size - 1);
    const auto seq = last_status(db_) + 1;
    static const auto sql = insert("status_event", ALLOT_COLUMNS ", seq, bulk, first, last");
    auto row = db_.query(Sql::lasting(sql));
    std::apply([&](const auto&... values) { row.bind(values...); }, columns(event));
    row.bind(seq, bulk, first, last).run();
    if (!bulk) return;
    for (const auto chunk : event.items.chunks()) {
      const auto bytes = event.items.chunk_bytes(chunk);
      db_.query("INSERT INTO status_event_chunk (seq, chunk, bitmap) VALUES (?, ?, ?)")
          .run(seq, chunk, Blob{bytes});
    }
  }

  std::vector<StatusEvent> of_items(const DatasetId& dataset, const ItemSet& items) const override {
    if (items.empty()) return {};
    Found found;
    find_single(dataset, items, found);
    find_bulk(dataset, items, found);
    std::vector<StatusEvent> events;
    for (auto& [seq, event] : found) events.push_back(std::move(event));
    return events;
  }

  std::size_t readable_at_once(
      const DatasetId& dataset, std::span<const Ordinal> items, std::uint64_t events_max
  ) const override {
    if (items.size() <= 1) return items.size();
    const auto of_many = count_bulk(dataset, items, events_max);
    auto row = db_.query(
        "SELECT count(*) FROM (SELECT 1 FROM status_event"
        " WHERE dataset_id = ? AND bulk = 0 AND first = ? LIMIT ?)"
    );
    std::uint64_t events = 0;
    for (std::size_t count = 0; count < items.size(); ++count) {
      row.bind(dataset, items[count], events_max + 1);
      events += of_many + row.one<std::uint64_t>();
      row.reset();
      if (events > events_max) return std::max<std::size_t>(count, 1);
    }
    return items.size();
  }

 private:
  /// Events of many that may be of any of these items; not more than somewhat over `count_max`.
  [[nodiscard]] std::uint64_t count_bulk(
      const DatasetId& dataset, std::span<const Ordinal> items, std::uint64_t count_max
  ) const {
    const auto [first, last] = std::ranges::minmax(items);
    return db_
        .query(
            "SELECT count(*) FROM (SELECT 1 FROM status_event"
            " WHERE dataset_id = ? AND bulk = 1 AND first <= ? AND last >= ? LIMIT ?)"
        )
        .bind(dataset, last, first, count_max + 1)
        .one<std::uint64_t>();
  }

  void find_single(const DatasetId& dataset, const ItemSet& items, Found& found) const {
    const bool few = items.size() <= few_items;
    const auto list = few ? number_list(items) : "";
    auto rows = few ? db_.query("SELECT " ALLOT_COLUMNS
                                ", seq, first FROM status_event WHERE dataset_id = ?"
                                " AND bulk = 0 AND first IN (SELECT value FROM json_each(?))")
                    : db_.query("SELECT " ALLOT_COLUMNS
                                ", seq, first FROM status_event WHERE dataset_id = ?"
                                " AND bulk = 0 AND first BETWEEN ? AND ?");
    rows.bind(dataset);
    if (few) {
      rows.bind(list);
    } else {
      rows.bind(items.select(0), items.select(items.size() - 1));
    }
    while (rows.next()) {
      StatusEvent event;
      std::int64_t seq = 0;
      Ordinal ordinal = 0;
      std::apply([&](auto&... values) { rows.read(values..., seq, ordinal); }, columns(event));
      if (!items.contains(ordinal)) continue;
      event.items = {ordinal};
      found.emplace(seq, std::move(event));
    }
  }

  void find_bulk(const DatasetId& dataset, const ItemSet& items, Found& found) const {
    const auto chunks = items.chunks();
    auto rows = db_.query(
        "SELECT " ALLOT_COLUMNS
        ", seq, chunk, bitmap FROM status_event JOIN status_event_chunk USING (seq)"
        " WHERE dataset_id = ? AND bulk = 1 AND first <= ? AND last >= ? AND chunk BETWEEN ? AND ?"
    );
    rows.bind(
        dataset, items.select(items.size() - 1), items.select(0), chunks.front(), chunks.back()
    );
    while (rows.next()) {
      StatusEvent event;
      std::int64_t seq = 0;
      std::uint32_t chunk = 0;
      std::string_view bytes;
      std::apply([&](auto&... values) { rows.read(values..., seq, chunk, bytes); }, columns(event));
      ItemSet part;
      part.set_chunk(chunk, bytes);
      part &= items;
      if (part.empty()) continue;
      found.try_emplace(seq, std::move(event)).first->second.items |= part;
    }
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<StatusLog> make_status_log(Context& context) {
  return std::make_unique<SqliteStatusLog>(context);
}

}  // namespace allot::sqlite
