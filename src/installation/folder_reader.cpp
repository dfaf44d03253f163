#include "installation/folder_reader.h"

#include <fmt/format.h>

#include <stdexcept>

#include "installation/data_folder.h"
#include "store/sqlite/log_damage.h"
#include "store/sqlite/sqlite_store.h"

namespace allot {

std::filesystem::path database_in(const std::filesystem::path& folder) {
  auto file = folder / "allot.db";
  if (!std::filesystem::exists(file)) {
    throw std::runtime_error(fmt::format("There is no database in {}.", folder.string()));
  }
  return file;
}

void copy_database(const std::filesystem::path& folder, const std::filesystem::path& to) {
  sqlite::copy_database(database_in(folder), to);
}

void require_sound_log(const std::filesystem::path& folder) {
  const auto database = database_in(folder);
  if (const auto at_rest = DataFolder::try_open(folder)) sqlite::require_sound_log(database);
}

FolderReader::FolderReader(const std::filesystem::path& folder)
    : store_(sqlite::open_to_read(database_in(folder))),
      files_(open_file_folder_to_read(folder / "files")),
      hold_(files_->hold_still()) {}

}  // namespace allot
