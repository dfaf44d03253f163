#include "store/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/folder.h"
#include "base/text.h"
#include "store/fault.h"
#include "store/store.h"

namespace allot {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void break_off(const char* doing, const fs::path& path) {
  const int error = errno;
  throw KnownFailure(
      store_fault_of(error),
      fmt::format("Cannot {} {}: {}.", doing, path.string(), std::strerror(error))
  );
}

/// An open file, closed when it goes.
class Handle {
 public:
  Handle(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) break_off("open", path);
  }

  ~Handle() { ::close(fd_); }

  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

void sync(const fs::path& path) {
  const Handle handle(path, O_RDONLY);
  if (::fsync(handle.get()) != 0) break_off("write out", path);
}

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) {
    if (!context_ || EVP_DigestInit_ex2(context_, algorithm(), nullptr) != 1) {
      throw StoreFailure("SHA-256 is not available.");
    }
  }

  ~Sha256() { EVP_MD_CTX_free(context_); }

  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes) { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }

  std::string hex() {
    std::array<char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(digest.data()), &size);
    return to_hex({digest.data(), size});
  }

 private:
  /// Fetched once: looking it up costs more than hashing something small.
  static const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
  }

  EVP_MD_CTX* context_;
};

class FolderSpoolWriter final : public SpoolWriter {
 public:
  explicit FolderSpoolWriter(const fs::path& path)
      : file_(path, 0, {}), handle_(path, O_WRONLY | O_CREAT | O_EXCL) {}

  void append(std::string_view bytes) override {
    hash_.add(bytes);
    size_ += bytes.size();
    while (!bytes.empty()) {
      const auto written = ::write(handle_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) break_off("write", file_.path());
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  [[nodiscard]] std::uint64_t size() const override { return size_; }

  [[nodiscard]] SpooledFile finish() override {
    SpooledFile finished(file_.path(), size_, hash_.hex());
    file_.release();
    return finished;
  }

 private:
  SpooledFile file_;  // first, so that a file that cannot be opened leaves nothing to close
  Handle handle_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
};

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class FolderFileStore final : public FileStore {
 public:
  FolderFileStore(const fs::path& folder, bool read_only)
      : folder_(folder), spool_(folder / "spool"), read_only_(read_only) {
    if (read_only) return;
    make_lasting_folder(folder_);
    // What is in the spool belongs to requests of an earlier run.
    fs::remove_all(spool_);
    fs::create_directories(spool_);
  }

  [[nodiscard]] std::unique_ptr<SpoolWriter> spool() override {
    CHECK(!read_only_);
    return std::make_unique<FolderSpoolWriter>(spool_ / std::to_string(++last_));
  }

  void keep(SpooledFile& file) override {
    CHECK(!read_only_);
    const auto target = place_of(file.sha256());
    make_folder(target.parent_path());
    if (touch(target)) {
      fs::remove(file.path());
    } else {
      sync(file.path());
      if (::rename(file.path().c_str(), target.c_str()) != 0) break_off("move", file.path());
    }
    file.release();
    // Known content too: another thread may have renamed it just now.
    sync_folder(target.parent_path());
  }

  [[nodiscard]] fs::path find(std::string_view sha256) const override {
    // Also what keeps names like `../x` out of paths.
    if (!is_sha256(sha256)) return {};
    auto place = place_of(sha256);
    return fs::exists(place) ? place : fs::path();
  }

  [[nodiscard]] std::vector<Stored> shelf(std::string_view digits) const override {
    std::vector<Stored> stored;
    for (const auto& path : files_in(folder_ / digits)) {
      const auto name = path.filename().string();
      struct stat about{};
      // One that is gone by now is none.
      if (!is_sha256(name) || ::stat(path.c_str(), &about) != 0) continue;
      stored.push_back(
          {.sha256 = name,
           .size = static_cast<std::uint64_t>(about.st_size),
           .kept_at = kept_at(about)}
      );
    }
    std::ranges::sort(stored, {}, &Stored::sha256);
    return stored;
  }

  [[nodiscard]] std::size_t spooled() const override { return files_in(spool_).size(); }

  bool remove_unless_kept_since(std::string_view sha256, std::chrono::system_clock::time_point time)
      override {
    CHECK(!read_only_ && is_sha256(sha256));
    const auto place = place_of(sha256);
    const std::scoped_lock lock(touching_);
    struct stat about{};
    if (::stat(place.c_str(), &about) != 0 || kept_at(about) >= time) return false;
    return ::unlink(place.c_str()) == 0;
  }

  [[nodiscard]] FolderHold hold_still() const override {
    const int handle = open_folder();
    while (::flock(handle, LOCK_SH) != 0) {
      if (errno == EINTR) continue;
      ::close(handle);
      break_off("hold", folder_);
    }
    return FolderHold(handle);
  }

  [[nodiscard]] std::optional<FolderHold> try_to_sweep() const override {
    const int handle = open_folder();
    if (::flock(handle, LOCK_EX | LOCK_NB) == 0) return FolderHold(handle);
    ::close(handle);
    return std::nullopt;
  }

 private:
  static std::chrono::system_clock::time_point kept_at(const struct stat& about) {
    return std::chrono::system_clock::from_time_t(about.st_mtime);
  }

  [[nodiscard]] int open_folder() const {
    const int handle = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) break_off("open", folder_);
    return handle;
  }

  /// Says that the content is kept anew, so that nobody sweeps it before a row names it; false when
  /// there is none.
  bool touch(const fs::path& place) {
    const std::scoped_lock lock(touching_);
    if (::utimensat(AT_FDCWD, place.c_str(), nullptr, 0) == 0) return true;
    if (errno != ENOENT) break_off("touch", place);
    return false;
  }

  /// Empty when there is no such folder.
  static std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code absent;
    for (auto entry = fs::directory_iterator(folder, absent); entry != fs::directory_iterator();
         ++entry) {
      files.push_back(entry->path());
    }
    if (absent && absent != std::errc::no_such_file_or_directory) {
      throw StoreFailure(fmt::format("Cannot read {}: {}.", folder.string(), absent.message()));
    }
    return files;
  }

