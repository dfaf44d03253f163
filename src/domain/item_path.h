#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace allot {

// Paths of items as they are stored: `/a/b.jpg`.

/// "/" for what lies in the root.
[[nodiscard]] std::string_view folder_of_path(std::string_view path);

/// The last part.
[[nodiscard]] std::string_view name_of_path(std::string_view path);

/// Is it below this folder, at any depth? A folder is not below itself.
[[nodiscard]] bool is_below(std::string_view path, std::string_view folder);

/// Is it right in this folder? Here and above the folder "" is the root.
[[nodiscard]] bool is_in(std::string_view path, std::string_view folder);

/// The part of `path` that is right in the folder, which it is below.
[[nodiscard]] std::string_view part_in(std::string_view folder, std::string_view path);

/// Files whose path has a part starting with '.' are hidden.
[[nodiscard]] bool is_hidden_path(std::string_view path);

/// Where many items go at once.
struct PathChange {
  /// A folder, which becomes another one with all that is below it; "": files leave whichever
  /// folders they are in.
  std::string from;
  std::string to;  // the folder that it becomes; or the one into which they come, "" for the root
  bool operator==(const PathChange&) const = default;
};

/// Where such a change brings what is at `path`. With a `from`, what is neither at it nor below it
/// stays.
[[nodiscard]] std::string path_after(const PathChange& change, std::string_view path);

/// Where it was before; nullopt when nothing comes to `path` from a folder by this change.
[[nodiscard]] std::optional<std::string> path_before(
    const PathChange& change, std::string_view path
);

}  // namespace allot
