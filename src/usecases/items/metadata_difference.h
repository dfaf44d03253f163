#pragma once

#include <string>

#include "base/result.h"

namespace allot {

/// `metadata` without the keys of `system` that the server owns.
[[nodiscard]] std::string without_owned_keys(const std::string& metadata);

/// Errors: invalid (no object, or its `system` is none, which would take the place of what the
/// server keeps there).
[[nodiscard]] Result<Done> require_metadata(const std::string& metadata);

/// Of a difference of an item's whole metadata (JSON) what may be written: without `system` below
/// it unless `system`, and never what the server owns. Errors: invalid (no object, or with `system`
/// one whose `system` is none).
[[nodiscard]] Result<std::string> allowed_difference(const std::string& difference, bool system);

}  // namespace allot
