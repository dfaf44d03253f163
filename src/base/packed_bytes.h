#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "base/deflater.h"

namespace allot {

/// Very many bytes that are alike, kept deflated in memory until they are taken, once, from front
/// to back. What was taken is kept no more. One thread at a time; it may be another for each call.
class PackedBytes {
 public:
  PackedBytes();
  ~PackedBytes();

  PackedBytes(const PackedBytes&) = delete;
  PackedBytes& operator=(const PackedBytes&) = delete;

  /// Not after the first `take`.
  void add(std::string_view bytes);

  /// The next ones, as many as that unless there are no more: "" at the end.
  [[nodiscard]] std::string take(std::size_t count);

  /// Bytes that it holds in memory, less some 300 KB that it always does.
  [[nodiscard]] std::size_t kept() const { return kept_; }

 private:
  struct Inflater;

  void keep_piece();

  Deflater deflater_{Deflater::Effort::little};
  std::string piece_;                   // the last one, until it is full
  std::deque<std::string> pieces_;      // so that nothing large grows, and is there twice meanwhile
  std::size_t kept_ = 0;                // in these
  std::unique_ptr<Inflater> inflater_;  // once they are taken
};

}  // namespace allot
