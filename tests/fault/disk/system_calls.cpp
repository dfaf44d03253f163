// Stands in for the calls of the system that change files: does what was asked, and notes it.
// SQLite, the standard library and our own code all find these first, since a program's own symbols
// come before those of the libraries that it loads. What happens elsewhere passes through.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <mutex>

#include "recorder.h"

using allot::fault::Event;
using allot::fault::recorder;

namespace {

/// The function of that name that would have been called.
template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Calls the system; where it succeeds during a recording, notes it too. Keeps errno.
template <class Call, class Note>
auto noted(Call call, Note note) {
  if (!recorder().is_on()) return call();
  const std::scoped_lock lock(recorder().mutex);
  const auto result = call();
  if (result < 0) return result;
  const int error = errno;
  if (recorder().is_on()) note(result);
  errno = error;
  return result;
}

int open_noted(int folder, const char* path, int flags, mode_t mode) {
  static auto* const system = real<int(int, const char*, int, ...)>("openat64");
  return noted(
      [&] { return system(folder, path, flags, mode); },
      [&](int file) {
        if (const auto inside = recorder().inside(folder, path)) {
          recorder().opened(file, *inside, flags);
        }
      }
  );
}

ssize_t write_at(int file, const void* data, size_t size, off_t offset) {
  static auto* const system = real<ssize_t(int, const void*, size_t, off_t)>("pwrite64");
  return noted(
      [&] { return system(file, data, size, offset); },
      [&](ssize_t written) { recorder().wrote(file, data, written, offset); }
  );
}

int resize(int file, off_t size) {
  static auto* const system = real<int(int, off_t)>("ftruncate64");
  return noted([&] { return system(file, size); }, [&](int) { recorder().resized(file, size); });
}

int sync(int (*system)(int), int file) {
  return noted([&] { return system(file); }, [&](int) { recorder().synced(file); });
}

template <class Call>
int remove_noted(Call call, int folder, const char* path) {
  return noted(call, [&](int) {
    if (const auto inside = recorder().inside(folder, path)) recorder().removed(*inside);
  });
}

template <class Call>
int rename_noted(Call call, int from_folder, const char* from, int to_folder, const char* to) {
  return noted(call, [&](int) {
    const auto old_path = recorder().inside(from_folder, from);
    const auto new_path = recorder().inside(to_folder, to);
    if (old_path && new_path) recorder().renamed(*old_path, *new_path);
  });
}

mode_t mode_of(int flags, va_list rest) {
  return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_of(flags, rest);
  va_end(rest);
  return open_noted(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_of(flags, rest);
  va_end(rest);
  return open_noted(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = mode_of(flags, rest);
  va_end(rest);
  return open_noted(folder, path, flags, mode);
}

int close(int file) {
  static auto* const system = real<int(int)>("close");
  // Forgotten before, since another thread may get the number at once.
  return noted(
      [&] {
        if (recorder().is_on()) recorder().closed(file);
        return system(file);
      },
      [](int) {}
  );
}

ssize_t write(int file, const void* data, size_t size) {
  static auto* const system = real<ssize_t(int, const void*, size_t)>("write");
  off_t offset = 0;
  return noted(
      [&] {
        if (recorder().is_on()) offset = ::lseek(file, 0, SEEK_CUR);
        return system(file, data, size);
      },
      [&](ssize_t written) { recorder().wrote(file, data, written, offset); }
  );
}

ssize_t pwrite(int file, const void* data, size_t size, off_t offset) {
  return write_at(file, data, size, offset);
}

ssize_t pwrite64(int file, const void* data, size_t size, off64_t offset) {
  return write_at(file, data, size, offset);
}

int ftruncate(int file, off_t size) noexcept {
  return resize(file, size);
}

int ftruncate64(int file, off64_t size) noexcept {
  return resize(file, size);
}

int fsync(int file) {
  static auto* const system = real<int(int)>("fsync");
  return sync(system, file);
}

int fdatasync(int file) {
  static auto* const system = real<int(int)>("fdatasync");
  return sync(system, file);
}

int mkdir(const char* path, mode_t mode) noexcept {
  static auto* const system = real<int(const char*, mode_t)>("mkdir");
  return noted(
      [&] { return system(path, mode); },
      [&](int) {
        if (const auto inside = recorder().inside(AT_FDCWD, path)) recorder().made_folder(*inside);
      }
  );
}

int rename(const char* from, const char* to) noexcept {
  static auto* const system = real<int(const char*, const char*)>("rename");
  return rename_noted([&] { return system(from, to); }, AT_FDCWD, from, AT_FDCWD, to);
}

int renameat2(
    int from_folder, const char* from, int to_folder, const char* to, unsigned flags
) noexcept {
  static auto* const system = real<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return rename_noted(
      [&] { return system(from_folder, from, to_folder, to, flags); },
      from_folder,
      from,
      to_folder,
      to
  );
}

int unlink(const char* path) noexcept {
  static auto* const system = real<int(const char*)>("unlink");
  return remove_noted([&] { return system(path); }, AT_FDCWD, path);
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  static auto* const system = real<int(int, const char*, int)>("unlinkat");
  return remove_noted([&] { return system(folder, path, flags); }, folder, path);
}

int rmdir(const char* path) noexcept {
  static auto* const system = real<int(const char*)>("rmdir");
  return remove_noted([&] { return system(path); }, AT_FDCWD, path);
}

int remove(const char* path) noexcept {
  static auto* const system = real<int(const char*)>("remove");
  return remove_noted([&] { return system(path); }, AT_FDCWD, path);
}

}  // extern "C"
