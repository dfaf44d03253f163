#include "allot/version.h"

namespace allot::inline v1 {

std::string_view version() {
  return ALLOT_VERSION;
}

}  // namespace allot::inline v1
