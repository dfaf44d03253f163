#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

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

/// Uploaded bytes, by content: the name is the SHA-256. Thread-safe.
class FileStore {
 public:
  virtual ~FileStore() = default;
  [[nodiscard]] virtual std::unique_ptr<SpoolWriter> spool() = 0;
  /// Durable when it returns: fsynced, renamed, folder fsynced. Keeping the same content twice
  /// keeps one. Call it before the row that names the content is committed.
  virtual void keep(SpooledFile& file) = 0;
  /// Where the bytes are; empty when there is no such content.
  [[nodiscard]] virtual std::filesystem::path find(std::string_view sha256) const = 0;
  /// Keeps a small text; gives its SHA-256.
  std::string keep_text(std::string_view bytes);
};

/// Files below `folder` (`ab/abcdef…`), spool in `folder`/spool, emptied when opened.
[[nodiscard]] std::unique_ptr<FileStore> open_file_folder(const std::filesystem::path& folder);

}  // namespace allot
