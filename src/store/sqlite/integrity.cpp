#include "store/integrity.h"

#include <fmt/format.h>

#include "base/text.h"
#include "store/sqlite/address_clashes.h"
#include "store/sqlite/chunk_rows.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/functions.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/mending.h"
#include "store/sqlite/pending_changes.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/row_faults.h"
#include "store/sqlite/text_faults.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/unshown_rows.h"

namespace allot::sqlite {

namespace {

class SqliteIntegrity final : public Integrity {
 public:
  explicit SqliteIntegrity(Context& context) : context_(context), db_(context.db) {}

  [[nodiscard]] Findings of_database() const override {
    Findings findings;
    findings.checked = db_.query("PRAGMA page_count").one<std::uint64_t>();
    auto faults = db_.query_once("PRAGMA integrity_check(100)");
    while (faults.next()) {
      std::string fault;
      faults.read(fault);
      if (fault != "ok") findings.sentences.push_back(fmt::format("The database: {}.", fault));
    }
    auto orphans = db_.query_once(
        "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2"
    );
    while (orphans.next()) {
      std::string table;
      std::string parent;
      std::uint64_t count = 0;
      orphans.read(table, parent, count);
      findings.sentences.push_back(fmt::format(
          "{} rows of `{}` belong to rows of `{}` that are not there.", count, table, parent
      ));
    }
    return findings;
  }

  [[nodiscard]] Findings of_chunks() const override {
    Findings findings;
    for (const auto& table : chunk_tables) {
      visit_chunk_rows(db_, table, [&](const ChunkRow& row) {
        ++findings.checked;
        const auto fault = fault_of(table, row);
        if (fault.empty()) return;
        findings.sentences.push_back(fmt::format(
            "Chunk {} of `{}` of {} {} {}.", row.chunk, row.kind, table.owner, row.owner, fault
        ));
      });
    }
    find_version_faults(db_, findings);
    return findings;
  }

  [[nodiscard]] Findings of_rows() const override {
    Findings findings;
    findings.checked =
        db_.query(
               "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM annotation)"
               " + (SELECT count(*) FROM task) + (SELECT count(*) FROM assignment)"
               " + (SELECT coalesce(sum(last_number - first_number + 1), 0) FROM arrival)"
               " + (SELECT count(*) FROM status_event)"
        )
            .one<std::uint64_t>();
    find_row_faults(db_, findings);
    find_text_faults(db_, findings);
    for (const auto& dataset : datasets()) {
      check_order(dataset, findings);
      check_paths(dataset, findings);
    }
    for (auto& clash : address_clashes(db_)) findings.sentences.push_back(std::move(clash));
    return findings;
  }

  [[nodiscard]] std::vector<DatasetId> datasets() const override {
    return ids<DatasetId>("SELECT id FROM dataset ORDER BY number");
  }

  [[nodiscard]] std::vector<TaskId> tasks() const override {
    return ids<TaskId>("SELECT id FROM task ORDER BY number");
  }

  [[nodiscard]] DatasetSets sets_from_rows(const DatasetId& dataset) const override {
    DatasetSets sets;
    const auto number = dataset_number(context_, dataset);
    if (!number) return sets;
    read_items(*number, unseen_items(dataset), pending_changes(db_, dataset, BulkOf::items), sets);
    read_annotations(dataset, sets);
    return sets;
  }

