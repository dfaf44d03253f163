#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "store/transfer.h"

namespace allot {

// A backup is a folder of the form of a data folder, with a description of itself: the database as
// it was at one moment, the contents that it names, the keys, and the settings file that lay in the
// data folder (docs/adr/0022-what-a-backup-holds.md).

/// What `backup.json` says.
struct BackupFacts {
  std::string program;  // version of the program that made it
  int schema = 0;       // of the database
  Time at;              // when it was begun
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;           // of the files
  std::vector<std::string> lacking;  // contents that were missing or damaged already
};

struct BackUp {
  std::filesystem::path folder;  // the data folder
  std::filesystem::path target;  // made, mode 0700; or the backup that this one replaces
  std::string program;
  Time at;
};

struct BackedUp {
  BackupFacts facts;
  std::uint64_t copied = 0;  // files that were not in the target already
};

/// Makes a backup, whether a server serves the folder meanwhile or not: reads by a connection of
/// its own, and keeps files from being swept. All is written to `<target>.partial`, which becomes
/// `target` once it is whole and on disk; the backup that was there before is replaced at that
/// moment, and lends its files. Broken off it is called again and goes on where it was.
/// Throws std::exception (one sentence): no database in the folder; a target in the data folder or
/// around it, or that is neither empty nor a backup; another backup to it runs; disk full.
[[nodiscard]] BackedUp back_up(const BackUp& input);

/// Throws std::runtime_error (one sentence): it is no backup, an unfinished one, or of a form that
/// this program does not know.
[[nodiscard]] BackupFacts read_backup_facts(const std::filesystem::path& backup);

struct Restore {
  std::filesystem::path backup;
  std::filesystem::path folder;  // made when absent; must be empty but for `lock`
};

/// Makes a data folder of a backup, which is checked first; every file is hashed on the way. Until
/// all is there and on disk it lies in `<folder>/restoring`, and no server starts on the folder; a
/// restore that was broken off is called again. A restore that fails leaves the folder as it was.
/// Throws std::exception (one sentence): see read_backup_facts; a newer schema; a database or a
/// file that is damaged; a folder that is not empty, in use or somebody else's.
[[nodiscard]] BackupFacts restore(const Restore& input);

/// Throws std::runtime_error (one sentence) when a restore into this folder was broken off.
void require_no_unfinished_restore(const std::filesystem::path& folder);

}  // namespace allot
