#include "query/whatever_is_done.h"

namespace allot::query {

namespace {

/// Rewrites an expression; what suits inside a complement is the opposite of what does outside.
class Rewriter {
 public:
  [[nodiscard]] bool has_changed() const { return has_changed_; }

  SetExpression rewritten(const SetExpression& expression, bool names_more) {
    return std::visit(
        [&](const auto& node) { return SetExpression{of(node, names_more)}; }, expression.node
    );
  }

 private:
  using Node = SetExpression::Node;

  Node of(const Intersection& node, bool names_more) {
    return Intersection{all(node.operands, names_more)};
  }

  Node of(const Union& node, bool names_more) { return Union{all(node.operands, names_more)}; }

  Node of(const Complement& node, bool names_more) {
    return Complement{all(node.operand, !names_more)};
  }

  Node of(const SomeRef& /*node*/, bool names_more) { return as_it_suits(names_more); }

  Node of(const WithAnnotation& /*node*/, bool names_more) { return as_it_suits(names_more); }

  Node of(const WholeItem& /*node*/, bool names_more) { return as_it_suits(names_more); }

  Node of(const HasFlag& node, bool names_more) {
    return node.flag == Flag::annotated ? as_it_suits(names_more) : Node{node};
  }

  template <class Other>
  Node of(const Other& node, bool /*names_more*/) {
    return node;
  }

  Node as_it_suits(bool names_more) {
    has_changed_ = true;
    return names_more ? Node{AllItems{}} : Node{NoItems{}};
  }

  std::vector<SetExpression> all(const std::vector<SetExpression>& operands, bool names_more) {
    std::vector<SetExpression> rewritten_ones;
    for (const auto& operand : operands) rewritten_ones.push_back(rewritten(operand, names_more));
    return rewritten_ones;
  }

  bool has_changed_ = false;
};

}  // namespace

std::optional<SetExpression> whatever_is_done(const SetExpression& expression) {
  Rewriter rewriter;
  auto rewritten = rewriter.rewritten(expression, true);
  if (!rewriter.has_changed()) return std::nullopt;
  return rewritten;
}

}  // namespace allot::query
