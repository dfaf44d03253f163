#include "formats/drawing.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>
#include <numbers>
#include <string_view>

#include "formats/mask_text.h"
#include "json/parse.h"

namespace allot::formats {

namespace {

namespace bj = boost::json;

constexpr int ellipse_corners = 72;

// Areas and sums of larger ones could be infinite, which no format has a word for.
constexpr double number_max = 1e9;

std::optional<double> number_of(const bj::value& value) {
  if (!value.is_number()) return std::nullopt;
  const auto number = value.to_number<double>();
  return std::abs(number) <= number_max ? std::optional(number) : std::nullopt;
}

/// 0 where there is none.
std::optional<double> angle_of(const bj::value* value) {
  return value != nullptr && value->is_number() ? number_of(*value) : 0;
}

std::optional<double> number_in(const bj::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member == nullptr ? std::nullopt : number_of(*member);
}

std::optional<DrawnPoint> point_of(const bj::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto x = number_in(*object, "x");
  const auto y = number_in(*object, "y");
  if (!x || !y) return std::nullopt;
  return DrawnPoint{.x = *x, .y = *y};
}

/// Its points; nothing when one cannot be read.
Ring ring_of(const bj::value& value) {
  Ring ring;
  const auto* array = value.if_array();
  if (array == nullptr) return ring;
  for (const auto& element : *array) {
    const auto point = point_of(element);
    if (!point) return {};
    ring.push_back(*point);
  }
  return ring;
}

/// A list of rings, or one ring alone, each with `points_min` points at least.
std::vector<Ring> rings_of(const bj::value& value, std::size_t points_min) {
  std::vector<Ring> rings;
  const auto add = [&](Ring ring) {
    if (ring.size() >= points_min) rings.push_back(std::move(ring));
  };
  const auto* array = value.if_array();
  if (array == nullptr || array->empty()) return rings;
  if (array->front().is_object()) {
    add(ring_of(value));
  } else {
    for (const auto& element : *array) add(ring_of(element));
  }
  return rings;
}

/// Degrees, as angles are drawn on a screen: from the first axis towards the second.
DrawnPoint turned(const DrawnPoint& point, const DrawnPoint& around, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  const double x = point.x - around.x;
  const double y = point.y - around.y;
  return {
      .x = around.x + std::cos(angle) * x - std::sin(angle) * y,
      .y = around.y + std::sin(angle) * x + std::cos(angle) * y
  };
}

using Drawn = std::optional<Drawing>;

Drawn area(std::vector<Ring> rings) {
  if (rings.empty()) return std::nullopt;
  return Drawing{.kind = Drawing::Kind::area, .rings = std::move(rings), .mask = {}};
}

/// Two corners, behind which an angle may stand; or four.
Drawn box(const bj::value& value) {
  const auto* array = value.if_array();
  if (array == nullptr || array->size() < 2) return std::nullopt;
  Ring corners;
  for (const auto& element : *array) {
    if (const auto point = point_of(element)) corners.push_back(*point);
  }
  if (corners.size() == 4) return area({std::move(corners)});
  if (corners.size() != 2) return std::nullopt;
  const auto bounds = bounds_of({&corners, 1});
  auto ring = corners_of(bounds);
  const auto angle = angle_of(array->size() > 2 ? &(*array)[2] : nullptr);
  if (!angle) return std::nullopt;
  if (*angle == 0) {
    return Drawing{.kind = Drawing::Kind::box, .rings = {std::move(ring)}, .mask = {}};
  }
  const DrawnPoint centre{
      .x = (bounds.left + bounds.right) / 2, .y = (bounds.top + bounds.bottom) / 2
  };
  for (auto& corner : ring) corner = turned(corner, centre, *angle);
  return area({std::move(ring)});
}

Drawn line(const bj::value& value) {
  auto rings = rings_of(value, 2);
  if (rings.empty()) return std::nullopt;
  return Drawing{.kind = Drawing::Kind::line, .rings = std::move(rings), .mask = {}};
}

Drawn point(const bj::value& value) {
  const auto at = point_of(value);
  if (!at) return std::nullopt;
  return Drawing{.kind = Drawing::Kind::point, .rings = {{*at}}, .mask = {}};
}

Drawn ellipse(const bj::value& value) {
  const auto* object = value.if_object();
  const auto* middle = object == nullptr ? nullptr : object->if_contains("center");
  const auto centre = middle == nullptr ? std::nullopt : point_of(*middle);
  if (!centre) return std::nullopt;
  const auto rx = number_in(*object, "rx");
  const auto ry = number_in(*object, "ry");
  const auto angle = angle_of(object->if_contains("angle"));
  if (!rx || !ry || !angle) return std::nullopt;
  Ring ring;
  for (int i = 0; i < ellipse_corners; ++i) {
    const double at = 2 * std::numbers::pi * i / ellipse_corners;
    const DrawnPoint upright{
        .x = centre->x + *rx * std::cos(at), .y = centre->y + *ry * std::sin(at)
    };
    ring.push_back(turned(upright, *centre, *angle));
  }
  return area({std::move(ring)});
}

double cross(const DrawnPoint& o, const DrawnPoint& a, const DrawnPoint& b) {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/// The smallest outline with no dent around all (Andrew's monotone chain).
Ring hull_of(Ring points) {
  std::ranges::sort(points, [](const DrawnPoint& a, const DrawnPoint& b) {
    return a.x != b.x ? a.x < b.x : a.y < b.y;
  });
  Ring hull;
  const auto go_around = [&](const auto& way) {
    const auto start = hull.size();
    for (const auto& next : way) {
      while (hull.size() >= start + 2 && cross(hull[hull.size() - 2], hull.back(), next) <= 0) {
        hull.pop_back();
      }
      hull.push_back(next);
    }
    hull.pop_back();  // begins the way back
  };
  go_around(points);
  std::ranges::reverse(points);
  go_around(points);
  return hull;
}

Drawn cube(const bj::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  Ring corners;
  for (const auto* name :
       {"front_tl", "front_tr", "front_br", "front_bl", "back_tl", "back_tr", "back_br", "back_bl"
       }) {
    const auto* corner = object->if_contains(name);
    const auto at = corner == nullptr ? std::nullopt : point_of(*corner);
    if (!at) return std::nullopt;
    corners.push_back(*at);
  }
  auto hull = hull_of(std::move(corners));
  return hull.size() < 3 ? std::nullopt : area({std::move(hull)});
}

Drawn mask(const Annotation& annotation, MaskBudget& budget) {
  const auto text = mask_text_of(annotation);
  auto read = text ? mask_of(*text, budget) : std::nullopt;
  if (!read || read->area() == 0) return std::nullopt;
  return Drawing{.kind = Drawing::Kind::mask, .rings = {}, .mask = std::move(read)};
}

Ring there_and_back(const Ring& line) {
  auto way = line;
  if (line.size() == 1) way.insert(way.end(), 2, line.front());
  for (auto i = line.size(); i > 2; --i) way.push_back(line[i - 2]);
  if (line.size() == 2) way.push_back(line.front());
  return way;
}

}  // namespace

Bounds Drawing::bounds() const {
  if (!mask) return bounds_of(rings);
  const auto box = mask->bounds();
  return {
      .left = double(box.left),
      .top = double(box.top),
      .right = double(box.right),
      .bottom = double(box.bottom)
  };
}

double Drawing::area() const {
  if (mask) return double(mask->area());
  if (kind == Kind::line || kind == Kind::point) return 0;
  return area_covered_by(rings);
}

std::vector<Ring> Drawing::outlines() const {
  if (kind != Kind::line && kind != Kind::point) return rings;
  std::vector<Ring> ways;
  for (const auto& ring : rings) ways.push_back(there_and_back(ring));
  return ways;
}

std::optional<Drawing> drawing_of(const Annotation& annotation, MaskBudget& budget) {
  budget.refusal = {};
  if (annotation.type == "binary") return mask(annotation, budget);
  using Read = Drawn (*)(const bj::value&);
  const auto read = [&](std::string_view type) -> Read {
    if (type == "box") return box;
    if (type == "segment" || type == "polygon") {
      return [](const bj::value& value) { return formats::area(rings_of(value, 3)); };
    }
    if (type == "polyline" || type == "line") return line;
    if (type == "point") return point;
    if (type == "ellipse") return ellipse;
    if (type == "cube") return cube;
    return nullptr;
  }(annotation.type);
  if (read == nullptr || annotation.coordinates.empty()) return std::nullopt;
  bj::value value;
  if (json::parse(annotation.coordinates, value, json::reader_depth_max)) return std::nullopt;
  return read(value);
}

}  // namespace allot::formats
