#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace allot::query {

/// The SQL function `dql_test(condition, key, column, key, column, …)`, to be registered by a
/// driver as deterministic: 1 when the JSON document made of the columns satisfies the filter
/// `condition`, else 0. A key says what its column holds and which member of the document it is.
///
/// `condition` is a parameter, the same for every row: keep one SqlFunction for it (in SQLite as
/// auxiliary data of argument 0). Thread-safe once made.
class SqlFunction {
 public:
  static constexpr const char* name = "dql_test";

  /// A column of the row at hand.
  struct Cell {
    std::string_view key;     // a text literal of the statement
    std::string_view text;    // its bytes; of numbers the digits; "" for NULL
    std::int64_t number = 0;  // what the driver reads there as a number
  };

  /// Throws BrokenInvariant when `condition` was not written by plan.h.
  explicit SqlFunction(std::string_view condition);
  SqlFunction(SqlFunction&&) noexcept;
  SqlFunction& operator=(SqlFunction&&) noexcept;
  ~SqlFunction();

  /// Whatever the columns hold, they are read as far as that goes (json/stored.h).
  [[nodiscard]] bool operator()(std::span<const Cell> row) const;

 private:
  class Content;
  std::unique_ptr<Content> content_;
};

}  // namespace allot::query
