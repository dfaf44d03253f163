#include "base/folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace allot {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const char* doing, const fs::path& folder) {
  throw std::system_error(
      errno, std::generic_category(), fmt::format("cannot {} {}", doing, folder.string())
  );
}

fs::path parent_of(const fs::path& folder) {
  return folder.has_parent_path() ? folder.parent_path() : fs::path(".");
}

/// One that may not be listed cannot be synced either; its owner sees to it.
bool may_be_listed(const fs::path& folder) {
  return ::access(folder.c_str(), R_OK) == 0;
}

}  // namespace

void sync_folder(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) fail("open", folder);
  const int result = ::fsync(handle);
  const int error = errno;
  ::close(handle);
  errno = error;
  if (result != 0) fail("write out", folder);
}

void make_lasting_folder(const fs::path& folder, unsigned mode) {
  const auto parent = parent_of(folder);
  if (!fs::exists(parent)) make_lasting_folder(parent);
  if (::mkdir(folder.c_str(), mode) != 0 && errno != EEXIST) fail("make", folder);
  if (may_be_listed(parent)) sync_folder(parent);
}

}  // namespace allot
