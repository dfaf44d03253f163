#include "query/plan.h"

namespace allot::query {

namespace {

std::string list(std::string_view word, const std::vector<SetExpression>& operands) {
  std::string text = "(" + std::string(word);
  for (const auto& operand : operands) text += " " + describe(operand);
  return text + ")";
}

struct Describe {
  std::string operator()(const AllItems&) const { return "all"; }

  std::string operator()(const NoItems&) const { return "none"; }

  std::string operator()(const Intersection& all) const { return list("and", all.operands); }

  std::string operator()(const Union& any) const { return list("or", any.operands); }

  std::string operator()(const Complement& no) const { return list("not", no.operand); }

  std::string operator()(const SomeRef& ref) const {
    return "(ref " + filter_text(ref.entry) + ")";
  }

  std::string operator()(const NoRefs&) const { return "(no-refs)"; }

  std::string operator()(const HasFlag& has) const {
    switch (has.flag) {
      case Flag::file: return "(flag file)";
      case Flag::hidden: return "(flag hidden)";
      case Flag::annotated: return "(flag annotated)";
    }
    return {};
  }

  std::string operator()(const Ids& ids) const {
    std::string text = "(ids";
    for (const auto& id : ids.ids) text += " " + id;
    return text + ")";
  }

  std::string operator()(const IdRange& range) const {
    return "(id-range " + range.from.value_or("-") + " " + range.before.value_or("-") + ")";
  }

  std::string operator()(const SqlItems& sql) const { return "(sql " + sql.condition.text + ")"; }

  std::string operator()(const WithAnnotation& join) const {
    return "(annotation " + join.condition.text + ")";
  }

  std::string operator()(const WholeItem& item) const {
    return "(item " + filter_text(item.condition) + ")";
  }
};

}  // namespace

std::string describe(const SetExpression& expression) {
  return std::visit(Describe{}, expression.node);
}

}  // namespace allot::query
