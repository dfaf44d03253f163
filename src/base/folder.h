#pragma once

#include <filesystem>

namespace allot {

// Folders that outlive a power cut: a name is on disk only once the folder that holds it was
// synced.

/// What was made, renamed and removed in the folder is on disk when this returns. Throws
/// std::system_error. Thread-safe.
void sync_folder(const std::filesystem::path& folder);

/// Makes the folder, with `mode` less the umask, and those above it that are missing. It is on disk
/// when this returns, also where another process made it and died before it saw to that. Throws
/// std::system_error. Thread-safe.
void make_lasting_folder(const std::filesystem::path& folder, unsigned mode = 0777);

}  // namespace allot
