#include "store/sqlite/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/patience.h"
#include "store/durable.h"
#include "store/fault.h"
#include "store/sqlite/functions.h"

namespace allot::sqlite {

namespace {

constexpr int busy_milliseconds = 5'000;

/// Before the first connection of the process: without counting its memory SQLite takes no lock for
/// each allocation. Where somebody else was first, it stays as it is.
void set_up_library() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)done;
}

/// What is in the database is for its owner alone; SQLite would go by the umask, and gives the
/// files beside it the mode of this one. A database in memory has no file.
void make_private(const std::filesystem::path& file) {
  if (file.native().starts_with(':')) return;
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) {
    ::close(made);
  } else {
    // Without opening: closing it again would let go of this process's locks on it.
    (void)::chmod(file.c_str(), 0600);  // where it fails SQLite says why
  }
}

StoreFault fault_of(int code, int system_error) {
  switch (code & 0xff) {
    case SQLITE_FULL: return StoreFault::disk_full;
    case SQLITE_READONLY: return StoreFault::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return StoreFault::damaged;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      // A file that ends where a page should be.
      if (code == SQLITE_IOERR_SHORT_READ) return StoreFault::damaged;
      return store_fault_of(system_error);
    default: return StoreFault::other;
  }
}

bool is_out_of_files(int code, int system_error) {
  return (code & 0xff) == SQLITE_CANTOPEN && (system_error == EMFILE || system_error == ENFILE);
}

std::string_view word_of(StoreFault fault) {
  switch (fault) {
    case StoreFault::disk_full: return ": the disk is full";
    case StoreFault::read_only: return ": it is read-only";
    case StoreFault::damaged: return ": it is damaged";
    case StoreFault::file_lost:
    case StoreFault::other: break;
  }
  return "";
}

/// The bit of a kept table; 0 for any other.
std::uint32_t bit_of(std::string_view table) {
  // Rows of assignments that have none of their own yet.
  if (table == "arrival") table = "assignment";
  constexpr std::array<std::string_view, 4> kept{"project", "member", "task", "assignment"};
  const auto found = std::ranges::find(kept, table);
  return found == kept.end() ? 0 : std::uint32_t{1} << (found - kept.begin());
}

/// Raised by every change of a ledger, and no part of a row as it is read.
bool is_stamp(std::string_view column) {
  constexpr std::array<std::string_view, 4> stamps{
      "version", "shape", "sets_version", "work_version"
  };
  return std::ranges::find(stamps, column) != stamps.end();
}

/// In one step, so that it is of one moment.
int copy_all(sqlite3* to, sqlite3* from) {
  auto* const backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) return sqlite3_errcode(to);
  // Finishing does not tell of a database that was locked.
  const int code = sqlite3_backup_step(backup, -1);
  const int end = sqlite3_backup_finish(backup);
  return code == SQLITE_DONE ? end : code;
}

}  // namespace

Query::Query(
    Database& db, sqlite3_stmt* statement, std::vector<sqlite3_stmt*>* home, std::uint32_t writes
)
    : db_(db), statement_(statement), home_(home), writes_(writes) {}

Query::Query(Query&& other) noexcept
    : db_(other.db_),
      statement_(std::exchange(other.statement_, nullptr)),
      home_(other.home_),
      writes_(other.writes_),
      bound_(other.bound_),
      clean_(other.clean_) {}

Query::~Query() {
  if (!statement_) return;
  if (!home_) {
    count_steps();
    sqlite3_finalize(statement_);
    return;
  }
  reset();
  home_->push_back(statement_);
}

Query& Query::bind_pointer(const void* pointer, const char* type) {
  check(sqlite3_bind_pointer(statement_, ++bound_, const_cast<void*>(pointer), type, nullptr));
  return *this;
}

bool Query::next() {
  clean_ = false;
  const int code = sqlite3_step(statement_);
  if (writes_ != 0) db_.note_written(writes_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) db_.fail(sqlite3_sql(statement_));
  return false;
}

void Query::reset() {
  if (clean_ && bound_ == 0) return;
  sqlite3_reset(statement_);
  count_steps();
  // Bound texts are borrowed: none may stay behind.
  if (bound_ > 0) sqlite3_clear_bindings(statement_);
  bound_ = 0;
  clean_ = true;
}

