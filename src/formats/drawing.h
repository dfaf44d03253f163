#pragma once

#include <optional>
#include <vector>

#include "domain/entities.h"
#include "formats/mask.h"
#include "formats/rings.h"

namespace allot::formats {

/// What an annotation marks on a picture.
struct Drawing {
  enum class Kind {
    box,    // upright; its ring are the four corners
    area,   // inside of its rings, of which there is one at least
    line,   // along them
    point,  // the one point of its ring
    mask,   // no rings
  };

  Kind kind = Kind::box;
  std::vector<Ring> rings;
  std::optional<Mask> mask;  // with some pixel in it

  [[nodiscard]] Bounds bounds() const;
  /// In pixels; where rings overlap, once.
  [[nodiscard]] double area() const;
  /// Its rings; of a line the way there and back, so that it is an area of nothing. Of a mask none.
  [[nodiscard]] std::vector<Ring> outlines() const;
};

/// Of boxes (rotated ones are areas), polygons, lines, points, ellipses, cubes (the area that their
/// corners span) and masks. Nothing for other types, for what has no corners, and for coordinates
/// that nobody can read or that have a number over 1e9, and for masks over the limits of mask_of.
[[nodiscard]] std::optional<Drawing> drawing_of(const Annotation& annotation, MaskBudget& budget);

}  // namespace allot::formats
