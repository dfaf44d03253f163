#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/json_writer.h"
#include "base/metrics.h"
#include "query/sql_text.h"
#include "store/sqlite/values.h"

namespace allot::sqlite {

class Database;

/// Tables of which the writer keeps rows (kept_rows.h).
enum class KeptTable : std::uint8_t { project, member, task, assignment };

/// SQL that lives as long as the program, so that its prepared statement is found by address.
class Sql {
 public:
  consteval Sql(const char* literal) : text_(literal) {}

  /// For SQL that is put together once, in a static variable.
  static Sql lasting(const std::string& text) { return Sql(text.c_str(), 0); }

  [[nodiscard]] const char* text() const { return text_; }

 private:
  constexpr Sql(const char* text, int) : text_(text) {}

  const char* text_;
};

/// One run of a prepared statement; gives it back when it goes. Every method throws StoreFailure
/// when the database refuses.
class Query {
 public:
  /// `home` takes the statement back; nullptr: it is not kept. `writes`: the kept tables that it
  /// writes, a bit for each.
  Query(
      Database& db, sqlite3_stmt* statement, std::vector<sqlite3_stmt*>* home, std::uint32_t writes
  );
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  /// Binds the next parameters. Texts must live until the last `next`.
  template <class... Values>
  Query& bind(const Values&... values) & {
    (check(bind_value(statement_, ++bound_, values)), ...);
    return *this;
  }

  template <class... Values>
  Query&& bind(const Values&... values) && {
    bind(values...);
    return std::move(*this);
  }

  Query& bind_all(const query::SqlText& sql) {
    for (const auto& value : sql.params) bind(value);
    return *this;
  }

  /// A pointer for SQL functions of ours that know it by `type`, which must be a literal.
  Query& bind_pointer(const void* pointer, const char* type);

  /// Binds and runs a statement without rows.
  template <class... Values>
  void run(const Values&... values) {
    bind(values...);
    next();
    reset();
  }

  /// On to the next row; false at the end.
  bool next();
  /// Ready to be bound and run again.
  void reset();

  /// Reads the row's columns from the first on.
  template <class... Values>
  void read(Values&... values) {
    int at = -1;
    (read_value(statement_, ++at, values), ...);
  }

  /// The bytes of one column, the first is 0; they live until the next row.
  [[nodiscard]] std::string_view text_at(int column) const { return view(statement_, column); }

  /// The first column of the first row, if there is one.
  template <class T>
  std::optional<T> maybe() {
    if (!next()) return std::nullopt;
    T value{};
    read(value);
    return value;
  }

  /// The same where there always is one.
  template <class T>
  T one() {
    auto value = maybe<T>();
    CHECK(value.has_value());
    return *std::move(value);
  }

 private:
  void check(int code);
  void count_steps();

  Database& db_;
  sqlite3_stmt* statement_;
  std::vector<sqlite3_stmt*>* home_;
  std::uint32_t writes_;
  int bound_ = 0;
  bool clean_ = true;  // neither bound nor run
};

/// One connection, with its prepared statements. For one thread at a time.
class Database {
 public:
  struct Options {
    bool read_only = false;
    bool durable = true;  // false: power cuts do not matter (tests)
    int cache_kib = 8 * 1024;
  };

