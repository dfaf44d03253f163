#pragma once

#include <string>

#include "domain/entities.h"

namespace allot {

/// As it is stored and shown: `{"content", "createdBy", "updatedBy", "createdAt", "updatedAt"}`.
[[nodiscard]] std::string text_of(const Description& description);

/// The inverse; what the object lacks is empty.
[[nodiscard]] Description read_description(const std::string& object);

}  // namespace allot
