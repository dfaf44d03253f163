#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace allot::query {

/// The parts of a dotted field path: "metadata.user.k" is {"metadata", "user", "k"}.
using Path = std::vector<std::string>;

[[nodiscard]] Path path_of(std::string_view dotted);
[[nodiscard]] std::string dotted(const Path& path);

/// An array as an operand, as canonical JSON: no spaces, members of objects in order of their
/// names, numbers of one value written in one way.
struct ArrayText {
  std::string json;
  auto operator<=>(const ArrayText&) const = default;
};

/// An operand. Objects never are: the parser turns them into conditions on deeper fields.
using Value = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, ArrayText>;

/// The positive operators; the parser writes the negative ones ($ne, $nin, $exists false) as a
/// negation, so that "no element breaks them" holds by itself.
enum class Op { equals_any, greater, at_least, less, at_most, exists };

/// How text compares at a field: times as instants, e-mail addresses without regard to case.
enum class FieldKind { plain, time, email };

/// One operator on one field. `values`: any number for `equals_any` (none: never true; text with
/// `*` is a wildcard), one number or text for the orders, none for `exists`.
struct Test {
  Path path;  // from the document, or inside an element match from the element
  FieldKind kind = FieldKind::plain;
  Op op = Op::equals_any;
  std::vector<Value> values;
  bool is_wildcard = false;  // of `equals_any`, by $glob or $match: the text is never itself a name
  bool operator==(const Test&) const = default;
};

/// A node of a checked filter. A plain value; at most 64 levels deep when it comes from a client.
///
/// `all_of` without operands is true, `any_of` without operands is false, `negation` has exactly
/// one, `test` none and `element` one: some element of the array at `test.path` satisfies it, whose
/// paths start at the element.
struct Condition {
  enum class Kind { all_of, any_of, negation, test, element };

  Kind kind = Kind::all_of;
  std::vector<Condition> operands;
  Test test;  // of `test`; of `element` only its path counts

  bool operator==(const Condition&) const = default;

  [[nodiscard]] static Condition all(std::vector<Condition> operands) {
    return {.kind = Kind::all_of, .operands = std::move(operands), .test = {}};
  }

  [[nodiscard]] static Condition any(std::vector<Condition> operands) {
    return {.kind = Kind::any_of, .operands = std::move(operands), .test = {}};
  }

  [[nodiscard]] static Condition no(Condition operand);

  [[nodiscard]] static Condition of(Test test) {
    return {.kind = Kind::test, .operands = {}, .test = std::move(test)};
  }

  [[nodiscard]] static Condition element(Path path, Condition operand);
};

/// Is any condition, at whatever depth, on `hidden`? A task takes hidden items only then.
[[nodiscard]] bool mentions_hidden(const Condition& condition);

}  // namespace allot::query
