#pragma once

// For the .cpp files of this folder: what clients send, member by member.

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/tree.h"

namespace allot::query {

/// Levels of what asks: filters, sorts.
inline constexpr std::size_t asked_levels_max = 64;

/// Parses what a client sent. `subject` begins the sentence of an error: "The query". Errors:
/// invalid (broken JSON: names the byte position; deeper than `levels_max`; over 100,000 values).
[[nodiscard]] Result<Done> parse_into(
    boost::json::value& out,
    std::string_view text,
    const std::string& subject,
    std::size_t levels_max = asked_levels_max
);

/// The same; `repeated` gets the name of a member that some object has twice.
[[nodiscard]] Result<Done> parse_into(
    boost::json::value& out,
    std::string_view text,
    const std::string& subject,
    std::size_t levels_max,
    std::optional<std::string>& repeated
);

/// Is it nested more than so many levels deep?
[[nodiscard]] bool is_deeper(const boost::json::value& value, std::size_t levels);

/// The path of a field `name`, which may be dotted itself, below `path`. Errors: invalid (over 128
/// parts or 4,000 bytes: no document is so deep, and no document has such a name).
[[nodiscard]] Result<Path> path_below(const Path& path, std::string_view name);

/// The members of an object, one reader for each kind. Null counts as absent. Errors: invalid (of
/// another kind; names the member). Refers to the object.
class Body {
 public:
  explicit Body(const boost::json::object& object) : object_(object) {}

  [[nodiscard]] const boost::json::value* find(std::string_view name) const;
  [[nodiscard]] Result<const boost::json::object*> object(std::string_view name) const;
  /// A whole number, 0 or more, or text that holds one.
  [[nodiscard]] Result<std::optional<std::uint64_t>> count(std::string_view name) const;
  [[nodiscard]] Result<bool> flag(std::string_view name) const;         // false when absent
  [[nodiscard]] Result<std::string> text(std::string_view name) const;  // "" when absent
  /// A list of texts, or one text.
  [[nodiscard]] Result<std::vector<std::string>> texts(std::string_view name) const;

  [[nodiscard]] static Unexpected wrong(std::string_view name, std::string reason);
  [[nodiscard]] static Unexpected no_count(std::string_view name);

 private:
  const boost::json::object& object_;
};

}  // namespace allot::query
