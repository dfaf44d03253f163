#include "installation/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "base/folder.h"
#include "installation/backup_form.h"
#include "installation/folder_reader.h"
#include "store/durable.h"
#include "store/sqlite/sqlite_store.h"

namespace allot {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string sentence) {
  throw std::runtime_error(std::move(sentence));
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

void check_target(const fs::path& folder, const fs::path& target) {
  const auto real_folder = fs::weakly_canonical(folder);
  const auto real_target = fs::weakly_canonical(target);
  if (is_below(real_target, real_folder) || is_below(real_folder, real_target)) {
    refuse(fmt::format(
        "The backup {} and the data folder {} would lie in each other; name another folder.",
        target.string(),
        folder.string()
    ));
  }
  if (fs::exists(target) && !fs::is_directory(target)) {
    refuse(fmt::format("{} is no folder.", target.string()));
  }
  if (!fs::exists(target / facts_name) && !is_empty_but_for(target, {})) {
    refuse(fmt::format("{} is neither empty nor a backup; name another folder.", target.string()));
  }
}

/// Where a backup is made, by one process at a time; what an earlier one left is gone on with.
class Workplace {
 public:
  explicit Workplace(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_.parent_path());
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) fail();
    handle_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle_ < 0) fail();
    if (::flock(handle_, LOCK_EX | LOCK_NB) != 0) {
      ::close(handle_);
      refuse(fmt::format("Another backup is at work in {}.", folder_.string()));
    }
    const bool is_ours = fs::exists(folder_ / unfinished_mark) || fs::exists(folder_ / facts_name);
    if (!is_ours && !is_empty_but_for(folder_, {})) {
      ::close(handle_);
      refuse(fmt::format("{} is in the way; move it elsewhere.", folder_.string()));
    }
    write_small_file(folder_ / unfinished_mark, "");
    fs::remove(folder_ / facts_name);
  }

  ~Workplace() { ::close(handle_); }

  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  [[nodiscard]] const fs::path& path() const { return folder_; }

 private:
  [[noreturn]] void fail() const {
    refuse(fmt::format("{} cannot be made: {}.", folder_.string(), std::strerror(errno)));
  }

  fs::path folder_;
  int handle_ = -1;
};

Transferred copy_files(const BackUp& input, const fs::path& work) {
  const auto store = sqlite::open_to_read(work / "allot.db", sqlite::Schema::any_known);
  const auto like = fs::exists(input.target / "files") ? input.target / "files" : fs::path();
  const TransferContents places{.from = input.folder / "files", .to = work / "files", .like = like};
  fs::create_directories(places.to);
  Transferred done;
  for (const auto& shelf : shelf_names()) {
    const auto contents =
        read(*store, [&](const Transaction& tx) { return tx.integrity().contents(shelf); });
    transfer_shelf(places, shelf, contents, done);
  }
  fs::remove_all(places.to / "drafts");
  return done;
}

/// The new takes the place of the old at one moment, where the file system can do that.
void publish(const fs::path& work, const fs::path& target) {
  if (!fs::exists(target / facts_name)) {
    move_durably(work, target);
    return;
  }
  if (::renameat2(AT_FDCWD, work.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0) {
    const auto old = target.string() + ".old";
    fs::remove_all(old);
    move_durably(target, old);
    move_durably(work, target);
    fs::remove_all(old);
    return;
  }
  sync_folder(target.parent_path());
  fs::remove_all(work);
}

}  // namespace

BackedUp back_up(const BackUp& input) {
  require_no_unfinished_restore(input.folder);
  check_target(input.folder, input.target);
  static_cast<void>(database_in(input.folder));
  const auto hold = open_file_folder_to_read(input.folder / "files")->hold_still();
  const Workplace workplace(input.target.string() + ".partial");
  const auto& work = workplace.path();
  // Before the files: what it names is kept already, and stays while the folder is held still.
  copy_database(input.folder, work / "allot.db");
  const auto files = copy_files(input, work);
  for (const auto* name : {"keys", "allot.toml"}) {
    copy_small_file(input.folder / name, work / name);
  }
  BackedUp done{
      .facts =
          {.program = input.program,
           .schema = sqlite::schema_of(work / "allot.db"),
           .at = input.at,
           .files = files.files,
           .bytes = files.bytes,
           .lacking = files.lacking},
      .copied = files.copied
  };
  write_small_file(work / facts_name, backup_facts_json(done.facts));
  sync_file_system(work);
  fs::remove(work / unfinished_mark);
  sync_folder(work);
  publish(work, input.target);
  return done;
}

}  // namespace allot
