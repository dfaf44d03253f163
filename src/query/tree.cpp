#include "query/tree.h"

#include <algorithm>

#include "base/text.h"

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

}  // namespace allot::query
