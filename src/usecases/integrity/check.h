#pragma once

#include <string>
#include <vector>

#include "store/files.h"
#include "store/store.h"

namespace allot {

struct CheckInstallation {
  bool content = false;  // hash every file, which takes as long as reading them all does
};

/// What a check found, in the order in which it looked.
struct CheckReport {
  struct Kind {
    std::string name;  // "database", "chunks", "rows", "flags", "ledgers", "statuses", "files"
    Findings findings;
  };

  std::vector<Kind> kinds;
  // Left behind by uploads that did not end: no faults, the server tidies them.
  std::uint64_t orphan_files = 0;  // contents that no item names
  std::uint64_t spooled_files = 0;

  [[nodiscard]] std::uint64_t faults() const;
};

/// Holds everything that is stored against what must be true of it: the database itself, bitmaps,
/// rows, the datasets' flags, every ledger (domain/ledger.h), statuses in force against their log,
/// and the files that items name. Changes nothing. Looks at one snapshot, and then at the files,
/// which are there before a row names them; nobody may sweep files meanwhile. What cannot be read
/// is a finding, and the rest is looked at none the less.
[[nodiscard]] CheckReport check_installation(
    Store& store, const FileStore& files, const CheckInstallation& input = {}
);

}  // namespace allot
