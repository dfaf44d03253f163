#pragma once

#include <string>
#include <utility>
#include <vector>

#include "allot/errors.h"

namespace allot::inline v1 {

/// The one thing of that name. Throws NotFound (none), Ambiguous (several).
template <class T>
[[nodiscard]] T the_only(std::vector<T> found, const std::string& noun, const std::string& name) {
  if (found.empty()) {
    throw NotFound(404, "not_found", "There is no " + noun + " named " + name + ".");
  }
  if (found.size() > 1) {
    std::vector<std::string> ids;
    for (const auto& each : found) ids.push_back(each.id);
    throw Ambiguous(
        "There are " + std::to_string(found.size()) + " " + noun + "s named " + name +
            "; give the id.",
        std::move(ids)
    );
  }
  return std::move(found.front());
}

}  // namespace allot::inline v1
