#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace allot {

/// Contents to have in a folder of the form of `open_file_folder`.
struct TransferContents {
  std::filesystem::path from;
  std::filesystem::path to;
  std::filesystem::path like;  // a folder that may have them already, to be linked; or empty
};

/// SHA-256 and bytes, ascending, of one shelf ("00" … "ff").
using ShelfContents = std::vector<std::pair<std::string, std::uint64_t>>;

struct Transferred {
  std::uint64_t files = 0;           // in `to` now
  std::uint64_t copied = 0;          // of these, copied by this call
  std::uint64_t bytes = 0;           // of all of them
  std::vector<std::string> lacking;  // contents that `from` does not have, or has with other bytes
};

/// Brings the contents of one shelf to `to`, and takes all others of that shelf away there. What is
/// there with its name and size is not copied again: a file gets its name only once its bytes were
/// hashed on the way and are on disk. So an interrupted transfer goes on where it was. Adds to
/// `done`. Throws StoreFailure: disk full and the like.
void transfer_shelf(
    const TransferContents& places,
    const std::string& shelf,
    const ShelfContents& contents,
    Transferred& done
);

}  // namespace allot
