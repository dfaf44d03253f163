#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/random.h"
#include "store/store.h"

namespace allot::sqlite {

struct Options {
  /// The data folder's database file; empty: a private one in a temporary folder, in memory where
  /// the system has such a folder, that goes with the store (tests).
  std::filesystem::path file = {};
  std::size_t queue_max = 65'536;  // changes that wait or run; beyond it StoreBusy
  std::size_t ledger_bytes_max = std::size_t{512} << 20;  // of ledgers in memory, about
  /// For tests: each change runs twice, the first time to be rolled back (ADR 0035).
  bool rehearses = false;
};

/// Opens (making and migrating it when needed) the embedded store: one writer thread with group
/// commit, WAL and synchronous=FULL; a read-only connection for each reading thread. `ids` is moved
/// past the newest stored id. Throws StoreFailure: cannot open, or a schema newer than this program
/// knows (one sentence). A file must be held by one process only: take the data folder's lock
/// first.
[[nodiscard]] std::unique_ptr<Store> open(const Options& options, IdSource& ids);

/// Which schemas will do.
enum class Schema { newest, any_known };

/// Opens a database to read only, while another process may be writing it, or none is: every read
/// sees what was committed before it began, what a killed writer left in the log included. Changes
/// throw StoreFailure. Throws StoreFailure: cannot open, or a schema that will not do (one
/// sentence). Of an older schema only `integrity` may be asked.
[[nodiscard]] std::unique_ptr<Store> open_to_read(
    const std::filesystem::path& file, Schema schema = Schema::newest
);

/// The number of a database's schema.
[[nodiscard]] int schema_of(const std::filesystem::path& file);

/// Copies a database as it is at this moment, by a read-only connection of its own, whoever writes
/// it, to one file that is there only once it is whole and on disk. Throws StoreFailure.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace allot::sqlite
