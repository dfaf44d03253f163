#include "usecases/clones/refusals.h"

#include <fmt/format.h>

#include "base/text.h"

namespace allot {

Unexpected goes_through_file(const std::string& path) {
  return fail(
      ErrorCode::invalid,
      fmt::format("`{}` is a file there: nothing can be below it.", printable(path))
  );
}

Unexpected moved_meanwhile(const std::string& path) {
  return fail(
      ErrorCode::conflict,
      fmt::format(
          "Two items came to `{}`, since some were moved while they were cloned; ask again.",
          printable(path)
      )
  );
}

Unexpected taken_meanwhile(const std::string& path) {
  return fail(
      ErrorCode::conflict,
      fmt::format(
          "`{}` was taken by somebody else in the meantime; nothing was cloned.", printable(path)
      )
  );
}

Unexpected gone_meanwhile() {
  return fail(
      ErrorCode::conflict,
      "An item was deleted while its annotations were put to those of its clones; ask again."
  );
}

Unexpected changed_meanwhile() {
  return fail(
      ErrorCode::conflict,
      "Folders that the clones were to come into were changed in the meantime; ask again."
  );
}

}  // namespace allot