  void visit_status_log(FunctionRef<void(const StatusLine&)> visit) const override {
    auto rows = db_.query(
        "SELECT seq, task_id, bulk, first, word, cleared FROM status_event"
        " WHERE task_id IN (SELECT id FROM task) ORDER BY seq"
    );
    auto chunks = db_.query("SELECT chunk, bitmap FROM status_event_chunk WHERE seq = ?");
    while (rows.next()) {
      std::int64_t seq = 0;
      bool bulk = false;
      bool cleared = false;
      StatusLine line;
      rows.read(seq, line.task, bulk, line.item, line.word, cleared);
      if (cleared) line.word = {};
      ItemSet items;
      if (bulk) {
        items = read_set(chunks.bind(seq));
        chunks.reset();
        line.items = &items;
      }
      visit(line);
    }
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> contents(std::string_view prefix
  ) const override {
    std::vector<std::pair<std::string, std::uint64_t>> found;
    // '~' stands behind every hexadecimal digit.
    const auto end = std::string(prefix) + '~';
    auto rows = db_.query(
        "SELECT DISTINCT content, size FROM item WHERE content <> '' AND content >= ?"
        " AND content < ? ORDER BY content"
    );
    rows.bind(prefix, end);
    while (rows.next()) {
      auto& content = found.emplace_back();
      rows.read(content.first, content.second);
    }
    return found;
  }

  std::vector<std::string> mend() override {
    const bool is_damaged = !of_database().sentences.empty();
    return mend_rows(db_, is_damaged);
  }

 private:
  template <class IdType>
  std::vector<IdType> ids(Sql sql) const {
    std::vector<IdType> found;
    auto rows = db_.query(sql);
    while (rows.next()) rows.read(found.emplace_back());
    return found;
  }

  /// Whose rows are there, and that are in no answer.
  [[nodiscard]] ItemSet unseen_items(const DatasetId& dataset) const {
    return items_to_purge(db_, dataset) | unshown_items(db_, dataset);
  }

  /// Ordinals and ids ascend together, and the dataset's next ordinal is behind them all.
  void check_order(const DatasetId& dataset, Findings& findings) const {
    auto state = db_.query("SELECT number, next_ordinal FROM dataset WHERE id = ?");
    state.bind(dataset);
    if (!state.next()) return;
    std::int64_t number = 0;
    std::int64_t next_ordinal = 0;
    state.read(number, next_ordinal);
    auto rows = db_.query(
        "SELECT key, dataset_id, ordinal, id FROM item WHERE key BETWEEN ? AND ? ORDER BY key"
    );
    rows.bind(first_key(number), last_key(number));
    std::string before;
    while (rows.next()) {
      std::int64_t key = 0;
      std::string_view owner;
      std::int64_t ordinal = 0;
      std::string_view id;
      rows.read(key, owner, ordinal, id);
      const char* fault = nullptr;
      if (owner != dataset.text || key != first_key(number) + ordinal) {
        fault = "is stored under the key of another item";
      } else if (ordinal >= next_ordinal) {
        fault = "has an ordinal that the dataset has yet to give";
      } else if (id <= before) {
        fault = "has an id that is smaller than that of an earlier item";
      }
      if (fault != nullptr) {
        findings.sentences.push_back(
            fmt::format("Item {} of dataset {} {}.", id, dataset.text, fault)
        );
      }
      before = id;
    }
  }

  /// What is a file has nothing below it (B-256); an earlier version took it. Rows that say where
  /// something was before it moved are passed over.
  void check_paths(const DatasetId& dataset, Findings& findings) const {
    auto rows = db_.query(
        "SELECT f.ordinal, f.id, f.path, b.ordinal, b.path FROM item f"
        " CROSS JOIN item b INDEXED BY item_path ON b.path > f.path || '/' AND b.path < f.path || "
        "'0' AND b.dataset_id = f.dataset_id"
        " WHERE f.key BETWEEN ? AND ? AND f.type = 'file' ORDER BY f.key, b.path"
    );
    const auto number = dataset_number(context_, dataset);
    if (!number) return;
    const auto gone = unseen_items(dataset) | pending_changes(db_, dataset, BulkOf::items).moved();
    rows.bind(first_key(*number), last_key(*number));
    std::string named;
    while (rows.next()) {
      Ordinal file = 0;
      std::string id;
      std::string path;
      Ordinal below = 0;
      std::string below_path;
      rows.read(file, id, path, below, below_path);
      if (id == named || gone.contains(file) || gone.contains(below)) continue;
      findings.sentences.push_back(fmt::format(
          "Item {} of dataset {}: `{}` is a file, and `{}` is below it; move or delete one of "
          "them.",
          id,
          dataset.text,
          printable(path),
          printable(below_path)
      ));
      named = id;
    }
  }

  void read_items(
      std::int64_t number, const ItemSet& gone, const PendingChanges& pending, DatasetSets& sets
  ) const {
    std::vector<Ordinal> live;
    std::vector<Ordinal> file;
    std::vector<Ordinal> hidden;
    auto rows =
        db_.query("SELECT ordinal, type, hidden, folded, path FROM item WHERE key BETWEEN ? AND ?");
    rows.bind(first_key(number), last_key(number));
    while (rows.next()) {
      Ordinal ordinal = 0;
      std::string_view type;
      bool is_hidden = false;
      std::int64_t folded = 0;
      std::string_view path;
      rows.read(ordinal, type, is_hidden, folded, path);
      if (gone.contains(ordinal)) continue;
      if (pending.move(ordinal, folded)) {
        is_hidden = is_hidden_path(pending.path_of(ordinal, folded, path));
      }
      live.push_back(ordinal);
      if (type == "file") file.push_back(ordinal);
      if (is_hidden) hidden.push_back(ordinal);
    }
    sets.live = ItemSet::of(live);
    sets.file = ItemSet::of(file);
    sets.hidden = ItemSet::of(hidden);
  }

  void read_annotations(const DatasetId& dataset, DatasetSets& sets) const {
    std::vector<Ordinal> annotated;
    std::vector<Ordinal> issue;
    std::vector<Ordinal> review;
    auto rows = db_.query(
        "SELECT number, item, status FROM annotation"
        " WHERE dataset_id = ? AND NOT ordinal_in(?, number)"
    );
    const auto hidden = hidden_annotations(db_, dataset);
    rows.bind(dataset).bind_pointer(&hidden, item_set_pointer);
    std::vector<Ordinal> numbers;
    while (rows.next()) {
      Ordinal item = 0;
      std::string_view status;
      rows.read(numbers.emplace_back(), item, status);
      annotated.push_back(item);
      if (status == "issue") issue.push_back(item);
      if (status == "review") review.push_back(item);
    }
    sets.annotations = ItemSet::of(numbers);
    sets.annotated = ItemSet::of(annotated) & sets.live;
    sets.issue = ItemSet::of(issue) & sets.live;
    sets.for_review = (ItemSet::of(review) & sets.live) - sets.issue;
  }

  static ItemSet read_set(Query& chunks) {
    ItemSet items;
    while (chunks.next()) {
      std::uint32_t chunk = 0;
      std::string_view bytes;
      chunks.read(chunk, bytes);
      items.set_chunk(chunk, bytes);
    }
    return items;
  }

  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Integrity> make_integrity(Context& context) {
  return std::make_unique<SqliteIntegrity>(context);
}

}  // namespace allot::sqlite
