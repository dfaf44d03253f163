#pragma once

#include <filesystem>
#include <string>

#include "installation/backup.h"

namespace allot {

// What the files of a backup are called, beside those of a data folder.
inline constexpr const char* facts_name = "backup.json";
inline constexpr const char* unfinished_mark = "unfinished";

/// The text of `backup.json`.
[[nodiscard]] std::string backup_facts_json(const BackupFacts& facts);

/// Writes a file anew, for its owner alone (mode 0600), on disk when it returns. Throws
/// std::runtime_error.
void write_small_file(const std::filesystem::path& file, std::string_view content);
/// The same with the content of another, if that is there.
void copy_small_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Is there anything in this folder beside these names? No folder is an empty one.
[[nodiscard]] bool is_empty_but_for(
    const std::filesystem::path& folder, std::initializer_list<std::string_view> names
);

}  // namespace allot
