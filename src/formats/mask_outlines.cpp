#include "formats/mask_outlines.h"

#include <array>

namespace allot::formats {

namespace {

// Ways along the edges of pixels, in the order of turns to the right.
constexpr unsigned to_right = 0;
constexpr unsigned down = 1;
constexpr unsigned to_left = 2;
constexpr unsigned up = 3;

struct Corner {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  bool operator==(const Corner&) const = default;
};

Corner behind(Corner at, unsigned way) {
  switch (way) {
    case to_right: return {at.x + 1, at.y};
    case down: return {at.x, at.y + 1};
    case to_left: return {at.x - 1, at.y};
    default: return {at.x, at.y - 1};
  }
}

/// The pixels within the mask's bounds.
class Pixels {
 public:
  explicit Pixels(const Mask& mask)
      : box_(mask.bounds()),
        width_(box_.right - box_.left),
        height_(box_.bottom - box_.top),
        marked_(std::size_t{width_} * height_) {
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < mask.runs.size(); at += mask.runs[i++]) {
      for (auto j = at; i % 2 == 1 && j < at + mask.runs[i]; ++j) {
        const auto x = static_cast<std::uint32_t>(j / mask.height) - box_.left;
        const auto y = static_cast<std::uint32_t>(j % mask.height) - box_.top;
        marked_[std::size_t{y} * width_ + x] = 1;
      }
    }
  }

  [[nodiscard]] std::uint32_t width() const { return width_; }

  [[nodiscard]] std::uint32_t height() const { return height_; }

  /// Also of places beside them; one to the left of 0 is behind the end.
  [[nodiscard]] bool is_marked(std::uint32_t x, std::uint32_t y) const {
    return x < width_ && y < height_ && marked_[std::size_t{y} * width_ + x] != 0;
  }

  [[nodiscard]] DrawnPoint place(Corner corner) const {
    return {.x = double(corner.x + box_.left), .y = double(corner.y + box_.top)};
  }

 private:
  const PixelBounds box_;
  const std::uint32_t width_;
  const std::uint32_t height_;
  std::vector<unsigned char> marked_;
};

/// For each corner of a pixel the ways that lead on from it with a marked pixel on their right and
/// none on their left; each is gone once.
class Ways {
 public:
  explicit Ways(const Pixels& pixels)
      : row_(pixels.width() + 1), from_(std::size_t{row_} * (pixels.height() + 1)) {
    for (std::uint32_t y = 0; y < pixels.height(); ++y) {
      for (std::uint32_t x = 0; x < pixels.width(); ++x) {
        if (!pixels.is_marked(x, y)) continue;
        if (!pixels.is_marked(x, y - 1)) add({x, y}, to_right);
        if (!pixels.is_marked(x + 1, y)) add({x + 1, y}, down);
        if (!pixels.is_marked(x, y + 1)) add({x + 1, y + 1}, to_left);
        if (!pixels.is_marked(x - 1, y)) add({x, y + 1}, up);
      }
    }
  }

  [[nodiscard]] bool has(Corner at, unsigned way) const { return (from(at) >> way & 1) != 0; }

  /// Where it goes on after `way`: to the right where it can, so that parts that meet at a corner
  /// alone stay apart.
  [[nodiscard]] unsigned next(Corner at, unsigned way) const {
    for (const auto turn : {1u, 0u, 3u}) {
      if (has(at, (way + turn) % 4)) return (way + turn) % 4;
    }
    return way;
  }

  void take(Corner at, unsigned way) { from(at) &= static_cast<unsigned char>(~(1u << way)); }

 private:
  void add(Corner at, unsigned way) { from(at) |= static_cast<unsigned char>(1u << way); }

  unsigned char& from(Corner at) { return from_[std::size_t{at.y} * row_ + at.x]; }

  [[nodiscard]] const unsigned char& from(Corner at) const {
    return from_[std::size_t{at.y} * row_ + at.x];
  }

  const std::uint32_t row_;
  std::vector<unsigned char> from_;
};

/// The way around that begins here; around a hole it goes the other way.
std::vector<Corner> way_around(Ways& ways, Corner start) {
  std::vector<Corner> turns;
  auto at = start;
  unsigned way = to_right;
  do {
    turns.push_back(at);
    // Straight on as far as it goes.
    unsigned next = way;
    do {
      ways.take(at, way);
      at = behind(at, way);
      next = ways.next(at, way);
    } while (next == way && at != start && ways.has(at, way));
    way = next;
  } while (at != start);
  return turns;
}

bool is_outer(const std::vector<Corner>& turns) {
  std::int64_t twice = 0;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto& a = turns[i];
    const auto& b = turns[(i + 1) % turns.size()];
    twice += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
  }
  return twice > 0;
}

}  // namespace

std::vector<Ring> outlines_of(const Mask& mask, MaskBudget& budget) {
  budget.refusal = {};
  std::vector<Ring> rings;
  const auto box = mask.bounds();
  const auto pixels_within = std::uint64_t{box.right - box.left} * (box.bottom - box.top);
  if (pixels_within == 0) return rings;
  if (pixels_within > outlined_pixels_max || mask.runs.size() > outlined_runs_max) {
    budget.refusal = "the mask is too large or too wild for an outline";
    return rings;
  }
  const Pixels pixels(mask);
  Ways ways(pixels);
  for (std::uint32_t y = 0; y <= pixels.height(); ++y) {
    for (std::uint32_t x = 0; x <= pixels.width(); ++x) {
      // The first corner of a part, from above, is one from which its edge goes to the right.
      if (!ways.has({x, y}, to_right)) continue;
      const auto turns = way_around(ways, {x, y});
      if (!is_outer(turns)) continue;
      if (!budget.take(&MaskBudget::corners, turns.size())) return {};
      Ring ring;
      for (const auto& turn : turns) ring.push_back(pixels.place(turn));
      rings.push_back(std::move(ring));
    }
  }
  return rings;
}

}  // namespace allot::formats
