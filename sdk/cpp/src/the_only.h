#pragma once

#include <string>
#include <utility>
#include <vector>

#include "allot/errors.h"

namespace allot::inline v1 {

/// The one thing of that name. Throws NotFound: none, or several.
template <class T>
[[nodiscard]] T the_only(std::vector<T> found, const std::string& noun, const std::string& name) {
  if (found.empty()) {
    throw NotFound(404, "not_found", "There is no " + noun + " named " + name + ".");
  }
  if (found.size() > 1) {
    throw NotFound(
        404,
        "not_found",
        "There are " + std::to_string(found.size()) + " " + noun + "s named " + name +
            "; give the id."
    );
  }
  return std::move(found.front());
}

}  // namespace allot::inline v1
