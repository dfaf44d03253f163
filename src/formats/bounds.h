#pragma once

#include <optional>

#include "domain/entities.h"
#include "formats/drawing.h"

namespace allot::formats {

/// The box around what an annotation marks, where drawing_of has something. Needs no runs of a
/// mask, so it has that of wilder ones, too, in the memory of a row.
[[nodiscard]] std::optional<Bounds> bounds_of(const Annotation& annotation, MaskBudget& budget);

}  // namespace allot::formats
