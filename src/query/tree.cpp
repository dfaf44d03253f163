#include "query/tree.h"

#include <algorithm>

#include "base/text.h"
#include "query/operand.h"
#include "query/query.h"

namespace allot::query {

Path path_of(std::string_view dotted) {
  return split(dotted, '.');
}

std::string dotted(const Path& path) {
  std::string text;
  for (const auto& part : path) {
    if (&part != &path.front()) text += '.';
    text += part;
  }
  return text;
}

Condition Condition::no(Condition operand) {
  if (operand.kind == Kind::negation) {
    auto inner = std::move(operand.operands.front());
    return inner;
  }
  Condition condition{.kind = Kind::negation, .operands = {}, .test = {}};
  condition.operands.push_back(std::move(operand));
  return condition;
}

Condition Condition::element(Path path, Condition operand) {
  Condition condition{.kind = Kind::element, .operands = {}, .test = {.path = std::move(path)}};
  condition.operands.push_back(std::move(operand));
  return condition;
}

bool mentions_hidden(const Condition& condition) {
  if (condition.kind == Condition::Kind::test || condition.kind == Condition::Kind::element) {
    return condition.test.path == Path{"hidden"};
  }
  return std::ranges::any_of(condition.operands, mentions_hidden);
}

namespace {

void collect_ids(const Condition& condition, std::vector<std::string>& ids) {
  switch (condition.kind) {
    case Condition::Kind::all_of:
    case Condition::Kind::any_of:
      for (const auto& operand : condition.operands) collect_ids(operand, ids);
      return;
    case Condition::Kind::negation:
    case Condition::Kind::element: return;
    case Condition::Kind::test: break;
  }
  if (condition.test.op != Op::equals_any || condition.test.path != Path{"id"}) return;
  for (const auto& value : condition.test.values) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && !is_pattern(*text)) ids.push_back(*text);
  }
}

}  // namespace

std::vector<std::string> named_ids(const Condition& condition) {
  std::vector<std::string> ids;
  collect_ids(condition, ids);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

}  // namespace allot::query
