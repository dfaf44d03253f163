#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allot::formats {

struct PixelBounds {
  std::uint32_t left = 0;
  std::uint32_t top = 0;
  std::uint32_t right = 0;   // the first column behind it
  std::uint32_t bottom = 0;  // the first row below it
  bool operator==(const PixelBounds&) const = default;
};

/// Which pixels of a picture are marked.
struct Mask {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  /// Lengths of runs, column by column from the left, each from above; the first is of pixels that
  /// are not marked, and may be 0.
  std::vector<std::uint32_t> runs;

  [[nodiscard]] std::uint64_t area() const;
  /// Of what is marked; nothing but zeros when nothing is.
  [[nodiscard]] PixelBounds bounds() const;

  bool operator==(const Mask&) const = default;
};

/// More pixels than these are not read, since a few bytes of PNG can stand for any number.
inline constexpr std::uint64_t mask_pixels_max = 100'000'000;

/// Wilder ones are not read either, since the few bytes stand for as many runs as pixels.
inline constexpr std::size_t mask_runs_max = 2'000'000;

/// What the masks of one item may cost together: thousands of them fit into one request, and
/// whoever exports them should not pay for it with hours and a full disk. More than any picture
/// has.
struct MaskBudget {
  std::uint64_t pixels = 2'000'000'000;  // that are read
  std::uint64_t runs = 20'000'000;       // that are kept
  std::uint64_t corners = 1'000'000;     // of outlines

  /// Why the last mask was not read, or has no outline, though it is one: it is over a limit of its
  /// own, or over what is left here. "": it was not refused.
  std::string_view refusal = {};

  /// Takes it from one of the three. False: there is not so much left, which is the refusal.
  [[nodiscard]] bool take(std::uint64_t MaskBudget::* from, std::uint64_t amount);
};

/// Of `data:image/png;base64,…`, which anybody may have written. Marked is what is not transparent
/// (alpha over 127, as the SDK reads it); in pictures without transparency, what is not black.
/// Nothing when it is no PNG, an interlaced one, or over one of the limits.
[[nodiscard]] std::optional<Mask> mask_of(std::string_view data_url, MaskBudget& budget);

/// Its bounds alone, of as many runs as there are: memory is that of one row. Nothing when it is no
/// PNG, an interlaced one, has too many pixels, or none of them is marked.
[[nodiscard]] std::optional<PixelBounds> mask_bounds_of(
    std::string_view data_url, MaskBudget& budget
);

/// The runs in the short form of COCO, in which its own reader keeps them.
[[nodiscard]] std::string short_runs(const Mask& mask);

}  // namespace allot::formats
