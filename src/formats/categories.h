#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace allot::formats {

/// Labels by number: those that are known first, then others in the order in which they come.
class Categories {
 public:
  explicit Categories(const std::vector<std::string>& known);

  /// From 0.
  std::size_t number_of(const std::string& label);

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

/// The label above it, `vehicle` of `vehicle.car`; "" when there is none.
[[nodiscard]] std::string_view parent_of(std::string_view label);

}  // namespace allot::formats
