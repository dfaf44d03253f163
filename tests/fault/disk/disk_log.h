#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace allot::fault {

/// A file or folder below the recorded folder, for as long as it exists; 0 is the recorded folder.
using Node = int;

/// One thing that the process did to the disk, in the order in which the system did it.
struct Event {
  enum class Kind : std::uint8_t {
    make_file,    // `node` as `name` in `folder`
    make_folder,  // the same
    write,        // `bytes` at `offset` of `node`
    resize,       // `node` to `offset` bytes
    sync,         // `node`, a file or a folder
    rename,       // `name` of `folder` to `new_name` of `new_folder`
    remove,       // `name` of `folder`
    step,         // nothing: the script was told that step number `offset` is done
  };

  Kind kind;
  Node node = 0;
  std::uint64_t offset = 0;
  std::string bytes = {};
  Node folder = 0;
  std::string name = {};
  Node new_folder = 0;
  std::string new_name = {};

  [[nodiscard]] std::string describe() const;
};

/// What is in a folder: path below it → bytes; folders end with '/'.
using Tree = std::map<std::string, std::string>;

[[nodiscard]] Tree read_tree(const std::filesystem::path& folder);
void write_tree(const Tree& tree, const std::filesystem::path& folder);

struct Recording {
  Tree before;  // and durable
  std::vector<Event> events;
};

/// Watches what this process does below `folder`, an existing one, by standing in for the calls of
/// the system that change files (system_calls.cpp). One recording at a time. Thread-safe.
void start_recording(const std::filesystem::path& folder);
void note_step(std::uint64_t number);
/// How many syncs there were of files whose name ends so.
[[nodiscard]] std::size_t count_syncs(std::string_view name_end);
[[nodiscard]] Recording stop_recording();

}  // namespace allot::fault
