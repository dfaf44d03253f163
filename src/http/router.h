#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/route.h"

namespace allot::http {

/// Finds the row of a route table for a path. Literal segments are compared without regard to
/// letter case; a literal is preferred to a `{parameter}`; `{rest...}` takes one segment or more.
/// Immutable, thread-safe.
class Router {
 public:
  explicit Router(std::span<const Route> routes);

  struct Match {
    const Route* route = nullptr;  // nullptr: no such path, or not with this method
    bool path_known = false;       // with some method
    std::map<std::string, std::string, std::less<>> params;
  };

  /// HEAD is looked up as GET.
  [[nodiscard]] Match find(Method method, std::string_view path) const;

 private:
  struct Row {
    const Route* route;
    std::vector<std::string> segments;  // literals in lower case
  };

  std::vector<Row> rows_;  // literal-first
};

}  // namespace allot::http
