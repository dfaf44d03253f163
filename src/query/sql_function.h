#pragma once

#include <memory>
#include <string_view>

namespace allot::query {

/// The SQL function `dql_test(document, condition)`, to be registered by a driver as deterministic
/// with two text arguments: 1 when the JSON `document` satisfies the filter `condition`, else 0.
///
/// `condition` is a parameter, the same for every row: keep one SqlFunction for it (in SQLite as
/// auxiliary data of argument 1). Thread-safe once made.
class SqlFunction {
 public:
  static constexpr const char* name = "dql_test";

  /// Throws BrokenInvariant when `condition` was not written by plan.h.
  explicit SqlFunction(std::string_view condition);
  SqlFunction(SqlFunction&&) noexcept;
  SqlFunction& operator=(SqlFunction&&) noexcept;
  ~SqlFunction();

  /// Throws BrokenInvariant when `document` is not valid JSON.
  [[nodiscard]] bool operator()(std::string_view document) const;

 private:
  class Content;
  std::unique_ptr<Content> content_;
};

}  // namespace allot::query
