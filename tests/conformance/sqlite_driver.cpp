#include "conformance/driver.h"
#include "store/sqlite/sqlite_store.h"
#include "support/rehearsal.h"

namespace allot::conformance {

std::unique_ptr<Store> open_store(const StoreOptions& options, IdSource& ids) {
  return sqlite::open(
      {.file = options.file,
       .queue_max = options.queue_max,
       .rehearses = options.may_rehearse && test::rehearses()},
      ids
  );
}

}  // namespace allot::conformance
