#include "store/durable.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/folder.h"
#include "store/store.h"

namespace allot {

namespace {

[[noreturn]] void break_off(const char* doing, const std::filesystem::path& path) {
  throw StoreFailure(fmt::format("Cannot {} {}: {}.", doing, path.string(), std::strerror(errno)));
}

void sync(const std::filesystem::path& path, int flags, int (*how)(int)) {
  const int handle = ::open(path.c_str(), flags | O_CLOEXEC);
  if (handle < 0) break_off("open", path);
  const int failed = how(handle);
  const int error = errno;
  ::close(handle);
  errno = error;
  if (failed != 0) break_off("write out", path);
}

}  // namespace

void sync_file(const std::filesystem::path& file) {
  sync(file, O_RDONLY, ::fsync);
}

void sync_file_system(const std::filesystem::path& folder) {
  sync(folder, O_RDONLY | O_DIRECTORY, ::syncfs);
}

void move_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) break_off("move", from);
  sync_folder(to.parent_path());
}

}  // namespace allot
