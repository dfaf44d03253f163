#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot::query {

// Surgery on an ontology's JSON: texts in, texts out, compact. A label tree is an array of
// `{"value": {"tag", "displayLabel", "color": "#rrggbb", "attributes": […], "displayData": {…}},
//   "children": […the same]}`.
// What is said to be stored must be valid JSON, an array or object, else BrokenInvariant is thrown;
// nodes in it that are of another form are left as they are.

/// Levels of labels in a tree: what a client gets of it, it can send back (two levels of JSON
/// each).
inline constexpr std::size_t label_levels_max = 50;
inline constexpr std::size_t attributes_max = 1'000;

/// Brings a label tree into form: members left out get their defaults (a colour that depends on the
/// tag alone), flat nodes without `value` are understood, further members of `value` are kept.
/// Errors: invalid (no array of nodes, a missing tag, a member of another kind, an unreadable
/// colour, over `label_levels_max` levels). Labels, names and levels that the tree `before` has are
/// not looked at: clients send all back to change one.
[[nodiscard]] Result<std::string> label_tree(
    std::string_view roots, std::string_view before = "[]"
);

enum class LabelMode {
  add,     // a tag that is there is refused
  update,  // a tag that is not there is refused
  upsert,
};

/// The stored tree with labels added or changed, in the order given. `labels` is an array of
/// `{tag, color?, attributes?, displayLabel?, displayData?}`; a tag with dots is a path; parents
/// are made as needed; members that are absent or null stay; children stay. Errors: invalid (of
/// another form; a tag of over `label_levels_max` parts; the tag is there, with `add`), not_found
/// (the tag is not there, with `update`).
[[nodiscard]] Result<std::string> with_labels(
    std::string_view roots, std::string_view labels, LabelMode mode
);

/// The stored metadata with attributes added to its member `attributes`, or in the place of those
/// with the same `key`. Members: title, key, type (options, boolean, range, freeText, number),
/// scope (tags or "*"; default ["*"]), optional, multi, values, range {min, max, step}. Errors:
/// invalid (of another form; over `attributes_max` attributes).
[[nodiscard]] Result<std::string> with_attributes(
    std::string_view metadata, std::string_view attributes
);

/// The stored metadata without the attributes of these keys; unknown keys are ignored.
[[nodiscard]] std::string without_attributes(
    std::string_view metadata, std::span<const std::string> keys
);

/// What is stored when a client sends `sent` (an object) as whole metadata: its members, but
/// `system` only when asked, and never `system.projectIds`, which the ontology's project decides.
[[nodiscard]] std::string replaced_metadata(
    std::string_view stored, std::string_view sent, bool system
);

/// Is this array equal to the member `attributes` of the stored metadata?
[[nodiscard]] bool are_attributes_of(std::string_view metadata, std::string_view attributes);

/// What a client sees: the stored metadata with `system.projectIds` and, when there are none,
/// `attributes: []`.
[[nodiscard]] std::string shown_metadata(std::string_view stored, std::string_view project);

}  // namespace allot::query
