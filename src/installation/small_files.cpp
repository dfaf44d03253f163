#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "installation/backup_form.h"

namespace allot {

namespace fs = std::filesystem;

void write_small_file(const fs::path& file, std::string_view content) {
  fs::remove(file);
  const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool is_written = handle >= 0;
  while (is_written && !content.empty()) {
    const auto count = ::write(handle, content.data(), content.size());
    is_written = count >= 0 || errno == EINTR;
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  is_written = is_written && ::fsync(handle) == 0;
  const int error = errno;
  if (handle >= 0) ::close(handle);
  if (is_written) return;
  throw std::runtime_error(
      fmt::format("{} cannot be written: {}.", file.string(), std::strerror(error))
  );
}

void copy_small_file(const fs::path& from, const fs::path& to) {
  if (!fs::exists(from)) return;
  std::ifstream in(from, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) throw std::runtime_error(fmt::format("{} cannot be read.", from.string()));
  write_small_file(to, content.str());
}

bool is_empty_but_for(const fs::path& folder, std::initializer_list<std::string_view> names) {
  if (!fs::exists(folder)) return true;
  return std::ranges::all_of(fs::directory_iterator(folder), [&](const auto& entry) {
    const auto name = entry.path().filename().string();
    return std::ranges::find(names, name) != names.end();
  });
}

}  // namespace allot
