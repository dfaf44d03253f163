#include "query/plan_leaf.h"

#include <algorithm>

#include "query/evaluate.h"
#include "query/operand.h"
#include "query/plan_refs.h"
#include "query/render.h"
#include "query/set_algebra.h"

namespace allot::query {

namespace {

bool starts_with(const Path& path, const Path& prefix) {
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

const Path refs_path{"metadata", "system", "refs"};
const Path status_path{"metadata", "system", "annotationStatus"};
const Path log_path{"metadata", "system", "taskStatusLog"};

/// Fields whose every value is one of two: what the condition says of each decides.
struct TwoValued {
  std::string_view field;
  std::string_view when_set;
  std::string_view otherwise;
  Flag flag;
};

constexpr TwoValued two_valued[] = {
    {"hidden", R"({"hidden":true})", R"({"hidden":false})", Flag::hidden},
    {"annotated", R"({"annotated":true})", R"({"annotated":false})", Flag::annotated},
    {"type", R"({"type":"file"})", R"({"type":"dir"})", Flag::file},
};

const TwoValued* two_valued_field(const Path& path) {
  const auto* found = std::ranges::find(two_valued, path.front(), &TwoValued::field);
  return found == std::end(two_valued) ? nullptr : found;
}

SetExpression plan_flag(const TwoValued& field, const Condition& leaf) {
  const Matcher matcher(leaf);
  const bool set = matcher.matches(field.when_set);
  const bool unset = matcher.matches(field.otherwise);
  if (set && unset) return {AllItems{}};
  if (!set && !unset) return {NoItems{}};
  const SetExpression flagged{HasFlag{field.flag}};
  return set ? flagged : complement(flagged);
}

/// The smallest hex text above `id`.
std::string after(const std::string& id) {
  return id + "0";
}

SetExpression plan_id_equality(const Condition& leaf) {
  std::vector<std::string> ids;
  auto patterns = leaf;
  patterns.test.values.clear();
  for (const auto& value : leaf.test.values) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) continue;
    if (is_pattern(*text)) {
      patterns.test.values.push_back(value);
    } else {
      ids.push_back(*text);
    }
  }
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  std::vector<SetExpression> parts;
  if (!ids.empty()) parts.push_back({Ids{std::move(ids)}});
  if (!patterns.test.values.empty()) parts.push_back(sql_items(patterns));
  return union_of(std::move(parts));
}

SetExpression plan_id(const Condition& leaf) {
  if (leaf.kind == Condition::Kind::element || leaf.test.path.size() > 1) {
    return holds_when_missing(leaf) ? SetExpression{AllItems{}} : SetExpression{NoItems{}};
  }
  if (leaf.test.op == Op::exists) return {AllItems{}};
  if (leaf.test.op == Op::equals_any) return plan_id_equality(leaf);
  const auto* id = std::get_if<std::string>(&leaf.test.values.front());
  if (id == nullptr) return {NoItems{}};
  switch (leaf.test.op) {
    case Op::greater: return {IdRange{.from = after(*id), .before = std::nullopt}};
    case Op::at_least: return {IdRange{.from = *id, .before = std::nullopt}};
    case Op::less: return {IdRange{.from = std::nullopt, .before = *id}};
    case Op::at_most: return {IdRange{.from = std::nullopt, .before = after(*id)}};
    case Op::equals_any:
    case Op::exists: break;
  }
  return {NoItems{}};
}

/// `metadata` and `metadata.system` themselves: objects that are always there.
bool is_object_itself(const Path& path) {
  return path == Path{"metadata"} || path == Path{"metadata", "system"};
}

}  // namespace

bool is_sql_leaf(const Condition& leaf) {
  const auto& path = leaf.test.path;
  return path.front() != "id" && two_valued_field(path) == nullptr && !is_object_itself(path) &&
         !starts_with(path, refs_path) && !starts_with(path, status_path) &&
         !starts_with(path, log_path);
}

SetExpression sql_items(const Condition& condition) {
  auto sql = render(condition, item_columns());
  if (sql.text == "1") return {AllItems{}};
  if (sql.text == "0") return {NoItems{}};
  return {SqlItems{std::move(sql)}};
}

SetExpression plan_leaf(const Condition& leaf) {
  const auto& path = leaf.test.path;
  if (const auto* field = two_valued_field(path)) return plan_flag(*field, leaf);
  if (path.front() == "id") return plan_id(leaf);
  if (is_object_itself(path)) {
    const bool is_there = Matcher(leaf).matches(R"({"metadata":{"system":{}}})");
    return is_there ? SetExpression{AllItems{}} : SetExpression{NoItems{}};
  }
  if (starts_with(path, refs_path)) return plan_refs(leaf);
  if (path == status_path && leaf.kind == Condition::Kind::test) return plan_statuses(leaf.test);
  if (starts_with(path, status_path) || starts_with(path, log_path)) return {WholeItem{leaf}};
  return sql_items(leaf);
}

}  // namespace allot::query
