#pragma once

// JSON as text, for layers that know no JSON library. Texts given must be valid JSON
// (BrokenInvariant is thrown otherwise) unless a function says that it checks. Paths are dotted:
// "system.size".

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace allot::json {

/// `target` changed by `difference`: objects merge at every depth, everything else replaces, null
/// deletes the key. Compact. Errors: invalid (`difference` is not a JSON object; names the position
/// when it is broken).
[[nodiscard]] Result<std::string> merged(std::string_view target, std::string_view difference);

/// The object, and behind what it has the members of `more` that it lacks, at every depth: what is
/// null there is there. Compact; as it is unless both are objects.
[[nodiscard]] std::string with_missing(std::string_view object, std::string_view more);

/// The object without these members.
[[nodiscard]] std::string without_members(
    std::string_view object, std::initializer_list<std::string_view> paths
);

/// The object with the member set to `value` (JSON); objects on the way are made.
[[nodiscard]] std::string with_member(
    std::string_view object, std::string_view path, std::string_view value
);

/// The member's JSON exactly as written there; nullopt when absent.
[[nodiscard]] std::optional<std::string> member(std::string_view object, std::string_view path);

/// The member's text; nullopt when it is absent or no text.
[[nodiscard]] std::optional<std::string> string_member(
    std::string_view object, std::string_view path
);

/// The member's number exactly as written; nullopt when it is absent or no number.
[[nodiscard]] std::optional<std::string> number_member(
    std::string_view object, std::string_view path
);

/// Checks: is it valid JSON, an object, and no deeper than a client may send?
[[nodiscard]] bool is_object(std::string_view text);

/// Without spaces. Errors: invalid (broken JSON; names the position).
[[nodiscard]] Result<std::string> compact(std::string_view text);

/// A JSON string literal. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string quoted(std::string_view text);

/// `["a","b"]`
[[nodiscard]] std::string string_array(std::span<const std::string> texts);

/// The texts of an array; elements that are no texts are left out; nothing for any other value.
[[nodiscard]] std::vector<std::string> strings_of(std::string_view array);

/// The JSON of each element of an array, compact; nothing for any other value.
[[nodiscard]] std::vector<std::string> elements_of(std::string_view array);

/// The texts of every element of the array at `path`; nothing when it is absent.
[[nodiscard]] std::vector<std::string> strings_member(
    std::string_view object, std::string_view path
);

}  // namespace allot::json
