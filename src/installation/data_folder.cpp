#include "installation/data_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/folder.h"

namespace allot {

namespace {

[[noreturn]] void fail_to_open(const std::filesystem::path& folder) {
  throw std::runtime_error(
      fmt::format("The data folder {} cannot be used: {}.", folder.string(), std::strerror(errno))
  );
}

void make_folder(const std::filesystem::path& folder) {
  try {
    make_lasting_folder(folder, 0700);
  } catch (const std::system_error& e) {
    errno = e.code().value();
    fail_to_open(folder);
  }
}

}  // namespace

std::optional<DataFolder> DataFolder::try_open(const std::filesystem::path& folder) {
  make_folder(folder);
  const int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) fail_to_open(folder);
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return DataFolder(folder, lock);
  const int error = errno;
  ::close(lock);
  errno = error;
  if (error != EWOULDBLOCK) fail_to_open(folder);
  return std::nullopt;
}

DataFolder DataFolder::open(const std::filesystem::path& folder) {
  auto opened = try_open(folder);
  if (!opened) {
    throw std::runtime_error(
        fmt::format("The data folder {} is in use by another process.", folder.string())
    );
  }
  return *std::move(opened);
}

DataFolder::DataFolder(std::filesystem::path path, int lock)
    : path_(std::move(path)), lock_(lock) {}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace allot
