#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/deflater.h"
#include "base/packed_bytes.h"
#include "base/zip_records.h"

namespace allot {

/// Writes a zip archive from front to back: what is in it goes to the sink as soon as it is
/// compressed, whatever its size (ZIP64 where it takes that, and nowhere else). Kept are the
/// beginning of the file at hand, of at most 1 MB, and the list of names that stands at the end,
/// deflated: some 15 bytes an entry where names are alike. The same entries give the same bytes.
/// Throws what the sink throws, and std::runtime_error when the archive cannot be made. One thread
/// at a time; it may be another for each call.
class ZipWriter {
 public:
  using Sink = std::function<void(std::string_view bytes)>;

  static constexpr std::size_t piece_bytes = 64 * 1024;

  /// All entries are said to be `made` then, to the second.
  ZipWriter(Sink sink, Time made);

  /// A file, whole. `path` is UTF-8 with `/` between folders; what it begins with of these is left
  /// out, so that nothing is unpacked outside of the folder at hand. Names are not looked at for
  /// doubles.
  void add(std::string_view path, std::string_view content);

  /// A file whose length shows at its end: any number of `write`, until the next entry. One of over
  /// 4 GB can be read by the list at the end alone.
  void begin(std::string_view path);
  void write(std::string_view bytes);

  /// The next of the list of names, `piece_bytes` at most, and before the first of it what is left
  /// of the file at hand; nothing else may follow. True: that was the last, and the archive is
  /// whole; it is not before.
  [[nodiscard]] bool finish();

  /// Bytes that the list takes in memory.
  [[nodiscard]] std::size_t kept() const { return list_.kept(); }

 private:
  void write_piece(std::string_view bytes);
  void end_file();
  void send(std::string_view bytes);
  void send_packed();

  const Sink sink_;
  const ZipTime made_;
  Deflater deflater_{Deflater::Effort::usual};
  std::optional<ZipEntry> file_;  // at hand
  std::string packed_;            // of it, and not sent yet
  PackedBytes list_;
  std::uint64_t entries_ = 0;                // in the list
  std::uint64_t sent_ = 0;                   // bytes
  std::optional<std::uint64_t> list_begin_;  // once it is sent
  bool is_broken_ = false;
};

}  // namespace allot
