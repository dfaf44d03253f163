#pragma once

#include <filesystem>
#include <optional>

namespace allot {

/// One installation's folder, held by this process alone: `allot.db`, `files/`, `keys`, `lock`,
/// `allot.sock`, `allot.toml`. Movable; let go of when it goes, or the process ends in whatever
/// way.
class DataFolder {
 public:
  /// Makes the folder (mode 0700) when absent and takes its lock. nullopt when another process has
  /// it. Throws std::runtime_error (one sentence) when it cannot be made or entered.
  [[nodiscard]] static std::optional<DataFolder> try_open(const std::filesystem::path& folder);

  /// The same; throws as well when another process has it.
  [[nodiscard]] static DataFolder open(const std::filesystem::path& folder);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  DataFolder(std::filesystem::path path, int lock);

  std::filesystem::path path_;
  int lock_;
};

}  // namespace allot
