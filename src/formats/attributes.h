#pragma once

#include <string>

#include "domain/entities.h"

namespace allot::formats {

/// What was answered of the label's attributes, as JSON; those of old clients where there are no
/// others; "" without any.
[[nodiscard]] std::string attributes_of(const Annotation& annotation);

}  // namespace allot::formats
