#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace allot::json {

/// Levels of a JSON text that is stored. Fewer than readers take, so that what is stored can be
/// read again with some levels around it; more than a client can send, or than is made of what a
/// client sent.
inline constexpr std::size_t stored_depth_max = 900;

/// What JSON a stored text is.
enum class Shape {
  object,
  array,
  any,
  optional  // anything, or "" where there is nothing
};

/// Is it valid JSON in UTF-8, of this shape and at most `stored_depth_max` levels deep? Takes time
/// linear in the text and no memory beside it.
[[nodiscard]] bool is_storable(std::string_view text, Shape shape);

/// A stored text, however it came to be: as it is when it is storable, else as far as it can be
/// read. Bytes that are no UTF-8 become U+FFFD, what is deeper than `stored_depth_max` is left out
/// (its object or array is empty), and behind the first place that is no JSON everything is closed.
/// Of another shape, or with nothing to be read: `{}`, `[]`, `null` or "". Any depth is safe.
[[nodiscard]] std::string readable(std::string_view text, Shape shape);

}  // namespace allot::json
