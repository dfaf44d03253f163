#include "allot/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <string>
#include <utility>

#include "allot/errors.h"

namespace allot::inline v1 {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& file, int error) {
  throw BadRequest(
      0,
      "invalid",
      "The file " + file.string() + " cannot be written: " + std::strerror(error) + "."
  );
}

/// A device, a pipe, or one of this program's own open files, as /dev/stdout: there is nothing that
/// could take its place.
bool is_written_as_it_comes(const fs::path& file) {
  std::error_code none;
  const auto status = fs::status(file, none);
  const auto& text = file.native();
  const bool is_open_file = text.starts_with("/dev/std") || text.starts_with("/dev/fd/") ||
                            text.starts_with("/proc/");  // files lie below /dev/shm
  return fs::exists(status) && !fs::is_directory(status) &&
         (is_open_file || !fs::is_regular_file(status));
}

/// What a chain of links names, whether it is there or not. Links of strangers are not followed: in
/// a folder where all may write, the file they name would be replaced.
fs::path behind_links(const fs::path& named) {
  constexpr int links_max = 40;
  auto file = named;
  struct stat link{};
  for (int left = links_max; ::lstat(file.c_str(), &link) == 0 && S_ISLNK(link.st_mode); --left) {
    if (left == 0) fail(named, ELOOP);
    if (link.st_uid != ::geteuid() && link.st_uid != 0) fail(named, EACCES);
    file = file.parent_path() / fs::read_symlink(file);
  }
  return file;
}

/// Beside the file, with a name that is nobody's.
fs::path draft_beside(const fs::path& file) {
  std::random_device random;
  return file.parent_path() /
         ("." + file.filename().string().substr(0, 200) + "." + std::to_string(random()) + ".part");
}

}  // namespace

OutputFile::OutputFile(const fs::path& file, Links links) : file_(file) {
  std::error_code none;
  const bool is_replaced_link = links == Links::replaced && fs::is_symlink(file, none);
  if (!is_replaced_link && is_written_as_it_comes(file)) {
    out_ = ::open(file_.c_str(), O_WRONLY | O_CLOEXEC);
    if (out_ < 0) fail(file_, errno);
    return;
  }
  if (links == Links::followed) file_ = behind_links(file);
  const auto status = fs::symlink_status(file_, none);
  if (fs::is_directory(status)) fail(file_, EISDIR);
  open_draft();
}

OutputFile::~OutputFile() {
  close();
  if (!draft_.empty()) ::unlink(draft_.c_str());
}

void OutputFile::open_draft() {
  constexpr mode_t everybodys = 0666;  // what the umask leaves of it
  auto draft = draft_beside(file_);
  out_ = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, everybodys);
  if (out_ < 0) fail(file_, errno);
  draft_ = std::move(draft);
  struct stat old{};
  if (::stat(file_.c_str(), &old) != 0) return;
  if (::access(file_.c_str(), W_OK) != 0 || ::fchmod(out_, old.st_mode & 07777) != 0)
    fail(file_, errno);
}

void OutputFile::add(std::string_view bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    const auto written = ::write(out_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(file_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool OutputFile::begin_anew() {
  if (size_ == 0) return true;
  if (draft_.empty()) return false;
  if (::ftruncate(out_, 0) != 0 || ::lseek(out_, 0, SEEK_SET) != 0) fail(file_, errno);
  size_ = 0;
  return true;
}

void OutputFile::keep() {
  const int out = std::exchange(out_, -1);
  if (::close(out) != 0) fail(file_, errno);
  if (draft_.empty()) return;
  if (::rename(draft_.c_str(), file_.c_str()) != 0) fail(file_, errno);
  draft_.clear();
}

void OutputFile::close() {
  if (out_ >= 0) ::close(std::exchange(out_, -1));
}

}  // namespace allot::inline v1
