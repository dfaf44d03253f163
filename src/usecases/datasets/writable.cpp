#include "usecases/datasets/writable.h"

namespace allot {

Result<Done> require_writable(const Dataset& dataset) {
  if (!dataset.readonly) return Done{};
  return locked_by_export();
}

Unexpected locked_by_export() {
  return fail(
      ErrorCode::conflict,
      "The dataset is locked while it is exported; wait until that has ended, or unlock it."
  );
}

}  // namespace allot
