#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"

namespace allot {

// The records of a zip archive, as bytes. Source: PKWARE's APPNOTE 6.3.10, by its sections.

/// A file in an archive, deflated.
struct ZipEntry {
  std::string path;               // UTF-8, of at most 65,535 bytes
  std::uint32_t crc = 0;          // of what is in it
  std::uint64_t size = 0;         // of it, in bytes
  std::uint64_t packed = 0;       // likewise, deflated
  std::uint64_t begin = 0;        // where its local header is, from the beginning of the archive
  bool is_length_behind = false;  // size and checksum were not known before it
};

/// When all files of an archive were made, to the second, in UTC: the form of DOS, which has the
/// years 1980 to 2107 and even seconds, and a field that is exact until 2038, which most readers
/// prefer.
struct ZipTime {
  explicit ZipTime(Time made);

  std::uint16_t date = 0;
  std::uint16_t time = 0;
  std::string field;  // "": there is none
};

/// Before the bytes of a file (4.3.7).
[[nodiscard]] std::string zip_local_header(const ZipEntry& entry, const ZipTime& made);

/// Behind those of one whose length is (4.3.9). Never of the longer form, of ZIP64: readers that go
/// from front to back, as Java's, know no other lengths. Of over 4 GB it holds the lowest bits.
[[nodiscard]] std::string zip_descriptor(const ZipEntry& entry);

/// In the list at the end (4.3.12). What needs more than 32 bits is in a field of ZIP64 (4.5.3).
[[nodiscard]] std::string zip_listed(const ZipEntry& entry, const ZipTime& made);

/// The list at the end of an archive.
struct ZipList {
  std::uint64_t entries = 0;
  std::uint64_t begin = 0;  // from the beginning of the archive
  std::uint64_t size = 0;   // in bytes
};

/// Behind the list (4.3.14 to 4.3.16), with the records of ZIP64 where numbers need them.
[[nodiscard]] std::string zip_end(const ZipList& list);

}  // namespace allot
