#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace allot {

// Small files that only their owner may read. Breakdowns of the disk throw std::system_error.

/// The content, or nullopt when there is no such file. Errors: conflict (group or others may read
/// or write it, it is no plain file, or over 64 KiB).
[[nodiscard]] Result<std::optional<std::string>> read_private_file(const std::filesystem::path& file
);

/// Makes the file with mode 0600, whole or not at all, durable when it returns. A file of that name
/// that is there by then stays as it is. `random` names the draft beside it.
void create_private_file(
    const std::filesystem::path& file, std::string_view content, Random& random
);

/// The same, but takes the place of a file of that name: readers find the old or the new content.
void replace_private_file(
    const std::filesystem::path& file, std::string_view content, Random& random
);

}  // namespace allot
