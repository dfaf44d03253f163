#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace allot::query {

using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// A piece of SQL with one `?` for each parameter, in order. What clients write is only ever in
/// `params`.
struct SqlText {
  std::string text;
  std::vector<SqlValue> params;
  bool operator==(const SqlText&) const = default;
};

}  // namespace allot::query
