#pragma once

#include <string>
#include <string_view>

#include "domain/plan.h"

namespace allot::sqlite {

/// A plan as bytes: a format number, then its members in order; numbers as LEB128, texts and lists
/// behind their length, sets as (chunk number, Roaring bytes).
[[nodiscard]] std::string plan_bytes(const Plan& plan);

/// The very plan again. Throws BrokenInvariant on other bytes.
[[nodiscard]] Plan read_plan(std::string_view bytes);

}  // namespace allot::sqlite
