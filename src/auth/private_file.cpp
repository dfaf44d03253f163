#include "auth/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/folder.h"

namespace allot {

namespace {

constexpr std::size_t file_bytes_max = 64u << 10;

[[noreturn]] void throw_failure(std::string_view what, const std::filesystem::path& file) {
  throw std::system_error(
      errno, std::generic_category(), fmt::format("cannot {} {}", what, file.string())
  );
}

/// An open file, closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  [[nodiscard]] int get() const { return number_; }

  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

/// The draft of a file under another name; removed at the end of the scope, unless renamed.
class Draft {
 public:
  Draft(const std::filesystem::path& file, std::string_view content, Random& random)
      : path_(file.string() + "." + random_secret(random, 9) + ".new") {
    const Descriptor out(
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
    );
    if (!out.is_open()) throw_failure("create", path_);
    try {
      write_all(out, content);
    } catch (...) {
      ::unlink(path_.c_str());
      throw;
    }
  }

  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  ~Draft() { ::unlink(path_.c_str()); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  void write_all(const Descriptor& out, std::string_view content) const {
    // The mode at opening is cut by the umask of the process; this one is not.
    if (::fchmod(out.get(), 0600) != 0) throw_failure("protect", path_);
    while (!content.empty()) {
      const auto written = ::write(out.get(), content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_failure("write", path_);
      content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.get()) != 0) throw_failure("write", path_);
  }

  std::filesystem::path path_;
};

/// A new name is on disk only once its folder is.
void sync_folder_of(const std::filesystem::path& file) {
  sync_folder(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

std::string read_all(const Descriptor& in, const std::filesystem::path& file) {
  std::string content;
  std::array<char, 4096> buffer{};
  while (content.size() <= file_bytes_max) {
    const auto got = ::read(in.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_failure("read", file);
    if (got == 0) break;
    content.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return content;
}

}  // namespace

Result<std::optional<std::string>> read_private_file(const std::filesystem::path& file) {
  // Without O_NONBLOCK a pipe of that name would hold the server up for ever.
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!in.is_open() && errno == ENOENT) return std::optional<std::string>();
  if (!in.is_open()) throw_failure("open", file);
  // The open file is looked at, not its name, which may mean another one by now.
  struct stat status{};
  if (::fstat(in.get(), &status) != 0) throw_failure("look at", file);
  if (!S_ISREG(status.st_mode) || status.st_size > static_cast<off_t>(file_bytes_max)) {
    return fail(
        ErrorCode::conflict, fmt::format("{} is not a key file of this server.", file.string())
    );
  }
  if ((status.st_mode & 077) != 0) {
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "The key file {} is open to other users of this machine (mode {:04o}): run `chmod 600` "
            "on it first.",
            file.string(),
            status.st_mode & 07777
        )
    );
  }
  return std::optional(read_all(in, file));
}

void create_private_file(
    const std::filesystem::path& file, std::string_view content, Random& random
) {
  const Draft draft(file, content, random);
  const auto rename_to_free_name = [&] {
    return ::renameat2(AT_FDCWD, draft.path().c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE);
  };
  if (rename_to_free_name() != 0) {
    if (errno == EEXIST) return;
    // Some network file systems cannot rename in this way; there the folder's lock has to do.
    if (errno != EINVAL && errno != ENOSYS) throw_failure("create", file);
    if (::rename(draft.path().c_str(), file.c_str()) != 0) throw_failure("create", file);
  }
  sync_folder_of(file);
}

void replace_private_file(
    const std::filesystem::path& file, std::string_view content, Random& random
) {
  const Draft draft(file, content, random);
  if (::rename(draft.path().c_str(), file.c_str()) != 0) throw_failure("replace", file);
  sync_folder_of(file);
}

}  // namespace allot
