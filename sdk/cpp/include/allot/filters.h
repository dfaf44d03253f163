#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace allot::inline v1 {

/// Which items: conditions that must all hold, and an order. A value: copies are independent.
///
///   Filters().add("dir", "/day").add("metadata.user.number", Filters::Operator::less, 10)
///
/// Fields are those of an item: `id`, `filename` (the whole path), `name`, `dir`, `type`,
/// `annotated`, `hidden`, `createdAt`, `metadata.…`. Unless a condition on `hidden` or `type` is
/// added, hidden items and folders are left out, as everywhere.
/// Source: docs/spec/queries.md.
class Filters {
 public:
  enum class Operator {
    equal,
    not_equal,
    in,
    not_in,
    greater,
    greater_or_equal,
    less,
    less_or_equal,
    exists,
    glob,  // text with *, which stands for anything
  };

  using Value = std::variant<
      std::string,
      bool,
      std::int64_t,
      double,
      std::vector<std::string>,
      std::vector<double>>;

  Filters();
  /// Exactly these items, hidden ones and folders too.
  [[nodiscard]] static Filters items(const std::vector<std::string>& item_ids);
  Filters(const Filters&);
  Filters(Filters&&) noexcept;
  Filters& operator=(const Filters&);
  Filters& operator=(Filters&&) noexcept;
  ~Filters();

  /// The field equals the value.
  template <std::convertible_to<std::string_view> Text>
  Filters& add(std::string_view field, const Text& text) {
    return add(field, Operator::equal, std::string(std::string_view(text)));
  }

  Filters& add(std::string_view field, const Value& value);
  /// Anything else.
  Filters& add(std::string_view field, Operator op, const Value& value);
  /// One of these at least holds; each is a Filters of its own, whose order does not count.
  Filters& add_any(std::initializer_list<Filters> alternatives);
  /// First by this field, then by those named after it. Without: the oldest first.
  Filters& sort_by(std::string_view field, bool descending = false);

  /// A condition as JSON text of the query language, for what has no method here. Throws
  /// std::invalid_argument: no JSON object.
  Filters& add_json(std::string_view condition);

  /// The query as JSON text: `{"filter":{"$and":[…]},"sort":{…},…}`.
  [[nodiscard]] std::string to_json() const;

 private:
  struct Conditions;
  std::unique_ptr<Conditions> conditions_;
};

}  // namespace allot::inline v1