  Database(const std::filesystem::path& file, const Options& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One or more statements without parameters and rows.
  void run(const char* sql);

  /// The prepared statement is kept.
  Query query(Sql sql);
  /// Prepared for this one run.
  Query query_once(const std::string& sql);

  /// Has `look` called after so many steps of one statement, again and again; when it answers true
  /// the statement ends with what `Patience` says.
  void watch(int steps, bool (*look)());

  /// Adds the steps of each statement that has run; `counter` must outlive this.
  void count_steps_in(Counter& counter) { counter_ = &counter; }

  /// Rolls the whole transaction back, if one is open. Does not throw.
  void roll_back() noexcept;
  [[nodiscard]] bool in_transaction() const;

  /// Rows that the last insert, update or delete touched.
  [[nodiscard]] std::uint64_t changes() const;

  /// Grows with each that was rolled back, as every read is at its end.
  [[nodiscard]] std::uint64_t transactions() const { return transactions_; }

  /// Grows with every statement of this connection that may have changed rows of the table, in
  /// other columns than the stamps of versions; SQLite itself tells which these are, cascades
  /// included.
  [[nodiscard]] std::uint64_t written(KeptTable table) const {
    return written_[static_cast<std::size_t>(table)];
  }

  /// Inserted, changed and deleted since it was opened.
  [[nodiscard]] std::uint64_t rows_changed() const;

  /// Of SQLite's machine, in the statements that were given back since it was opened.
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  /// Frames in the log after the latest commit.
  [[nodiscard]] int log_frames() const { return log_frames_; }

  /// Nobody gave the right to write, or the disk takes no more.
  [[nodiscard]] bool is_read_only() const;

  /// Moves what it can of the log into the database, without waiting; true when that was all.
  bool checkpoint();
  /// The same, emptying the log; for the last connection.
  void truncate_log();

  /// Copies the database as it is, its log included, to one file without a log, which takes the
  /// place of one that is there once it is whole and on disk.
  void copy_to(const std::filesystem::path& file);

  /// Throws StoreBusy when another process has the database, or too many files are open; else
  /// KnownFailure.
  [[noreturn]] void fail(const char* doing) const;

 private:
  friend class Query;
  sqlite3_stmt* prepare(const char* sql, bool lasting);
  [[nodiscard]] std::uint32_t writes_of(sqlite3_stmt* statement) const;
  void note_written(std::uint32_t tables);
  static int
  note_write(void* self, int action, const char* table, const char* column, const char*, const char*);
  [[nodiscard]] int system_error(int code) const;
  static int look_now(void* self);
  static int note_commit(void* self, sqlite3* handle, const char* schema, int frames);

  std::string file_;  // for messages
  sqlite3* handle_ = nullptr;
  std::unordered_map<const char*, std::vector<sqlite3_stmt*>> kept_;
  std::unordered_map<sqlite3_stmt*, std::uint32_t> writers_;  // of kept tables
  std::array<std::uint64_t, 4> written_{};
  std::uint32_t preparing_writes_ = 0;
  int log_frames_ = 0;
  bool (*look_)() = nullptr;
  Counter* counter_ = nullptr;
  std::uint64_t steps_ = 0;
  std::uint64_t transactions_ = 0;
};

/// `INSERT … ON CONFLICT (key) DO UPDATE` of all `columns` ("id, name, …").
[[nodiscard]] std::string upsert(
    std::string_view table, std::string_view key, std::string_view columns
);
/// "INSERT INTO table (columns) VALUES (?, …)".
[[nodiscard]] std::string insert(std::string_view table, std::string_view columns);

/// "UPDATE table SET column = ?, … WHERE key = ?". Of one row it takes no notes of the pages that
/// it touches, as an upsert does, so a job may have thousands.
[[nodiscard]] std::string update_of(
    std::string_view table, std::string_view columns, std::string_view key
);

template <class Tuple>
void read_columns(Query& query, Tuple&& tuple) {
  std::apply([&](auto&... values) { query.read(values...); }, tuple);
}

/// Runs an insert or upsert of a whole row.
template <class Tuple>
void put_row(Database& db, const std::string& lasting_sql, const Tuple& tuple) {
  auto query = db.query(Sql::lasting(lasting_sql));
  std::apply([&](const auto&... values) { query.run(values...); }, tuple);
}

/// The rows of a query as values: `columns` gives the std::tie of a value.
template <class T, class Columns>
std::vector<T> list_of(Query query, Columns columns) {
  std::vector<T> list;
  while (query.next()) read_columns(query, columns(list.emplace_back()));
  return list;
}

template <class T, class Columns>
std::optional<T> first_of(Query query, Columns columns) {
  if (!query.next()) return std::nullopt;
  std::optional<T> found(std::in_place);
  read_columns(query, columns(*found));
  return found;
}

/// `["a","b"]`, for `IN (SELECT value FROM json_each(?))`.
template <class Tag>
std::string json_list(std::span<const Id<Tag>> ids) {
  std::string json = "[";
  for (const auto& id : ids) {
    if (json.size() > 1) json += ',';
    append_json_string(json, id.text);
  }
  return json + "]";
}

}  // namespace allot::sqlite
