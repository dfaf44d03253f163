#pragma once

#include <filesystem>

namespace allot {

// What was written is on disk when these return; base/folder.h has it for folders. They throw
// StoreFailure (one sentence).

void sync_file(const std::filesystem::path& file);
/// Everything of the file system that holds `folder`: one wait for many files.
void sync_file_system(const std::filesystem::path& folder);

/// Moves a file to another name on the same file system, and makes that durable.
void move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace allot