  [[nodiscard]] fs::path place_of(std::string_view sha256) const {
    return folder_ / sha256.substr(0, 2) / sha256;
  }

  void make_folder(const fs::path& folder) {
    // Who finds it made must find it durable: a process that died may have made it and no more.
    const std::scoped_lock lock(making_);
    if (made_.contains(folder)) return;
    try {
      make_lasting_folder(folder);
    } catch (const std::system_error& e) {
      errno = e.code().value();
      break_off("make", folder);
    }
    made_.insert(folder);
  }

  fs::path folder_;
  fs::path spool_;
  bool read_only_;
  std::atomic<std::uint64_t> last_ = 0;
  std::mutex making_;
  std::set<fs::path> made_;  // by this process, or seen to by it
  std::mutex touching_;
};

}  // namespace

FolderHold::FolderHold(FolderHold&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FolderHold::~FolderHold() {
  if (handle_ >= 0) ::close(handle_);
}

SpooledFile::SpooledFile(fs::path path, std::uint64_t size, std::string sha256)
    : path_(std::move(path)), size_(size), sha256_(std::move(sha256)) {}

SpooledFile::SpooledFile(SpooledFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      size_(other.size_),
      sha256_(std::move(other.sha256_)) {}

SpooledFile& SpooledFile::operator=(SpooledFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(size_, other.size_);
  std::swap(sha256_, other.sha256_);
  return *this;
}

SpooledFile::~SpooledFile() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

std::string FileStore::keep_text(std::string_view bytes) {
  const auto writer = spool();
  writer->append(bytes);
  auto file = writer->finish();
  keep(file);
  return file.sha256();
}

const std::vector<std::string>& shelf_names() {
  static const auto names = [] {
    std::vector<std::string> all;
    for (int number = 0; number < 256; ++number) all.push_back(fmt::format("{:02x}", number));
    return all;
  }();
  return names;
}

std::string sha256_of_file(const fs::path& file) {
  const Handle handle(file, O_RDONLY);
  Sha256 hash;
  std::vector<char> piece(std::size_t{1} << 18);
  for (;;) {
    const auto count = ::read(handle.get(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break_off("read", file);
    if (count == 0) return hash.hex();
    hash.add({piece.data(), static_cast<std::size_t>(count)});
  }
}

std::unique_ptr<FileStore> open_file_folder(const fs::path& folder) {
  try {
    return std::make_unique<FolderFileStore>(folder, false);
  } catch (const std::system_error& e) {  // of the standard library's folders too
    throw KnownFailure(
        store_fault_of(e.code().value()),
        fmt::format("The file folder {} cannot be opened: {}.", folder.string(), e.code().message())
    );
  }
}

std::unique_ptr<FileStore> open_file_folder_to_read(const fs::path& folder) {
  return std::make_unique<FolderFileStore>(folder, true);
}

}  // namespace allot
