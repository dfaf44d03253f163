#include "query/plan_refs.h"

#include <algorithm>

#include "json/text.h"
#include "query/evaluate.h"
#include "query/operand.h"
#include "query/render.h"
#include "query/set_algebra.h"

namespace allot::query {

namespace {

constexpr std::size_t refs_depth = 3;  // metadata.system.refs

const Path entry_status{"metadata", "status"};

/// Who set a status, and when, is known item by item only.
bool asks_who_or_when(const Condition& entry) {
  if (entry.kind == Condition::Kind::test || entry.kind == Condition::Kind::element) {
    const auto& path = entry.test.path;
    return path.size() >= 2 && path[0] == "metadata" &&
           (path[1] == "creator" || path[1] == "timestamp");
  }
  return std::ranges::any_of(entry.operands, asks_who_or_when);
}

/// The ids that an entry must have one of; nothing when any may match.
std::optional<std::vector<std::string>> ids_of(const Condition& entry) {
  if (entry.kind == Condition::Kind::all_of) {
    for (const auto& operand : entry.operands) {
      if (auto ids = ids_of(operand)) return ids;
    }
    return std::nullopt;
  }
  if (entry.kind != Condition::Kind::test || entry.test.op != Op::equals_any ||
      entry.test.path != Path{"id"}) {
    return std::nullopt;
  }
  std::vector<std::string> ids;
  for (const auto& value : entry.test.values) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) continue;  // An id is always a text.
    if (is_pattern(*text)) return std::nullopt;
    ids.push_back(*text);
  }
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

/// Items with an entry that satisfies `entry`. `leaf` says the same of the whole item.
SetExpression some_ref(Condition entry, const Condition& leaf) {
  auto ids = ids_of(entry);
  if (ids && ids->empty()) return {NoItems{}};
  if (!asks_who_or_when(entry)) return {SomeRef{.entry = std::move(entry), .ids = std::move(ids)}};
  if (!ids) return {WholeItem{leaf}};
  std::vector<Value> values(ids->begin(), ids->end());
  auto with_id = Condition::of(
      {.path = {"id"}, .kind = FieldKind::plain, .op = Op::equals_any, .values = std::move(values)}
  );
  return intersection(
      {{SomeRef{.entry = std::move(with_id), .ids = std::move(ids)}}, {WholeItem{leaf}}}
  );
}

/// A test on the array itself; its entries are objects, which equal no value.
SetExpression plan_array(const Condition& leaf) {
  const auto& test = leaf.test;
  if (test.op == Op::exists) return complement({NoRefs{}});
  std::vector<SetExpression> parts;
  if (holds_when_missing(leaf)) parts.push_back({NoRefs{}});
  const bool asks_entries = std::ranges::any_of(test.values, [](const Value& value) {
    return std::holds_alternative<ArrayText>(value) && !is_empty_array(value);
  });
  if (asks_entries) parts.push_back({WholeItem{leaf}});
  return union_of(std::move(parts));
}

Condition status_test(Op op, std::vector<Value> values) {
  return Condition::of(
      {.path = entry_status, .kind = FieldKind::plain, .op = op, .values = std::move(values)}
  );
}

/// Items whose tasks or annotations have a status word that satisfies the test.
SetExpression some_word(const Condition& word) {
  auto entry =
      Condition::all({Condition::of({.path = {"type"}, .values = {std::string("task")}}), word});
  auto annotation = word;
  annotation.test.path = {"metadata", "system", "status"};
  return union_of(
      {{SomeRef{.entry = std::move(entry), .ids = std::nullopt}},
       with_annotation(annotation_sql(annotation))}
  );
}

}  // namespace

bool SomeRef::matches(const RefEntry& ref) const {
  std::string json = R"({"id":)" + json::quoted(ref.id) + R"(,"type":)" + json::quoted(ref.type);
  json += ref.status ? R"(,"metadata":{"status":)" + json::quoted(*ref.status) + "}}"
                     : std::string(R"(,"metadata":{}})");
  return Matcher(entry).matches(json);
}

SetExpression plan_refs(const Condition& leaf) {
  const auto& path = leaf.test.path;
  if (leaf.kind == Condition::Kind::element) {
    if (path.size() > refs_depth) return {WholeItem{leaf}};
    return some_ref(leaf.operands.front(), leaf);
  }
  if (path.size() == refs_depth) return plan_array(leaf);
  auto test = leaf.test;
  test.path.erase(test.path.begin(), test.path.begin() + refs_depth);
  auto some = some_ref(Condition::of(std::move(test)), leaf);
  // Without entries the field is missing, which null matches.
  if (!holds_when_missing(leaf)) return some;
  return union_of({{NoRefs{}}, std::move(some)});
}

SetExpression plan_statuses(const Test& test) {
  const auto any_word = [] { return some_word(status_test(Op::exists, {})); };
  if (test.op == Op::exists) return any_word();
  std::vector<SetExpression> parts;
  std::vector<Value> words;
  for (const auto& value : test.values) {
    if (std::holds_alternative<std::string>(value)) words.push_back(value);
    const bool is_array = std::holds_alternative<ArrayText>(value) && !is_empty_array(value);
    if (is_array) parts.push_back({WholeItem{Condition::of(test)}});
  }
  if (holds_when_missing(Condition::of(test))) parts.push_back(complement(any_word()));
  if (!words.empty()) parts.push_back(some_word(status_test(test.op, std::move(words))));
  return union_of(std::move(parts));
}

}  // namespace allot::query
