#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "base/folder.h"
#include "installation/backup_form.h"
#include "installation/data_folder.h"
#include "installation/folder_reader.h"
#include "store/durable.h"
#include "store/sqlite/sqlite_store.h"

namespace allot {

namespace {

namespace fs = std::filesystem;

constexpr const char* restoring = "restoring";

[[noreturn]] void refuse(std::string sentence) {
  throw std::runtime_error(std::move(sentence));
}

/// A folder that is there already may belong to the server's own user.
void require_own(const fs::path& folder) {
  struct stat about{};
  if (::stat(folder.c_str(), &about) != 0 || about.st_uid == ::geteuid()) return;
  refuse(fmt::format(
      "{} belongs to another user; run this as that one, who will read what is restored.",
      folder.string()
  ));
}

/// What is wrong with a database; "" when nothing is.
std::string fault_of(Store& store) {
  try {
    const auto findings =
        read(store, [](const Transaction& tx) { return tx.integrity().of_database(); });
    return findings.sentences.empty() ? "" : findings.sentences.front();
  } catch (const StoreFailure& failure) {
    return failure.what();
  }
}

void check_database(const fs::path& backup) {
  const auto store = sqlite::open_to_read(backup / "allot.db", sqlite::Schema::any_known);
  const auto fault = fault_of(*store);
  if (fault.empty()) return;
  refuse(fmt::format(
      "The database in {} is damaged, and nothing was restored: {}", backup.string(), fault
  ));
}

/// Nothing of the backup is missing that was there when it was made.
void require_whole(
    const fs::path& backup, const std::vector<std::string>& lacking, const BackupFacts& facts
) {
  for (const auto& content : lacking) {
    if (std::ranges::find(facts.lacking, content) != facts.lacking.end()) continue;
    refuse(fmt::format(
        "The file {} is missing or damaged in {}, and nothing was restored.",
        content,
        (backup / "files").string()
    ));
  }
}

void copy_files(const fs::path& backup, const fs::path& work, const BackupFacts& facts) {
  const auto store = sqlite::open_to_read(backup / "allot.db", sqlite::Schema::any_known);
  const TransferContents places{.from = backup / "files", .to = work / "files", .like = {}};
  fs::create_directories(places.to);
  Transferred done;
  for (const auto& shelf : shelf_names()) {
    const auto contents =
        read(*store, [&](const Transaction& tx) { return tx.integrity().contents(shelf); });
    transfer_shelf(places, shelf, contents, done);
    require_whole(backup, done.lacking, facts);
  }
  fs::remove_all(places.to / "drafts");
}

/// The database comes last: with it the folder is one.
void move_in(const fs::path& work, const fs::path& folder) {
  for (const auto* name : {"files", "keys", "allot.toml", "allot.db"}) {
    if (fs::exists(work / name)) move_durably(work / name, folder / name);
  }
  fs::remove(work);
  sync_folder(folder);
}

/// What a restore left that was broken off. With the database all of it was there, and some may
/// have moved in already; before that began, the folder was empty.
void clear_unfinished(const fs::path& work, const fs::path& folder) {
  if (fs::exists(work / "allot.db") && !fs::exists(folder / "allot.db")) {
    for (const auto* name : {"files", "keys", "allot.toml"}) fs::remove_all(folder / name);
    fs::remove(work / "allot.db");
  }
}

void require_empty(const fs::path& folder) {
  if (is_empty_but_for(folder, {"lock", "lost+found", restoring})) return;
  refuse(fmt::format(
      "{0} is not empty; move it away first (mv {0} {0}.old), or name another folder.",
      folder.string()
  ));
}

/// The database comes last: who sees it there sees that all is.
void fill(const fs::path& backup, const fs::path& work, const BackupFacts& facts) {
  fs::remove(work / "allot.db");
  copy_files(backup, work, facts);
  for (const auto* name : {"keys", "allot.toml"}) copy_small_file(backup / name, work / name);
  sync_file_system(work);
  copy_database(backup, work / "allot.db");
}

}  // namespace

void require_no_unfinished_restore(const fs::path& folder) {
  if (is_empty_but_for(folder / restoring, {})) return;
  refuse(
      fmt::format("A restore into {} was broken off; run `allot restore` again.", folder.string())
  );
}

BackupFacts restore(const Restore& input) {
  auto facts = read_backup_facts(input.backup);
  check_database(input.backup);
  const bool is_new = !fs::exists(input.folder);
  if (!is_new) require_own(input.folder);
  const auto held = DataFolder::open(input.folder);
  const auto work = input.folder / restoring;
  clear_unfinished(work, input.folder);
  require_empty(input.folder);
  if (::mkdir(work.c_str(), 0700) != 0 && errno != EEXIST) {
    refuse(fmt::format("{} cannot be made: {}.", work.string(), std::strerror(errno)));
  }
  try {
    fill(input.backup, work, facts);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(work, ignored);
    if (is_new) {
      fs::remove(input.folder / "lock", ignored);
      fs::remove(input.folder, ignored);
    }
    throw;
  }
  move_in(work, input.folder);
  return facts;
}

}  // namespace allot
