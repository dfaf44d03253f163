#pragma once

#include <filesystem>
#include <memory>

#include "base/random.h"
#include "store/store.h"

namespace allot::conformance {

struct StoreOptions {
  std::filesystem::path file = {};  // empty: private, gone with the store
  std::size_t queue_max = 1'000;
  bool may_rehearse = true;  // false: the test's own bodies count their runs
};

/// The driver under test.
[[nodiscard]] std::unique_ptr<Store> open_store(const StoreOptions& options, IdSource& ids);

}  // namespace allot::conformance
