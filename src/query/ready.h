#pragma once

// For the .cpp files of this folder.

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/operand.h"
#include "query/tree.h"

namespace allot::query {

/// One test with its operands sorted by how they compare, so that a list of a thousand values costs
/// a binary search.
class ReadyTest {
 public:
  explicit ReadyTest(const Test& test);

  /// Of the value that a path leads to; nullptr: it leads nowhere.
  [[nodiscard]] bool holds(const boost::json::value* value) const;
  /// Of an element of an array that a path leads to.
  [[nodiscard]] bool holds_for_element(const boost::json::value& element) const;

 private:
  void add(const Value& value);
  [[nodiscard]] bool equals(const boost::json::value& value) const;
  [[nodiscard]] bool equals_text(std::string_view text) const;
  [[nodiscard]] bool equals_time(const boost::json::value& value, Number time) const;
  [[nodiscard]] bool is_ordered(const boost::json::value& value) const;
  [[nodiscard]] bool is_in_order(int order) const;

  FieldKind kind_;
  Op op_;
  bool has_null_ = false;
  bool has_true_ = false;
  bool has_false_ = false;
  bool has_empty_array_ = false;
  std::vector<std::string> texts_;     // sorted; folded for e-mail fields
  std::vector<std::string> patterns_;  // the same
  std::vector<std::string> arrays_;    // sorted, canonical
  std::vector<Number> numbers_;        // sorted
  std::vector<Number> times_;          // sorted, epoch ms
};

}  // namespace allot::query
