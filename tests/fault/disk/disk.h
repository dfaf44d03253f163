#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "disk_log.h"

namespace allot::fault {

/// What happens to what was done and not synced when the power goes.
enum class Fate : std::uint8_t {
  lost,  // none of it is there
  kept,  // all of it is: also what a killed process leaves
  torn,  // some of it, in no order: each sector of 512 bytes and each change of a name by itself
};

/// A disk that promises no more than POSIX does: bytes are there once their file was synced, names
/// once their folder was. Play events into it and see what a power cut leaves. A value.
class Disk {
 public:
  explicit Disk(const Tree& durable);

  void play(const Event& event);
  /// `chance` is for `Fate::torn`.
  [[nodiscard]] Tree after_power_cut(Fate fate, std::mt19937_64& chance) const;

 private:
  struct Change {  // of bytes
    bool is_resize;
    std::uint64_t offset;
    std::string bytes;
  };

  using Names = std::vector<std::pair<std::string, Node>>;  // gone: no_node; changed at once

  struct State {
    std::string synced;                   // of a file
    std::vector<Change> changes;          // since then
    std::map<std::string, Node> entries;  // of a folder, synced
    std::vector<Names> renames;           // since then
    bool is_folder = false;
  };

  static constexpr Node no_node = -1;

  void sync(State& state);
  static void apply(const Change& change, std::string& bytes);
  static void apply_some(const Change& change, std::string& bytes, std::mt19937_64& chance);
  void collect(Node node, const std::string& path, Fate fate, std::mt19937_64& chance, Tree& tree)
      const;

  std::map<Node, State> nodes_;
};

/// The first path below `folder` of which the recording does not know what is there now; "" when it
/// knows all: nothing went past the calls that stand in.
[[nodiscard]] std::string passed_by(
    const Recording& recording, const std::filesystem::path& folder
);

}  // namespace allot::fault
