#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allot {

/// Bytes that arrived but are not kept yet: a file in the spool folder, deleted when this object
/// goes unless it was kept. Movable; for one thread at a time.
class SpooledFile {
 public:
  SpooledFile() = default;
  SpooledFile(std::filesystem::path path, std::uint64_t size, std::string sha256);
  SpooledFile(SpooledFile&& other) noexcept;
  SpooledFile& operator=(SpooledFile&& other) noexcept;
  ~SpooledFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  [[nodiscard]] const std::string& sha256() const { return sha256_; }  // lower-case hex

  /// The file is somebody else's now.
  void release() { path_.clear(); }

 private:
  std::filesystem::path path_;
  std::uint64_t size_ = 0;
  std::string sha256_;
};

/// Writes a spool file as bytes arrive, hashing them. Dropped without `finish`: the file goes. One
/// thread at a time.
class SpoolWriter {
 public:
  virtual ~SpoolWriter() = default;
  virtual void append(std::string_view bytes) = 0;  // throws StoreFailure (disk full)
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  [[nodiscard]] virtual SpooledFile finish() = 0;
};

/// A hold on the whole file folder: many who read it, or one who sweeps it, over all processes.
/// Movable; let go of when it goes.
class FolderHold {
 public:
  explicit FolderHold(int handle) : handle_(handle) {}

  FolderHold(FolderHold&& other) noexcept;
  FolderHold& operator=(FolderHold&&) = delete;
  ~FolderHold();

 private:
  int handle_;
};

/// Uploaded bytes, by content: the name is the SHA-256. Thread-safe.
class FileStore {
 public:
  virtual ~FileStore() = default;
  [[nodiscard]] virtual std::unique_ptr<SpoolWriter> spool() = 0;
  /// Durable when it returns: fsynced, renamed, folder fsynced. Keeping the same content twice
  /// keeps one, which counts as kept anew. Call it before the row that names the content is
  /// committed.
  virtual void keep(SpooledFile& file) = 0;
  /// Where the bytes are; empty when there is no such content.
  [[nodiscard]] virtual std::filesystem::path find(std::string_view sha256) const = 0;

  struct Stored {
    std::string sha256;
    std::uint64_t size = 0;                         // bytes
    std::chrono::system_clock::time_point kept_at;  // when it was kept last
  };

  /// What is kept under names that begin with these two hexadecimal digits, ascending.
  [[nodiscard]] virtual std::vector<Stored> shelf(std::string_view digits) const = 0;
  /// How many files are in the spool: of uploads under way, or of those that a crash ended.
  [[nodiscard]] virtual std::size_t spooled() const = 0;

  /// Takes one away unless it was kept since `time`; true when it went. Nobody keeps it meanwhile.
  virtual bool remove_unless_kept_since(
      std::string_view sha256, std::chrono::system_clock::time_point time
  ) = 0;

  /// For who goes through all files: nobody sweeps while it lives. Waits for a sweep to end.
  [[nodiscard]] virtual FolderHold hold_still() const = 0;
  /// For who sweeps, as short as can be; nullopt while somebody has the folder held still.
  [[nodiscard]] virtual std::optional<FolderHold> try_to_sweep() const = 0;

  /// Keeps a small text; gives its SHA-256.
  std::string keep_text(std::string_view bytes);
};

/// The 256 beginnings of names: "00" … "ff".
[[nodiscard]] const std::vector<std::string>& shelf_names();

/// The SHA-256 of a file's bytes, lower-case hex. Throws StoreFailure: it cannot be read.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& file);

/// Files below `folder` (`ab/abcdef…`), spool in `folder`/spool, emptied when opened.
[[nodiscard]] std::unique_ptr<FileStore> open_file_folder(const std::filesystem::path& folder);
/// The same, to read only: nothing is made or emptied, and nothing may be spooled or kept.
[[nodiscard]] std::unique_ptr<FileStore> open_file_folder_to_read(
    const std::filesystem::path& folder
);

}  // namespace allot
