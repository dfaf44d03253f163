#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace allot::cli {

/// Columns and rows of a window.
struct WindowSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

/// The bytes that draw these lines over whatever the window shows, without emptying it first: what
/// is longer than the window, or wider, is cut, and a last line says how many are left out.
[[nodiscard]] std::string drawn_over(std::string_view lines, const WindowSize& size);

/// The terminal's second screen, without a cursor, for a picture that is drawn over in place. The
/// first one is as it was once this is gone, also after Ctrl-C, Ctrl-Z and a hang-up. At most one
/// at a time, on the standard output, which must be a terminal. One thread.
class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  [[nodiscard]] static WindowSize size();

  void draw(std::string_view lines) const;

  /// Waits so long. False: it must be drawn again at once, as the window's size is another, or the
  /// program was stopped for a while.
  [[nodiscard]] bool wait(std::chrono::milliseconds time) const;
};

}  // namespace allot::cli
