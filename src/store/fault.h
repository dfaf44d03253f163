#pragma once

#include <filesystem>
#include <string>

#include "store/files.h"
#include "store/store.h"

namespace allot {

/// Why the database or the file folder broke down.
enum class StoreFault {
  other,
  disk_full,  // of the disk, a quota, or a limit on the size of files
  read_only,  // nothing can be written there
  damaged,    // what is stored in the database cannot be read any more
  file_lost,  // a file that is named in the database is absent, or shorter than it was
};

/// What the number that the system gave (`errno`) means for storing.
[[nodiscard]] StoreFault store_fault_of(int error_number);

/// A StoreFailure of which more is known. `what` is for the log: it names files and statements.
class KnownFailure : public StoreFailure {
 public:
  KnownFailure(StoreFault fault, const std::string& reason) : StoreFailure(reason), fault_(fault) {}

  [[nodiscard]] StoreFault fault() const { return fault_; }

 private:
  StoreFault fault_;
};

/// Where content is that must be there. Throws KnownFailure (file_lost).
[[nodiscard]] std::filesystem::path get_stored_file(
    const FileStore& files, std::string_view sha256
);

}  // namespace allot
