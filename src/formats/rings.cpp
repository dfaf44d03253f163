#include "formats/rings.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace allot::formats {

namespace {

// Of an area that is found by lines across it.
constexpr std::size_t lines_between_corners = 16;
constexpr std::size_t lines_min = 64;
constexpr std::size_t looks_at_edges_max =
    2'000'000;  // so that no annotation takes longer than some milliseconds
constexpr std::size_t looks_at_bounds_max = 100'000;

bool is_apart(const Bounds& a, const Bounds& b) {
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}

/// False, too, where it takes too long to tell.
bool are_apart(std::span<const Ring> rings) {
  std::vector<Bounds> all;
  for (const auto& ring : rings) all.push_back(bounds_of({&ring, 1}));
  std::ranges::sort(all, {}, &Bounds::left);
  std::size_t looks = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (auto j = i + 1; j < all.size() && all[j].left < all[i].right; ++j) {
      if (!is_apart(all[i], all[j]) || ++looks > looks_at_bounds_max) return false;
    }
  }
  return true;
}

using Piece = std::pair<double, double>;  // of a line across, from left to right

/// What of the line at `y` is inside of the ring.
void add_pieces(const Ring& ring, double y, std::vector<Piece>& pieces) {
  std::vector<double> crossings;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    if ((a.y <= y) == (b.y <= y)) continue;
    crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
  }
  std::ranges::sort(crossings);
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    pieces.emplace_back(crossings[i], crossings[i + 1]);
  }
}

double length_covered_by(std::vector<Piece> pieces) {
  std::ranges::sort(pieces);
  double sum = 0;
  double end = -HUGE_VAL;
  for (const auto& [from, to] : pieces) {
    if (to <= end) continue;
    sum += to - std::max(from, end);
    end = to;
  }
  return sum;
}

/// The heights between which the outline of each ring is made of straight lines alone; of very many
/// ones some.
std::vector<double> heights_of(std::span<const Ring> rings, std::size_t count_max) {
  std::vector<double> heights;
  for (const auto& ring : rings) {
    for (const auto& point : ring) heights.push_back(point.y);
  }
  std::ranges::sort(heights);
  const auto doubles = std::ranges::unique(heights);
  heights.erase(doubles.begin(), doubles.end());
  if (heights.size() <= count_max) return heights;
  std::vector<double> even;
  for (std::size_t i = 0; i <= count_max; ++i) {
    const auto part = static_cast<double>(i) / static_cast<double>(count_max);
    even.push_back(std::lerp(heights.front(), heights.back(), part));
  }
  return even;
}

/// Keeps what is inside of one edge; `beyond` says how far a point is outside of it.
template <class Beyond>
Ring cut_at_edge(const Ring& ring, Beyond beyond) {
  Ring kept;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& from = ring[i];
    const auto& to = ring[(i + 1) % ring.size()];
    const double before = beyond(from);
    const double after = beyond(to);
    if (before <= 0) kept.push_back(from);
    if ((before < 0 && after > 0) || (before > 0 && after < 0)) {
      const double part = before / (before - after);
      kept.push_back({.x = std::lerp(from.x, to.x, part), .y = std::lerp(from.y, to.y, part)});
    }
  }
  return kept;
}

}  // namespace

Bounds bounds_of(std::span<const Ring> rings) {
  const auto& first = rings.front().front();
  Bounds bounds{.left = first.x, .top = first.y, .right = first.x, .bottom = first.y};
  for (const auto& ring : rings) {
    for (const auto& point : ring) {
      bounds.left = std::min(bounds.left, point.x);
      bounds.top = std::min(bounds.top, point.y);
      bounds.right = std::max(bounds.right, point.x);
      bounds.bottom = std::max(bounds.bottom, point.y);
    }
  }
  return bounds;
}

Ring corners_of(const Bounds& b) {
  return {{b.left, b.top}, {b.right, b.top}, {b.right, b.bottom}, {b.left, b.bottom}};
}

double area_of(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return std::abs(twice) / 2;
}

double area_covered_by(std::span<const Ring> rings) {
  double sum = 0;
  if (rings.size() == 1 || are_apart(rings)) {
    for (const auto& ring : rings) sum += area_of(ring);
    return sum;
  }
  std::size_t edges = 0;
  for (const auto& ring : rings) edges += ring.size();
  const auto lines_max = std::max(looks_at_edges_max / edges, lines_min);
  const auto heights = heights_of(rings, lines_max);
  const auto bands = heights.size() - 1;
  if (bands == 0) return 0;
  const auto lines = std::clamp<std::size_t>(lines_max / bands, 1, lines_between_corners);
  for (std::size_t band = 0; band < bands; ++band) {
    const double height = (heights[band + 1] - heights[band]) / static_cast<double>(lines);
    for (std::size_t line = 0; line < lines; ++line) {
      const double y = heights[band] + height * (static_cast<double>(line) + 0.5);
      std::vector<Piece> pieces;
      for (const auto& ring : rings) add_pieces(ring, y, pieces);
      sum += height * length_covered_by(std::move(pieces));
    }
  }
  return sum;
}

double length_of(std::span<const Ring> rings) {
  double sum = 0;
  for (const auto& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto& a = ring[i];
      const auto& b = ring[(i + 1) % ring.size()];
      sum += std::hypot(b.x - a.x, b.y - a.y);
    }
  }
  return sum;
}

Ring cut_at(const Bounds& bounds, const Ring& ring) {
  auto kept = cut_at_edge(ring, [&](const DrawnPoint& p) { return bounds.left - p.x; });
  kept = cut_at_edge(kept, [&](const DrawnPoint& p) { return p.x - bounds.right; });
  kept = cut_at_edge(kept, [&](const DrawnPoint& p) { return bounds.top - p.y; });
  kept = cut_at_edge(kept, [&](const DrawnPoint& p) { return p.y - bounds.bottom; });
  return kept.size() < 3 || area_of(kept) == 0 ? Ring{} : kept;
}

}  // namespace allot::formats
