#pragma once

#include <optional>
#include <string>

#include "domain/entities.h"

namespace allot::formats {

/// The data URL that an annotation of type `binary` has as coordinates, or in them as `data`.
/// Nothing when there is none.
[[nodiscard]] std::optional<std::string> mask_text_of(const Annotation& annotation);

}  // namespace allot::formats
