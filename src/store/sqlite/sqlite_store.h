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
};

/// Opens (making and migrating it when needed) the embedded store: one writer thread with group
/// commit, WAL and synchronous=FULL; a read-only connection for each reading thread. `ids` is moved
/// past the newest stored id. Throws StoreFailure: cannot open, or a schema newer than this program
/// knows (one sentence). A file must be held by one process only: take the data folder's lock
/// first.
[[nodiscard]] std::unique_ptr<Store> open(const Options& options, IdSource& ids);

}  // namespace allot::sqlite
