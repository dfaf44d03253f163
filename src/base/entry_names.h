#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash_set.h"

namespace allot {

/// What the file of an item would be called in an archive.
struct EntryWish {
  std::string_view folder;  // which all of them are in; "": none
  std::string_view path;    // of the item: begins with `/`, no part of over 255 bytes
  bool keeps_extension = false;
  std::string_view ending;  // with its dot
  std::string_view id;      // of the item, to tell it from others
};

struct EntryName {
  std::string name;
  bool is_plain = true;  // `folder`, the path and `ending`, and nothing else
};

/// Names of files in an archive of which none is lost when it is unpacked: no two are equal, none
/// is a folder of another, no part is over 255 bytes and none has a `\`, which some take for a `/`
/// (it becomes `_`). A name that is taken keeps the extension of its item (`a.png.txt`), or has the
/// item's id before its ending; the latter also when it is too long, and is cut before it. A folder
/// whose name is a file's has `~` behind it. Kept are 14 bytes at most for each name, and for
/// each folder. One thread at a time.
class EntryNames {
 public:
  enum class Equal {
    to_the_letter,
    anywhere,  // also those that are one where letter case, spellings of Unicode, dots and blanks
               // at the end, or signs that an unpacker replaces make no difference
  };

  explicit EntryNames(Equal equal) : equal_(equal) {}

  /// A name that no other call has given.
  [[nodiscard]] EntryName take(const EntryWish& wish);

  /// Bytes that it holds in memory.
  [[nodiscard]] std::size_t kept() const { return files_.kept() + folders_.kept(); }

 private:
  [[nodiscard]] std::string folder_of(std::string_view path) const;
  [[nodiscard]] std::string file_in(const std::string& folder, const EntryWish& wish) const;
  void note(std::string_view name);
  [[nodiscard]] std::string key_of(std::string_view name) const;
  [[nodiscard]] std::uint64_t hash_of(std::string_view name) const;

  const Equal equal_;
  // Hashes: of two names with an equal one, the second is taken for a double.
  HashSet files_;
  HashSet folders_;
};

/// As Python's os.path.splitext leaves it, which clients look for: dots at the beginning of a name
/// begin no extension.
[[nodiscard]] std::string_view without_extension(std::string_view path);

}  // namespace allot
