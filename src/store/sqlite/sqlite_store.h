#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "store/store.h"

namespace allot::sqlite {

struct Options {
  /// The data folder's database file; empty: a private database in memory (tests), shared by this store's connections.
  std::filesystem::path file;
  std::size_t queue_max = 65'536;  // waiting writes; beyond it StoreBusy
};

/// Opens (making and migrating it when needed) the embedded store: one writer thread with group commit, WAL and
/// synchronous=FULL; a read-only connection for each reading thread. `ids` is moved past the newest stored id.
/// Throws StoreFailure: cannot open, or a schema newer than this program knows (one sentence).
/// A file must be held by one process only: take the data folder's lock first.
[[nodiscard]] std::unique_ptr<Store> open(const Options& options, IdSource& ids);

}  // namespace allot::sqlite
