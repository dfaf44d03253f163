#include "query/filter_parser.h"

#include <algorithm>
#include <boost/json/value.hpp>

#include "base/text.h"
#include "query/body.h"
#include "query/operand.h"

namespace allot::query {

namespace {

void fold(Value& value) {
  if (auto* text = std::get_if<std::string>(&value)) *text = to_lower(*text);
}

/// Where in the document the parser stands.
struct Scope {
  Resource resource = Resource::items;
  Path absolute;            // from the document: decides how values compare
  Path relative;            // from the element that a $match is about, else the same
  bool in_element = false;  // inside a $match

  [[nodiscard]] bool has_field() const { return in_element || !absolute.empty(); }

  [[nodiscard]] Test test(Op op, std::vector<Value> values) const {
    // Ids are found in capitals too, as by their addresses.
    if (is_id(absolute)) std::ranges::for_each(values, fold);
    return {.path = relative, .kind = kind_of(absolute), .op = op, .values = std::move(values)};
  }
};

/// Other names of a field: `collections0` of items, `annotationId` of annotations.
Path without_alias(Path path, Resource resource) {
  auto& first = path.front();
  constexpr std::string_view collections = "collections";
  if (resource == Resource::items && first.size() == collections.size() + 1 &&
      first.starts_with(collections) && first.back() >= '0' && first.back() <= '9') {
    const std::string key = std::string("c") + first.back();
    path.erase(path.begin());
    path.insert(path.begin(), {"metadata", "system", "collections", key});
  } else if (resource == Resource::annotations && first == "annotationId") {
    first = "id";
  }
  return path;
}

Result<Scope> below(const Scope& scope, std::string_view name) {
  auto inner = scope;
  TRY(path_below(scope.absolute, name));
  auto path = path_of(name);
  if (scope.absolute.empty() && !scope.in_element) {
    path = without_alias(std::move(path), scope.resource);
  }
  inner.absolute.insert(inner.absolute.end(), path.begin(), path.end());
  inner.relative.insert(inner.relative.end(), path.begin(), path.end());
  return inner;
}

Condition all_of(std::vector<Condition> operands) {
  if (operands.size() == 1) return std::move(operands.front());
  return Condition::all(std::move(operands));
}

Condition any_of(std::vector<Condition> operands) {
  if (operands.size() == 1) return std::move(operands.front());
  return Condition::any(std::move(operands));
}

/// All keys begin with `$`.
bool is_test(const boost::json::object& object) {
  return std::ranges::all_of(object, [](const auto& member) {
    return member.key().starts_with('$');
  });
}

class Parser {
 public:
  /// What stands behind a field, or in a list of conditions.
  Result<Condition> operand(const boost::json::value& value, const Scope& scope) {
    if (value.is_object()) return object_operand(value.get_object(), scope);
    if (!scope.has_field()) {
      return fail(ErrorCode::invalid, "A condition must be an object, e.g. {\"name\": \"a.jpg\"}.");
    }
    return Condition::of(scope.test(Op::equals_any, {value_of(value)}));
  }

 private:
  Result<Condition> object_operand(const boost::json::object& object, const Scope& scope) {
    // An object that is no test means $match on references: all members on one entry.
    if (is_refs(scope.absolute) && !scope.in_element && !is_test(object)) {
      return element(object, scope);
    }
    return members(object, scope);
  }

  Result<Condition> members(const boost::json::object& object, const Scope& scope) {
    std::vector<Condition> conditions;
    for (const auto& [name, value] : object) {
      const std::string_view key(name.data(), name.size());
      if (key.starts_with('$')) {
        conditions.push_back(TRY(operation(key, value, scope)));
      } else {
        conditions.push_back(TRY(operand(value, TRY(below(scope, key)))));
      }
    }
    return all_of(std::move(conditions));
  }

  Result<Condition> element(const boost::json::object& object, const Scope& scope) {
    auto inner = scope;
    inner.relative.clear();
    inner.in_element = true;
    auto condition = TRY(members(object, inner));
    return Condition::element(scope.relative, std::move(condition));
  }

  Result<Condition> operation(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    if (op == "$and") return all_of(TRY(list(op, value, scope)));
    if (op == "$or") {
      auto conditions = TRY(list(op, value, scope));
      if (conditions.empty()) return Condition::all({});
      return any_of(std::move(conditions));
    }
    if (op == "$not") return Condition::no(TRY(operand(value, scope)));
    return field_operation(op, value, scope);
  }

