#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// What measurements stand on: a data folder with items and work. Speaks of no type of the server,
// so that measurements of the client SDK can use it too.

namespace allot_bench {

struct Ground {
  std::string email;
  std::string password;
  std::string task;                      // of 1,000 items that are in no other
  std::vector<std::string> assignments;  // each alone in a task of its own, with all items open
};

/// Makes the folder with one project, a dataset of so many items (registered directly) and so many
/// tasks of them, and the dataset of `task`. Throws std::runtime_error.
Ground make_ground(
    const std::filesystem::path& folder, std::uint32_t items, std::uint32_t assignments
);

}  // namespace allot_bench
