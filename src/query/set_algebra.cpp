#include "query/set_algebra.h"

#include <algorithm>

namespace allot::query {

namespace {

template <class T>
bool is(const SetExpression& expression) {
  return std::holds_alternative<T>(expression.node);
}

/// What is cheap to answer, and likely to leave little, comes first.
int cost_of(const SetExpression& expression) {
  struct Cost {
    int operator()(const AllItems&) const { return 0; }

    int operator()(const NoItems&) const { return 0; }

    int operator()(const Ids&) const { return 1; }

    int operator()(const IdRange&) const { return 1; }

    int operator()(const HasFlag&) const { return 2; }

    int operator()(const SomeRef&) const { return 3; }

    int operator()(const NoRefs&) const { return 3; }

    int operator()(const SqlItems&) const { return 5; }

    int operator()(const WithAnnotation&) const { return 6; }

    int operator()(const WholeItem&) const { return 9; }

    int operator()(const Intersection& all) const { return most(all.operands); }

    int operator()(const Union& any) const { return most(any.operands); }

    int operator()(const Complement& no) const { return most(no.operand); }

    static int most(const std::vector<SetExpression>& operands) {
      int cost = 0;
      for (const auto& operand : operands) cost = std::max(cost, cost_of(operand));
      return cost;
    }
  };

  return std::visit(Cost{}, expression.node);
}

/// Opens nested nodes of the same kind, and gathers what needs the whole item into one operand.
template <class Same>
std::vector<SetExpression> flattened(
    std::vector<SetExpression> operands, Condition::Kind kind_of_whole
) {
  std::vector<SetExpression> flat;
  Condition whole{.kind = kind_of_whole, .operands = {}, .test = {}};
  for (auto& operand : operands) {
    if (auto* same = std::get_if<Same>(&operand.node)) {
      for (auto& inner : same->operands) flat.push_back(std::move(inner));
    } else {
      flat.push_back(std::move(operand));
    }
  }
  std::erase_if(flat, [&](SetExpression& operand) {
    auto* item = std::get_if<WholeItem>(&operand.node);
    if (item != nullptr) whole.operands.push_back(std::move(item->condition));
    return item != nullptr;
  });
  if (whole.operands.size() == 1) {
    flat.push_back({WholeItem{std::move(whole.operands.front())}});
  } else if (!whole.operands.empty()) {
    flat.push_back({WholeItem{std::move(whole)}});
  }
  std::ranges::stable_sort(flat, {}, cost_of);
  return flat;
}

}  // namespace

SetExpression intersection(std::vector<SetExpression> operands) {
  auto flat = flattened<Intersection>(std::move(operands), Condition::Kind::all_of);
  if (std::ranges::any_of(flat, is<NoItems>)) return {NoItems{}};
  std::erase_if(flat, is<AllItems>);
  if (flat.empty()) return {AllItems{}};
  if (flat.size() == 1) return std::move(flat.front());
  return {Intersection{std::move(flat)}};
}

SetExpression union_of(std::vector<SetExpression> operands) {
  auto flat = flattened<Union>(std::move(operands), Condition::Kind::any_of);
  if (std::ranges::any_of(flat, is<AllItems>)) return {AllItems{}};
  std::erase_if(flat, is<NoItems>);
  if (flat.empty()) return {NoItems{}};
  if (flat.size() == 1) return std::move(flat.front());
  return {Union{std::move(flat)}};
}

SetExpression complement(SetExpression operand) {
  if (is<AllItems>(operand)) return {NoItems{}};
  if (is<NoItems>(operand)) return {AllItems{}};
  if (auto* inner = std::get_if<Complement>(&operand.node)) {
    auto twice = std::move(inner->operand.front());
    return twice;
  }
  if (auto* item = std::get_if<WholeItem>(&operand.node)) {
    return {WholeItem{Condition::no(std::move(item->condition))}};
  }
  std::vector<SetExpression> one;
  one.push_back(std::move(operand));
  return {Complement{std::move(one)}};
}

SetExpression with_annotation(SqlText condition) {
  if (condition.text == "0") return {NoItems{}};
  if (condition.text == "1") return {HasFlag{Flag::annotated}};
  return {WithAnnotation{std::move(condition)}};
}

}  // namespace allot::query