  Result<Condition> field_operation(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    using Method =
        Result<Condition> (Parser::*)(std::string_view, const boost::json::value&, const Scope&);
    static constexpr std::pair<std::string_view, Method> methods[] = {
        {"$eq", &Parser::equal},
        {"$ne", &Parser::not_equal},
        {"$in", &Parser::one_of},
        {"$nin", &Parser::none_of},
        {"$gt", &Parser::ordered},
        {"$gte", &Parser::ordered},
        {"$lt", &Parser::ordered},
        {"$lte", &Parser::ordered},
        {"$exists", &Parser::exists},
        {"$match", &Parser::match},
        {"$glob", &Parser::glob},
    };
    const auto* method =
        std::ranges::find(methods, op, &std::pair<std::string_view, Method>::first);
    if (method == std::end(methods)) {
      return fail(ErrorCode::invalid, "The operator `" + printable(op) + "` is unknown.");
    }
    if (!scope.has_field()) {
      return fail(ErrorCode::invalid, "The operator `" + std::string(op) + "` needs a field.");
    }
    return (this->*method->second)(op, value, scope);
  }

  Result<std::vector<Condition>> list(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    if (!value.is_array()) {
      return fail(ErrorCode::invalid, "`" + std::string(op) + "` must be a list of conditions.");
    }
    std::vector<Condition> conditions;
    for (const auto& entry : value.get_array()) conditions.push_back(TRY(operand(entry, scope)));
    return conditions;
  }

  Result<Condition> equal(std::string_view, const boost::json::value& value, const Scope& scope) {
    return operand(value, scope);
  }

  Result<Condition> not_equal(
      std::string_view, const boost::json::value& value, const Scope& scope
  ) {
    return Condition::no(TRY(operand(value, scope)));
  }

  Result<Condition> one_of(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    if (!value.is_array()) return wrong(op, scope, "a list");
    std::vector<Value> values;
    std::vector<Condition> objects;
    for (const auto& entry : value.get_array()) {
      if (entry.is_object()) {
        objects.push_back(TRY(operand(entry, scope)));
      } else {
        values.push_back(value_of(entry));
      }
    }
    if (!values.empty() || objects.empty()) {
      objects.push_back(Condition::of(scope.test(Op::equals_any, std::move(values))));
    }
    return any_of(std::move(objects));
  }

  Result<Condition> none_of(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    return Condition::no(TRY(one_of(op, value, scope)));
  }

  Result<Condition> ordered(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    if (!value.is_number() && !value.is_string()) return wrong(op, scope, "a number or a text");
    const auto order = op == "$gt"    ? Op::greater
                       : op == "$gte" ? Op::at_least
                       : op == "$lt"  ? Op::less
                                      : Op::at_most;
    return Condition::of(scope.test(order, {value_of(value)}));
  }

  Result<Condition> exists(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    if (!value.is_bool()) return wrong(op, scope, "true or false");
    auto present = Condition::of(scope.test(Op::exists, {}));
    return value.get_bool() ? present : Condition::no(std::move(present));
  }

  Result<Condition> match(
      std::string_view op, const boost::json::value& value, const Scope& scope
  ) {
    if (value.is_object()) return element(value.get_object(), scope);
    if (!value.is_string()) return wrong(op, scope, "an object or a text");
    return wildcard(value, scope);
  }

  static Condition wildcard(const boost::json::value& value, const Scope& scope) {
    auto test = scope.test(Op::equals_any, {value_of(value)});
    test.is_wildcard = true;
    return Condition::of(std::move(test));
  }

  Result<Condition> glob(std::string_view op, const boost::json::value& value, const Scope& scope) {
    if (!value.is_string()) return wrong(op, scope, "a text");
    return wildcard(value, scope);
  }

  static Unexpected wrong(std::string_view op, const Scope& scope, std::string_view wanted) {
    const auto field = printable(dotted(scope.absolute));
    const auto reason = "must be " + std::string(wanted);
    return invalid_field(
        field, reason, "`" + std::string(op) + "` of `" + field + "` " + reason + "."
    );
  }
};

}  // namespace

Result<Condition> condition_of(const boost::json::value& filter, Resource resource) {
  if (filter.is_null()) return Condition::all({});
  if (!filter.is_object()) return fail(ErrorCode::invalid, "`filter` must be an object.");
  return Parser{}.operand(filter, {.resource = resource});
}

}  // namespace allot::query
