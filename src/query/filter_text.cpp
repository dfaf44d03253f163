#include "json/text.h"
#include "query/operand.h"
#include "query/query.h"

namespace allot::query {

namespace {

std::string list_text(std::string_view op, const std::vector<Condition>& operands) {
  std::string text = "{\"" + std::string(op) + "\":[";
  for (const auto& operand : operands) {
    if (&operand != &operands.front()) text += ',';
    text += filter_text(operand);
  }
  return text + "]}";
}

/// Inside a $match the path may be empty: the test is on the element itself.
std::string at_field(const Path& path, const std::string& operation) {
  if (path.empty()) return operation;
  return "{" + json::quoted(dotted(path)) + ":" + operation + "}";
}

std::string operation_text(const Test& test) {
  const auto with = [](std::string_view op, const std::string& operand) {
    return "{\"" + std::string(op) + "\":" + operand + "}";
  };
  switch (test.op) {
    case Op::equals_any: {
      if (test.is_wildcard) return with("$glob", json_of(test.values.front()));
      std::string values;
      for (const auto& value : test.values) {
        if (!values.empty()) values += ',';
        values += json_of(value);
      }
      return with("$in", "[" + values + "]");
    }
    case Op::greater: return with("$gt", json_of(test.values.front()));
    case Op::at_least: return with("$gte", json_of(test.values.front()));
    case Op::less: return with("$lt", json_of(test.values.front()));
    case Op::at_most: return with("$lte", json_of(test.values.front()));
    case Op::exists: return with("$exists", "true");
  }
  return {};
}

}  // namespace

std::string filter_text(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::all_of: return list_text("$and", condition.operands);
    case Condition::Kind::any_of:
      // An empty $or would be true.
      return condition.operands.empty() ? std::string(R"({"$not":{"$and":[]}})")
                                        : list_text("$or", condition.operands);
    case Condition::Kind::negation:
      return "{\"$not\":" + filter_text(condition.operands.front()) + "}";
    case Condition::Kind::test:
      return at_field(condition.test.path, operation_text(condition.test));
    case Condition::Kind::element:
      return at_field(
          condition.test.path, "{\"$match\":" + filter_text(condition.operands.front()) + "}"
      );
  }
  return {};
}

}  // namespace allot::query
