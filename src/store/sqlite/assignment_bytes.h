#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/entities.h"

namespace allot::sqlite {

/// Assignments of one task as bytes, and back; "" for none. Reading throws BrokenInvariant on other
/// bytes.
[[nodiscard]] std::string assignment_bytes(const std::vector<Assignment>& assignments);
[[nodiscard]] std::vector<Assignment> read_assignments(std::string_view bytes, const TaskId& task);

}  // namespace allot::sqlite
