#pragma once

// A label tree as JSON: an array of
// `{"value": {"tag", "displayLabel", "color": "#rrggbb", "attributes": […], "displayData": {…}},
//   "children": […the same]}`.

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "domain/label_tree.h"

namespace allot::json {

/// Of a text that was stored: all of it, whatever form its nodes have. Throws BrokenInvariant when
/// it is no JSON array.
[[nodiscard]] LabelTree stored_labels(std::string_view roots);

/// Compact. What was read and not changed is written as it stood, but for spaces.
[[nodiscard]] std::string render_labels(const LabelTree& tree);

// For .cpp files of json/ alone: they know the JSON library.

[[nodiscard]] LabelTree labels_of(const boost::json::array& roots);

/// Of a `value`, with all its members, whatever they hold.
[[nodiscard]] Label label_of(const boost::json::object& value);

/// Which member of a `value` that is; `further` when no rule knows it.
[[nodiscard]] LabelPart label_part_of(std::string_view name);

/// Adds a member that no rule knows.
void append_further(Label& label, std::string_view name, const boost::json::value& content);

}  // namespace allot::json
