#pragma once

#include <span>
#include <vector>

namespace allot::formats {

/// In pixels, from the left upper corner.
struct DrawnPoint {
  double x = 0;
  double y = 0;
  bool operator==(const DrawnPoint&) const = default;
};

using Ring = std::vector<DrawnPoint>;  // not closed by a repeat of the first

struct Bounds {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  [[nodiscard]] double width() const { return right - left; }

  [[nodiscard]] double height() const { return bottom - top; }

  bool operator==(const Bounds&) const = default;
};

/// Of one ring at least, each with a point at least.
[[nodiscard]] Bounds bounds_of(std::span<const Ring> rings);

/// Clockwise as one looks at it, from the left upper one.
[[nodiscard]] Ring corners_of(const Bounds& bounds);

/// By the formula of the trapezium: where a ring crosses itself, parts may take each other away.
[[nodiscard]] double area_of(const Ring& ring);

/// What rings cover, what several cover once; exact where they do not cross, nearly so where they
/// do. Of one ring as above.
[[nodiscard]] double area_covered_by(std::span<const Ring> rings);

/// The way around all of them.
[[nodiscard]] double length_of(std::span<const Ring> rings);

/// What of a ring is within these bounds, where parts of it are connected along their edges (the
/// algorithm of Sutherland and Hodgman). Empty where that has no area.
[[nodiscard]] Ring cut_at(const Bounds& bounds, const Ring& ring);

}  // namespace allot::formats
