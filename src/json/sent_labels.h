#pragma once

// What clients send of labels, put into a stored tree: texts in, a text out, compact. What is said
// to be stored must be a JSON array, else BrokenInvariant is thrown; nodes in it that are of
// another form are left as they are.

#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/label_changes.h"

namespace allot::json {

/// Brings a label tree into form (json/label_tree.h): members left out get their defaults (a colour
/// that depends on the tag alone), flat nodes without `value` are understood, further members of
/// `value` are kept. Errors: invalid (no array of nodes, a missing tag, a member of another kind,
/// an unreadable colour, over `label_levels_max` levels). Labels, names and levels that the tree
/// `before` has are not looked at: clients send all back to change one.
[[nodiscard]] Result<std::string> label_tree(
    std::string_view roots, std::string_view before = "[]"
);

/// The stored tree with labels added or changed, in the order given. `labels` is an array of
/// `{tag, color?, attributes?, displayLabel?, displayData?}`; a tag with dots is a path; parents
/// are made as needed; members that are absent or null stay; children stay. Errors: invalid (of
/// another form; a tag of over `label_levels_max` parts; the tag is there, with `add`), not_found
/// (the tag is not there, with `update`).
[[nodiscard]] Result<std::string> with_labels(
    std::string_view roots, std::string_view labels, LabelMode mode
);

}  // namespace allot::json
