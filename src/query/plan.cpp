#include "query/plan.h"

#include <algorithm>

#include "query/plan_leaf.h"
#include "query/render.h"
#include "query/set_algebra.h"

namespace allot::query {

namespace {

bool is_sql(const Condition& condition) {
  if (condition.kind == Condition::Kind::test || condition.kind == Condition::Kind::element) {
    return is_sql_leaf(condition);
  }
  return std::ranges::all_of(condition.operands, is_sql);
}

/// Splits operands into those that one SQL text answers and the others, each with its own plan.
std::vector<SetExpression> plan_operands(const Condition& condition) {
  std::vector<SetExpression> plans;
  Condition sql{.kind = condition.kind, .operands = {}, .test = {}};
  for (const auto& operand : condition.operands) {
    if (is_sql(operand)) {
      sql.operands.push_back(operand);
    } else {
      plans.push_back(plan_items(operand));
    }
  }
  if (!sql.operands.empty()) plans.push_back(sql_items(sql));
  return plans;
}

/// The filters of a query and of those that it intersects and excepts, as one.
Condition whole_filter(const Query& query) {
  std::vector<Condition> filters{query.filter};
  for (const auto& other : query.intersect) filters.push_back(whole_filter(other));
  for (const auto& other : query.except) filters.push_back(Condition::no(whole_filter(other)));
  return filters.size() == 1 ? query.filter : Condition::all(std::move(filters));
}

}  // namespace

SetExpression plan_items(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::all_of: return intersection(plan_operands(condition));
    case Condition::Kind::any_of: return union_of(plan_operands(condition));
    case Condition::Kind::negation:
      return is_sql(condition) ? sql_items(condition)
                               : complement(plan_items(condition.operands.front()));
    case Condition::Kind::test:
    case Condition::Kind::element: return plan_leaf(condition);
  }
  return {NoItems{}};
}

SetExpression plan_items(const Query& query) {
  std::vector<SetExpression> parts{plan_items(query.filter)};
  if (query.join) parts.push_back(with_annotation(annotation_sql(query.join->filter)));
  for (const auto& other : query.intersect) parts.push_back(plan_items(other));
  for (const auto& other : query.except) parts.push_back(complement(plan_items(other)));
  return intersection(std::move(parts));
}

SqlText annotation_sql(const Condition& condition) {
  return render(condition, annotation_columns());
}

SqlText annotations_sql(const Query& query) {
  return annotation_sql(whole_filter(query));
}

}  // namespace allot::query
