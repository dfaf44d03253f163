#include "formats/mask.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>

#include "formats/pixel_rows.h"

namespace allot::formats {

namespace {

/// A bit for each pixel, row by row.
class Bits {
 public:
  Bits(std::uint32_t width, std::uint32_t height)
      : row_words_((width + 63) / 64), words_(std::size_t{row_words_} * height) {}

  void set(std::uint32_t x, std::uint32_t y) { words_[at(x, y)] |= std::uint64_t{1} << (x % 64); }

  /// Of 64 columns, the first the lowest.
  [[nodiscard]] std::uint64_t word(std::uint32_t x, std::uint32_t y) const {
    return words_[at(x, y)];
  }

 private:
  [[nodiscard]] std::size_t at(std::uint32_t x, std::uint32_t y) const {
    return std::size_t{y} * row_words_ + x / 64;
  }

  std::uint32_t row_words_;
  std::vector<std::uint64_t> words_;
};

/// Puts runs together, from one change between marked and not marked to the next.
class Runs {
 public:
  /// At most `mask_runs_max`. False: there are so many already.
  bool change(std::uint64_t at) {
    if (runs_.size() == mask_runs_max) return false;
    end(at);
    runs_.push_back(0);
    return true;
  }

  [[nodiscard]] bool is_marked() const { return runs_.size() % 2 == 0; }

  void end(std::uint64_t at) {
    runs_.back() = static_cast<std::uint32_t>(at - begin_);
    begin_ = at;
  }

  [[nodiscard]] std::vector<std::uint32_t> take() { return std::move(runs_); }

 private:
  std::vector<std::uint32_t> runs_{0};
  std::uint64_t begin_ = 0;  // of the last one
};

/// Of up to 64 columns from `x` on, each by itself: in which rows it changes, before the first row
/// being not marked.
std::array<std::vector<std::uint32_t>, 64> changes_of(
    const Bits& bits, std::uint32_t x, std::uint32_t height
) {
  std::array<std::vector<std::uint32_t>, 64> changes;
  std::uint64_t above = 0;
  for (std::uint32_t y = 0; y < height; ++y) {
    const auto here = bits.word(x, y);
    for (auto differ = here ^ above; differ != 0; differ &= differ - 1) {
      changes[static_cast<std::size_t>(std::countr_zero(differ))].push_back(y);
    }
    above = here;
  }
  return changes;
}

/// Nothing when there are more than `mask_runs_max`.
std::optional<std::vector<std::uint32_t>> runs_of(
    const Bits& bits, std::uint32_t width, std::uint32_t height
) {
  Runs runs;
  for (std::uint32_t block = 0; block < width; block += 64) {
    const auto changes = changes_of(bits, block, height);
    for (std::uint32_t x = block; x < std::min(block + 64, width); ++x) {
      std::span<const std::uint32_t> rows = changes[x - block];
      const auto top = std::uint64_t{x} * height;
      const bool begins_marked = !rows.empty() && rows.front() == 0;
      if (begins_marked) rows = rows.subspan(1);
      // It goes on from the bottom of the column before it.
      if (begins_marked != runs.is_marked() && !runs.change(top)) return std::nullopt;
      for (const auto y : rows) {
        if (!runs.change(top + y)) return std::nullopt;
      }
    }
  }
  runs.end(std::uint64_t{width} * height);
  return runs.take();
}

}  // namespace

std::uint64_t Mask::area() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 1; i < runs.size(); i += 2) sum += runs[i];
  return sum;
}

PixelBounds Mask::bounds() const {
  PixelBounds box{.left = width, .top = height, .right = 0, .bottom = 0};
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < runs.size(); at += runs[i++]) {
    if (i % 2 == 0 || runs[i] == 0) continue;
    const auto last = at + runs[i] - 1;
    const auto first_column = static_cast<std::uint32_t>(at / height);
    const auto last_column = static_cast<std::uint32_t>(last / height);
    const bool is_in_one = first_column == last_column;
    box.left = std::min(box.left, first_column);
    box.right = std::max(box.right, last_column + 1);
    box.top = std::min(box.top, is_in_one ? static_cast<std::uint32_t>(at % height) : 0);
    box.bottom =
        std::max(box.bottom, is_in_one ? static_cast<std::uint32_t>(last % height) + 1 : height);
  }
  return box.right == 0 ? PixelBounds{} : box;
}

bool MaskBudget::take(std::uint64_t MaskBudget::* from, std::uint64_t amount) {
  if (amount > this->*from) {
    refusal = "the masks of its item are too large together";
    return false;
  }
  this->*from -= amount;
  return true;
}

std::optional<Mask> mask_of(std::string_view data_url, MaskBudget& budget) {
  auto png = png_in(data_url);
  if (!png) return std::nullopt;
  PixelRows rows(*std::move(png));
  if (!rows.open(budget)) return std::nullopt;
  Mask mask{.width = rows.width(), .height = rows.height(), .runs = {}};
  Bits bits(mask.width, mask.height);
  for (std::uint32_t y = 0; y < mask.height; ++y) {
    if (!rows.next()) return std::nullopt;
    for (std::uint32_t x = 0; x < mask.width; ++x) {
      if (rows.is_marked(x)) bits.set(x, y);
    }
  }
  auto runs = runs_of(bits, mask.width, mask.height);
  if (!runs) {
    budget.refusal = "the mask has too many runs";
    return std::nullopt;
  }
  if (!budget.take(&MaskBudget::runs, runs->size())) return std::nullopt;
  mask.runs = *std::move(runs);
  return mask;
}

std::optional<PixelBounds> mask_bounds_of(std::string_view data_url, MaskBudget& budget) {
  auto png = png_in(data_url);
  if (!png) return std::nullopt;
  PixelRows rows(*std::move(png));
  if (!rows.open(budget)) return std::nullopt;
  PixelBounds box{.left = rows.width(), .top = rows.height(), .right = 0, .bottom = 0};
  for (std::uint32_t y = 0; y < rows.height(); ++y) {
    if (!rows.next()) return std::nullopt;
    std::uint32_t first = 0;
    while (first < rows.width() && !rows.is_marked(first)) ++first;
    if (first == rows.width()) continue;
    auto end = rows.width();
    while (!rows.is_marked(end - 1)) --end;
    box.left = std::min(box.left, first);
    box.right = std::max(box.right, end);
    box.top = std::min(box.top, y);
    box.bottom = y + 1;
  }
  return box.bottom == 0 ? std::nullopt : std::optional(box);
}

/// Each length, from the fourth on less the one two before it, in five bits a character, the lowest
/// first; the sixth bit says that more follow. Source: rleToString of the reference reader.
std::string short_runs(const Mask& mask) {
  std::string text;
  for (std::size_t i = 0; i < mask.runs.size(); ++i) {
    std::int64_t rest = mask.runs[i];
    if (i > 2) rest -= mask.runs[i - 2];
    for (bool has_more = true; has_more;) {
      auto five = static_cast<char>(rest & 0x1f);
      rest >>= 5;
      has_more = (five & 0x10) != 0 ? rest != -1 : rest != 0;
      if (has_more) five = static_cast<char>(five | 0x20);
      text += static_cast<char>(five + 48);
    }
  }
  return text;
}

}  // namespace allot::formats
