#include "conformance/driver.h"
#include "store/sqlite/sqlite_store.h"

namespace allot::conformance {

std::unique_ptr<Store> open_store(const StoreOptions& options, IdSource& ids) {
  return sqlite::open({.file = options.file, .queue_max = options.queue_max}, ids);
}

}  // namespace allot::conformance
