#include "http/body.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "store/store.h"

namespace allot::http {

namespace {

void* map(const SpooledFile& file) {
  const int fd = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
  void* const mapping =
      fd < 0 ? MAP_FAILED : ::mmap(nullptr, file.size(), PROT_READ, MAP_PRIVATE, fd, 0);
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (mapping == MAP_FAILED) {
    throw StoreFailure(
        fmt::format("Cannot read {}: {}.", file.path().string(), std::strerror(error))
    );
  }
  return mapping;
}

}  // namespace

Body::Body(std::string bytes) : bytes_(std::move(bytes)) {}

Body::Body(const char* bytes) : bytes_(bytes) {}

Body::Body(SpooledFile file) : file_(std::move(file)), mapping_(map(file_)) {}

Body::Body(Body&& other) noexcept
    : bytes_(std::move(other.bytes_)),
      file_(std::move(other.file_)),
      mapping_(std::exchange(other.mapping_, nullptr)) {}

Body& Body::operator=(Body&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(file_, other.file_);
  std::swap(mapping_, other.mapping_);
  return *this;
}

Body::~Body() {
  if (mapping_ != nullptr) ::munmap(mapping_, file_.size());
}

std::string_view Body::view() const {
  if (mapping_ == nullptr) return bytes_;
  return {static_cast<const char*>(mapping_), file_.size()};
}

}  // namespace allot::http
