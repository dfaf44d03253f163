#pragma once

#include <filesystem>
#include <memory>

#include "store/files.h"
#include "store/store.h"

namespace allot {

/// The database in a data folder. Throws std::runtime_error (one sentence): there is none.
[[nodiscard]] std::filesystem::path database_in(const std::filesystem::path& folder);

/// Copies the database of a data folder as it is at this moment to one file, whoever serves it; the
/// file is there once it is whole and on disk. Throws std::exception (one sentence).
void copy_database(const std::filesystem::path& folder, const std::filesystem::path& to);

/// Refuses a data folder at rest whose write-ahead log is damaged inside: changes that were
/// acknowledged are lost there, and whoever opens the database next writes over what is left. Of a
/// folder that is held nothing is said, since its log grows. Throws std::exception (one sentence).
void require_sound_log(const std::filesystem::path& folder);

/// A data folder opened to read only, whoever serves it or nobody: nothing is made, locked or
/// changed in it, but that the sweeping of files waits as long as this lives.
class FolderReader {
 public:
  /// Throws std::exception (one sentence): there is no database, or its schema is not this
  /// program's.
  explicit FolderReader(const std::filesystem::path& folder);

  [[nodiscard]] Store& store() { return *store_; }

  [[nodiscard]] const FileStore& files() const { return *files_; }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<FileStore> files_;
  FolderHold hold_;
};

}  // namespace allot
