#pragma once

// For .cpp files of query/, http/ and sdk/ alone: they know the JSON library.

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/function_ref.h"
#include "base/result.h"

namespace allot::json {

/// Levels of JSON that a client may send.
inline constexpr std::size_t client_depth_max = 128;
/// Levels that are read of what the server wrote itself: what is stored (json/stored.h), with
/// some more around it. SQLite reads twice as many.
inline constexpr std::size_t reader_depth_max = 1'000;

struct Fault {
  std::size_t position = 0;   // bytes from the start
  std::string reason;         // e.g. "syntax error"
  bool is_too_large = false;  // well-formed so far, but more than was allowed
  bool is_too_deep = false;
};

/// "`subject` is nested more than 128 levels deep."
[[nodiscard]] Unexpected too_deep(const std::string& subject, std::size_t levels_max);

/// Parses strict JSON, at most `depth_max` levels deep, whole text, into the memory of `out`.
/// Unlike the library's own parser every number reads as the nearest double (Boost.JSON 1.81 may be
/// off in the last place, and a due date must come back exactly as sent); one too large for a
/// double is a fault. Gives the fault, or nothing with `out` set.
[[nodiscard]] std::optional<Fault> parse(
    std::string_view text, boost::json::value& out, std::size_t depth_max = client_depth_max
);

/// The same into a tree that prints its numbers as they were written (json/tree.h).
[[nodiscard]] std::optional<Fault> parse_as_written(
    std::string_view text, boost::json::value& out, std::size_t depth_max = client_depth_max
);

/// The fault of a text, if it has one, without making a tree of it.
[[nodiscard]] std::optional<Fault> fault_of(std::string_view text, std::size_t depth_max);

/// As the first; `repeated` gets the name of a member that some object of the text has twice, of
/// which only the last counts.
[[nodiscard]] std::optional<Fault> parse(
    std::string_view text,
    boost::json::value& out,
    std::optional<std::string>& repeated,
    std::size_t depth_max = client_depth_max
);

/// As written too, of a text that is an array, one element at a time: each is given to `use` and
/// not kept. `use` answers whether to go on; when not, the place where it stopped is the fault. So
/// is an element of more than some `element_bytes_max` bytes: a tree takes several times its text.
[[nodiscard]] std::optional<Fault> parse_elements(
    std::string_view text,
    FunctionRef<bool(boost::json::value)> use,
    std::size_t element_bytes_max = std::size_t(-1),
    std::size_t depth_max = client_depth_max
);

}  // namespace allot::json
