#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "commands/console.h"

namespace allot::cli {

/// Tells how far many files are, one after the other: a bar, files, bytes a second.
class Transfer {
 public:
  Transfer(Console& console, std::size_t files) : console_(console), files_(files) {}

  void begin(const std::string& name);
  void moved(std::uint64_t bytes_of_this);
  /// The file is there; `id` and `json` are its item's.
  void done(std::uint64_t bytes, const std::string& id, const std::string& json);
  void skipped();
  void failed(const std::string& name, const std::string& why);

  /// Says what was done; true when nothing failed. As JSON: `{"uploaded":[items],"skipped":0,
  /// "failed":[{"path":…,"error":…}]}`, with `verb` for the first name.
  bool finish(std::string_view verb);

 private:
  void draw(std::uint64_t bytes);

  Console& console_;
  const std::size_t files_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
  std::string name_;
  std::size_t at_ = 0;
  std::size_t skipped_ = 0;
  std::uint64_t bytes_ = 0;
  std::vector<std::string> done_;    // JSON, when that is asked for
  std::vector<std::string> failed_;  // JSON
};

}  // namespace allot::cli
