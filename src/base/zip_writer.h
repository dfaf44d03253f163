#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/clock.h"

namespace allot {

/// Writes a zip archive from front to back: what is in it goes to the sink as soon as it is
/// compressed, whatever its size (ZIP64 where it takes that, and nowhere else: readers that go from
/// front to back, as Java's, know no other lengths behind a file). Kept are the beginning of the
/// file at hand, of at most 1 MB, and the list of names that stands at the end, some 100 bytes an
/// entry. The same entries give the same bytes.
/// Throws what the sink throws, and std::runtime_error when the archive cannot be made. One thread
/// at a time; it may be another for each call.
class ZipWriter {
 public:
  using Sink = std::function<void(std::string_view bytes)>;

  /// All entries are said to be `made` then, to the second.
  ZipWriter(Sink sink, Time made);
  ~ZipWriter();

  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  /// A file, whole. `path` is UTF-8 with `/` between folders; what it begins with of these is left
  /// out, so that nothing is unpacked outside of the folder at hand. Names are not looked at for
  /// doubles.
  void add(std::string_view path, std::string_view content);

  /// A file whose length shows at its end: any number of `write`, until the next entry. One of over
  /// 4 GB can be read by the list at the end alone.
  void begin(std::string_view path);
  void write(std::string_view bytes);

  /// The list of names; nothing may follow. Without it the archive is not whole.
  void finish();

 private:
  struct Archive;
  const std::unique_ptr<Archive> archive_;
};

}  // namespace allot
