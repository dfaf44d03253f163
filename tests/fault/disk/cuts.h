#pragma once

#include <functional>

#include "disk.h"

namespace allot::fault {

/// A disk as a power cut left it.
struct Cut {
  std::size_t event;  // the first that did not happen any more
  Fate fate;
  std::uint64_t steps;           // that were acknowledged before
  std::filesystem::path folder;  // what the disk holds; may be changed
};

struct CutCounts {
  std::size_t cuts = 0;    // instants
  std::size_t states = 0;  // different things that a disk held after them
};

/// Cuts the power before the first event, after the last, and between any two; lets what was not
/// synced be lost, kept and torn; and calls `check` with what is left, on several threads. It
/// throws or returns a sentence where something is wrong; "" where all is well. Each that is wrong
/// is a failure of the running test; after three the rest is left out.
CutCounts check_every_cut(
    const Recording& recording, const std::function<std::string(const Cut&)>& check
);

/// One of them, torn.
struct TornDisk {
  Tree tree;
  std::uint64_t steps;
};

[[nodiscard]] TornDisk cut_somewhere(const Recording& recording, std::mt19937_64& chance);

/// What `torn` is decided by: `seed=N` in RC_PARAMS, else chance. Printed.
[[nodiscard]] std::uint64_t seed();

/// A folder of a test's own, in memory where the system has such a folder.
class MemoryFolder {
 public:
  MemoryFolder();
  ~MemoryFolder();
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace allot::fault
