#include "query/names.h"

#include <algorithm>

#include "query/operand.h"

namespace allot::query {

namespace {

/// In an order `*` has no meaning of its own, so nothing but the text itself is between the two.
Condition is_exactly(const Test& test, const std::string& name) {
  auto from = test;
  from.op = Op::at_least;
  from.values = {name};
  auto until = from;
  until.op = Op::at_most;
  return Condition::all({Condition::of(std::move(from)), Condition::of(std::move(until))});
}

Condition with_names(Test test, FunctionRef<bool(const std::string&)> is_name) {
  std::vector<Condition> names;
  std::vector<Value> others;
  for (const auto& value : test.values) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && is_pattern(*text) && is_name(*text)) {
      names.push_back(is_exactly(test, *text));
    } else {
      others.push_back(value);
    }
  }
  if (names.empty()) return Condition::of(std::move(test));
  test.values = std::move(others);
  if (!test.values.empty()) names.push_back(Condition::of(std::move(test)));
  return names.size() == 1 ? std::move(names.front()) : Condition::any(std::move(names));
}

/// The one text that a test of equality asks for.
const std::string* only_text(const Condition& condition, const Path& field) {
  const auto& test = condition.test;
  if (condition.kind != Condition::Kind::test || test.path != field || test.is_wildcard ||
      test.op != Op::equals_any || test.values.size() != 1) {
    return nullptr;
  }
  return std::get_if<std::string>(&test.values.front());
}

}  // namespace

Condition with_names(
    Condition condition, const Path& field, FunctionRef<bool(const std::string&)> is_name
) {
  if (condition.kind == Condition::Kind::test) {
    const auto& test = condition.test;
    const bool asks = test.path == field && test.op == Op::equals_any && !test.is_wildcard;
    return asks ? with_names(std::move(condition.test), is_name) : condition;
  }
  // The paths of an element start at the element.
  if (condition.kind == Condition::Kind::element) return condition;
  for (auto& operand : condition.operands) operand = with_names(std::move(operand), field, is_name);
  return condition;
}

std::optional<std::string> path_looked_up(const Condition& filter) {
  if (filter.kind != Condition::Kind::all_of || filter.operands.size() != 2) return std::nullopt;
  const std::string* path = nullptr;
  bool has_type = false;
  for (const auto& operand : filter.operands) {
    if (const auto* found = only_text(operand, {"filename"})) path = found;
    has_type |= only_text(operand, {"type"}) != nullptr;
  }
  const bool is_lookup = has_type && path != nullptr && is_pattern(*path);
  return is_lookup ? std::optional(*path) : std::nullopt;
}

std::optional<std::string> path_of_matches(const Condition& filter) {
  if (const auto* path = only_text(filter, {"filename"})) {
    return is_pattern(*path) ? std::nullopt : std::optional(*path);
  }
  if (filter.kind != Condition::Kind::all_of) return std::nullopt;
  for (const auto& operand : filter.operands) {
    if (auto path = path_of_matches(operand)) return path;
  }
  return std::nullopt;
}

}  // namespace allot::query
