#pragma once

// Of an ontology what stands beside its labels: attributes and other metadata, as texts. What is
// said to be stored must be valid JSON, an array or object, else BrokenInvariant is thrown.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace allot::json {

inline constexpr std::size_t attributes_max = 1'000;

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

}  // namespace allot::json