void Query::count_steps() {
  constexpr int from_zero_again = 1;
  const auto taken = sqlite3_stmt_status(statement_, SQLITE_STMTSTATUS_VM_STEP, from_zero_again);
  const auto steps = static_cast<std::uint64_t>(taken);
  db_.steps_ += steps;
  if (db_.counter_ != nullptr) db_.counter_->add(steps);
}

void Query::check(int code) {
  if (code != SQLITE_OK) db_.fail(sqlite3_sql(statement_));
}

Database::Database(const std::filesystem::path& file, const Options& options)
    : file_(file.string()) {
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  set_up_library();
  if (!options.read_only) make_private(file);
  try {
    if (sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) != SQLITE_OK) fail("open");
    sqlite3_busy_timeout(handle_, busy_milliseconds);
    sqlite3_set_authorizer(handle_, &Database::note_write, this);
    run("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON");
    run(fmt::format("PRAGMA cache_size = -{}", options.cache_kib).c_str());
    if (!options.read_only) {
      // The library opens what cannot be written for reading, and would say so at the first change.
      if (is_read_only()) {
        throw KnownFailure(
            StoreFault::read_only, fmt::format("The database {} is read-only.", file_)
        );
      }
      const auto mode = query("PRAGMA journal_mode = WAL").one<std::string>();
      if (mode != "wal") throw StoreFailure("The database cannot keep a write-ahead log.");
      run(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
      run("PRAGMA wal_autocheckpoint = 0");
      sqlite3_wal_hook(handle_, &Database::note_commit, this);
    }
    register_functions(*this, handle_);
  } catch (...) {
    for (auto& [sql, statements] : kept_) {
      for (auto* statement : statements) sqlite3_finalize(statement);
    }
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() {
  for (auto& [sql, statements] : kept_) {
    for (auto* statement : statements) sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

void Database::run(const char* sql) {
  for (auto& written : written_) ++written;
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

Query Database::query(Sql sql) {
  auto& free = kept_[sql.text()];
  if (free.empty()) {
    auto* made = prepare(sql.text(), true);
    if (preparing_writes_ != 0) writers_.emplace(made, preparing_writes_);
    return {*this, made, &free, preparing_writes_};
  }
  auto* statement = free.back();
  free.pop_back();
  return {*this, statement, &free, writes_of(statement)};
}

Query Database::query_once(const std::string& sql) {
  auto* statement = prepare(sql.c_str(), false);
  return {*this, statement, nullptr, preparing_writes_};
}

sqlite3_stmt* Database::prepare(const char* sql, bool lasting) {
  sqlite3_stmt* statement = nullptr;
  const unsigned flags = lasting ? SQLITE_PREPARE_PERSISTENT : 0;
  preparing_writes_ = 0;
  if (sqlite3_prepare_v3(handle_, sql, -1, flags, &statement, nullptr) != SQLITE_OK) fail(sql);
  return statement;
}

std::uint32_t Database::writes_of(sqlite3_stmt* statement) const {
  if (sqlite3_stmt_readonly(statement) != 0) return 0;
  const auto found = writers_.find(statement);
  return found == writers_.end() ? 0 : found->second;
}

void Database::note_written(std::uint32_t tables) {
  for (std::size_t i = 0; i < written_.size(); ++i) {
    if ((tables >> i & 1) != 0) ++written_[i];
  }
}

/// SQLite asks for each part of a statement that it prepares, what a cascade deletes included.
int Database::
    note_write(void* self, int action, const char* table, const char* column, const char*, const char*) {
  const bool writes = action == SQLITE_INSERT || action == SQLITE_DELETE ||
                      (action == SQLITE_UPDATE && (column == nullptr || !is_stamp(column)));
  if (writes && table != nullptr) static_cast<Database*>(self)->preparing_writes_ |= bit_of(table);
  return SQLITE_OK;
}

void Database::watch(int steps, bool (*look)()) {
  look_ = look;
  sqlite3_progress_handler(handle_, steps, &Database::look_now, this);
}

int Database::look_now(void* self) {
  const auto& db = *static_cast<const Database*>(self);
  return db.look_() ? 1 : 0;
}

void Database::roll_back() noexcept {
  ++transactions_;
  if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

std::uint64_t Database::changes() const {
  return static_cast<std::uint64_t>(sqlite3_changes64(handle_));
}

std::uint64_t Database::rows_changed() const {
  return static_cast<std::uint64_t>(sqlite3_total_changes64(handle_));
}

bool Database::is_read_only() const {
  return sqlite3_db_readonly(handle_, "main") == 1;
}

bool Database::checkpoint() {
  int in_log = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail("checkpoint");
  return code == SQLITE_OK && moved == in_log;
}

void Database::truncate_log() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail("checkpoint");
}

void Database::copy_to(const std::filesystem::path& file) {
  // Under its own name only when it is whole; what an earlier one left is begun anew.
  const std::filesystem::path draft = file.string() + ".partial";
  std::filesystem::remove(draft);
  make_private(draft);
  sqlite3* copy = nullptr;
  int code = sqlite3_open(draft.c_str(), &copy);
  if (code == SQLITE_OK) code = copy_all(copy, handle_);
  if (code == SQLITE_OK)
    code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  sqlite3_close(copy);
  if (code != SQLITE_OK) {
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    throw StoreFailure(
        fmt::format("The database cannot be copied to {}: {}.", file.string(), sqlite3_errstr(code))
    );
  }
  sync_file(draft);
  move_durably(draft, file);
}

/// What the system said to the call that failed. A commit does not pass it on; the log's file
/// remembers.
int Database::system_error(int code) const {
  int error = 0;
  sqlite3_file* log = nullptr;
  if ((code & 0xff) == SQLITE_IOERR &&
      sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK &&
      log != nullptr && log->pMethods != nullptr) {
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
  }
  return error != 0 ? error : sqlite3_system_errno(handle_);
}

void Database::fail(const char* doing) const {
  const int code = sqlite3_extended_errcode(handle_);
  const int system_error = this->system_error(code);
  if ((code & 0xff) == SQLITE_INTERRUPT) Patience::require();
  // Whoever writes holds the lock from the beginning, so this comes before anything was changed.
  if ((code & 0xff) == SQLITE_BUSY) throw StoreBusy("The database is locked by another process.");
  if (is_out_of_files(code, system_error)) throw StoreBusy("Too many files are open.");
  const auto fault = fault_of(code, system_error);
  throw KnownFailure(
      fault,
      fmt::format(
          "The database {} failed{}: {} ({}, {}), while doing `{}`.",
          file_,
          word_of(fault),
          sqlite3_errmsg(handle_),
          code,
          system_error,
          doing
      )
  );
}

int Database::note_commit(void* self, sqlite3*, const char*, int frames) {
  static_cast<Database*>(self)->log_frames_ = frames;
  return SQLITE_OK;
}

std::string insert(std::string_view table, std::string_view columns) {
  std::string marks = "?";
  for (const auto c : columns) marks += c == ',' ? ", ?" : "";
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, marks);
}

std::string update_of(std::string_view table, std::string_view columns, std::string_view key) {
  std::string changes;
  for (std::size_t from = 0; from < columns.size();) {
    const auto comma = std::min(columns.find(", ", from), columns.size());
    changes += fmt::format("{}{} = ?", from == 0 ? "" : ", ", columns.substr(from, comma - from));
    from = comma + 2;
  }
  return fmt::format("UPDATE {} SET {} WHERE {} = ?", table, changes, key);
}

std::string upsert(std::string_view table, std::string_view key, std::string_view columns) {
  std::string changes;
  for (std::size_t from = 0; from < columns.size();) {
    const auto comma = std::min(columns.find(", ", from), columns.size());
    const auto column = columns.substr(from, comma - from);
    changes += fmt::format("{}{} = excluded.{}", changes.empty() ? "" : ", ", column, column);
    from = comma + 2;
  }
  return fmt::format("{} ON CONFLICT ({}) DO UPDATE SET {}", insert(table, columns), key, changes);
}

}  // namespace allot::sqlite
