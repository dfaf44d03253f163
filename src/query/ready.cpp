#include "query/ready.h"

#include <algorithm>
#include <boost/json/value.hpp>

#include "base/text.h"
#include "base/unicode.h"

namespace allot::query {

namespace {

std::string_view text_of(const boost::json::value& value) {
  return {value.get_string().data(), value.get_string().size()};
}

/// What a stored value is as an instant: ISO text, or epoch ms.
std::optional<Number> stored_time(const boost::json::value& value) {
  if (value.is_string()) return time_in(text_of(value));
  if (value.is_number()) return as_number(value_of(value));
  return std::nullopt;
}

template <class T>
int order_of(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

ReadyTest::ReadyTest(const Test& test) : kind_(test.kind), op_(test.op) {
  for (const auto& value : test.values) add(value);
  std::ranges::sort(texts_);
  std::ranges::sort(arrays_);
  std::ranges::sort(numbers_);
  std::ranges::sort(times_);
}

void ReadyTest::add(const Value& value) {
  if (const auto number = as_number(value)) numbers_.push_back(*number);
  if (const auto time = as_time(value)) times_.push_back(*time);
  if (const auto* text = std::get_if<std::string>(&value)) {
    auto wanted = kind_ == FieldKind::email ? folded(*text) : *text;
    // In an order `*` has no meaning of its own.
    auto& list = op_ == Op::equals_any && is_pattern(wanted) ? patterns_ : texts_;
    list.push_back(std::move(wanted));
  } else if (const auto* array = std::get_if<ArrayText>(&value)) {
    if (is_empty_array(value)) has_empty_array_ = true;
    arrays_.push_back(array->json);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    (*flag ? has_true_ : has_false_) = true;
  } else if (std::holds_alternative<std::nullptr_t>(value)) {
    has_null_ = true;
  }
}

bool ReadyTest::holds(const boost::json::value* value) const {
  const bool missing = value == nullptr || value->is_null();
  switch (op_) {
    case Op::exists: return !missing;
    case Op::equals_any: return missing ? has_null_ || has_empty_array_ : equals(*value);
    case Op::greater:
    case Op::at_least:
    case Op::less:
    case Op::at_most: return !missing && is_ordered(*value);
  }
  return false;
}

bool ReadyTest::holds_for_element(const boost::json::value& element) const {
  // A null in an array is no empty array.
  if (element.is_null()) return op_ == Op::equals_any && has_null_;
  return holds(&element);
}

bool ReadyTest::equals(const boost::json::value& value) const {
  if (value.is_bool()) return value.get_bool() ? has_true_ : has_false_;
  if (value.is_array())
    return !arrays_.empty() && std::ranges::binary_search(arrays_, canonical(value));
  if (kind_ == FieldKind::time) {
    if (const auto time = stored_time(value)) return equals_time(value, *time);
  }
  if (value.is_string()) return equals_text(text_of(value));
  if (value.is_number()) {
    return std::ranges::binary_search(numbers_, *as_number(value_of(value)));
  }
  return false;  // Objects are compared by their members, each a condition of its own.
}

bool ReadyTest::equals_text(std::string_view text) const {
  if (kind_ == FieldKind::email) {
    const auto address = folded(text);
    return std::ranges::binary_search(texts_, address) ||
           std::ranges::any_of(patterns_, [&](const std::string& pattern) {
             return matches_wildcard(pattern, address);
           });
  }
  return std::ranges::binary_search(texts_, text, std::less<>{}) ||
         std::ranges::any_of(patterns_, [&](const std::string& pattern) {
           return matches_wildcard(pattern, text);
         });
}

bool ReadyTest::equals_time(const boost::json::value& value, Number time) const {
  if (std::ranges::binary_search(times_, time)) return true;
  return value.is_string() && std::ranges::any_of(patterns_, [&](const std::string& pattern) {
           return matches_wildcard(pattern, text_of(value));
         });
}

bool ReadyTest::is_in_order(int order) const {
  switch (op_) {
    case Op::greater: return order > 0;
    case Op::at_least: return order >= 0;
    case Op::less: return order < 0;
    case Op::at_most: return order <= 0;
    case Op::equals_any:
    case Op::exists: return false;
  }
  return false;
}

bool ReadyTest::is_ordered(const boost::json::value& value) const {
  if (kind_ == FieldKind::time) {
    if (const auto time = stored_time(value)) {
      return !times_.empty() && is_in_order(order_of(*time, times_.front()));
    }
  }
  if (value.is_number()) {
    return !numbers_.empty() &&
           is_in_order(order_of(*as_number(value_of(value)), numbers_.front()));
  }
  if (!value.is_string() || texts_.empty()) return false;
  if (kind_ != FieldKind::email) {
    return is_in_order(order_of<std::string_view>(text_of(value), texts_.front()));
  }
  return is_in_order(order_of(folded(text_of(value)), texts_.front()));
}

}  // namespace allot::query
