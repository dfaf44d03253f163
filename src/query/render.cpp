#include "query/render.h"

#include <algorithm>
#include <set>

#include "query/evaluate.h"
#include "query/query.h"
#include "query/render_column.h"

namespace allot::query {

namespace {

/// Beyond these, one call of dql_test: SQLite's parser has a stack of 100, its trees a depth limit.
constexpr std::size_t native_tests_max = 64;
constexpr std::size_t native_depth_max = 8;

bool is_leaf(const Condition& condition) {
  return condition.kind == Condition::Kind::test || condition.kind == Condition::Kind::element;
}

std::size_t tests_in(const Condition& condition) {
  if (is_leaf(condition)) return 1;
  std::size_t count = 1;
  for (const auto& operand : condition.operands) count += tests_in(operand);
  return count;
}

std::size_t depth_of(const Condition& condition) {
  if (is_leaf(condition)) return 0;
  std::size_t depth = 0;
  for (const auto& operand : condition.operands) depth = std::max(depth, depth_of(operand));
  return depth + 1;
}

bool is_constant(const SqlText& sql) {
  return sql.text == "0" || sql.text == "1";
}

SqlText constant(bool value) {
  return {.text = value ? "1" : "0", .params = {}};
}

SqlText negated(SqlText sql) {
  if (is_constant(sql)) return constant(sql.text == "0");
  sql.text = "NOT (" + sql.text + ")";
  return sql;
}

/// `neutral` is the constant that changes nothing: 1 for AND, 0 for OR.
SqlText joined(const std::vector<SqlText>& parts, std::string_view word, bool neutral) {
  std::vector<const SqlText*> telling;
  for (const auto& part : parts) {
    if (is_constant(part) && (part.text == "1") != neutral) return constant(!neutral);
    if (!is_constant(part)) telling.push_back(&part);
  }
  if (telling.empty()) return constant(neutral);
  if (telling.size() == 1) return *telling.front();
  SqlText whole;
  for (const auto* part : telling) {
    if (!whole.text.empty()) whole.text += word;
    whole.text += "(" + part->text + ")";
    whole.params.insert(whole.params.end(), part->params.begin(), part->params.end());
  }
  return whole;
}

class Renderer {
 public:
  explicit Renderer(Columns columns) : columns_(columns) {}

  SqlText render(const Condition& condition) const {
    switch (condition.kind) {
      case Condition::Kind::all_of: return list(condition, " AND ", true);
      case Condition::Kind::any_of: return list(condition, " OR ", false);
      case Condition::Kind::negation:
        return needs_document(condition) ? in_document(condition)
                                         : negated(render(condition.operands.front()));
      case Condition::Kind::test:
      case Condition::Kind::element: return leaf(condition);
    }
    return constant(false);
  }

  /// The condition as one call: the columns that it asks about make a small document.
  SqlText in_document(const Condition& condition) const {
    std::set<const Column*> columns;
    const auto renamed = with_keys(condition, columns);
    if (columns.empty()) return constant(holds_when_missing(condition));
    std::string call = "dql_test(?";
    for (const auto& column : columns_) {
      if (columns.contains(&column)) call += ", " + arguments_of(column);
    }
    return {.text = call + ") = 1", .params = {filter_text(renamed)}};
  }

 private:
  /// Operands that must look into JSON go together into one call, behind those that need not.
  SqlText list(const Condition& condition, std::string_view word, bool neutral) const {
    std::vector<SqlText> parts;
    Condition documents{.kind = condition.kind, .operands = {}, .test = {}};
    for (const auto& operand : condition.operands) {
      if (needs_document(operand)) {
        documents.operands.push_back(operand);
      } else {
        parts.push_back(render(operand));
      }
    }
    if (documents.operands.size() == 1) {
      parts.push_back(render(documents.operands.front()));
    } else if (!documents.operands.empty()) {
      parts.push_back(in_document(documents));
    }
    return joined(parts, word, neutral);
  }

  SqlText leaf(const Condition& condition) const {
    const auto place = find_place(columns_, condition.test.path);
    if (!place) return constant(holds_when_missing(condition));
    const auto& column = *place->column;
    if (is_json(column)) return in_document(condition);
    // Nothing is below a text or a number, and neither is an array.
    if (!place->rest.empty()) return constant(holds_when_missing(condition));
    if (condition.kind == Condition::Kind::element) return constant(false);
    if (auto sql = column_sql(column, condition.test)) return *std::move(sql);
    return in_document(condition);
  }

  /// Is every test on JSON?
  bool needs_document(const Condition& condition) const {
    if (is_leaf(condition)) {
      const auto place = find_place(columns_, condition.test.path);
      return place && is_json(*place->column);
    }
    return !condition.operands.empty() &&
           std::ranges::all_of(condition.operands, [&](const Condition& operand) {
             return needs_document(operand);
           });
  }

  /// The same condition on the document's keys; fields without a column stay, and are missing
  /// there.
  Condition with_keys(const Condition& condition, std::set<const Column*>& columns) const {
    auto renamed = condition;
    if (is_leaf(condition)) {
      if (const auto place = find_place(columns_, condition.test.path)) {
        columns.insert(place->column);
        renamed.test.path = path_of(place->column->key);
        renamed.test.path.insert(renamed.test.path.end(), place->rest.begin(), place->rest.end());
      } else {
        renamed.test.path = {"unknown"};
      }
      return renamed;
    }
    renamed.operands.clear();
    for (const auto& operand : condition.operands) {
      renamed.operands.push_back(with_keys(operand, columns));
    }
    return renamed;
  }

  Columns columns_;
};

}  // namespace

SqlText render(const Condition& condition, Columns columns) {
  const Renderer renderer(columns);
  const bool is_large =
      tests_in(condition) > native_tests_max || depth_of(condition) > native_depth_max;
  return is_large ? renderer.in_document(condition) : renderer.render(condition);
}

bool holds_when_missing(const Condition& condition) {
  return Matcher(condition).matches("{}");
}

}  // namespace allot::query
