#include "store/fault.h"

#include <fmt/format.h>

#include <cerrno>

#include "base/text.h"

namespace allot {

StoreFault store_fault_of(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return StoreFault::disk_full;
    case EROFS:
    case EACCES:
    case EPERM: return StoreFault::read_only;
    default: return StoreFault::other;
  }
}

std::filesystem::path get_stored_file(const FileStore& files, std::string_view sha256) {
  auto place = files.find(sha256);
  if (place.empty()) {
    throw KnownFailure(
        StoreFault::file_lost, fmt::format("The stored file {} is missing.", printable(sha256))
    );
  }
  return place;
}

}  // namespace allot
