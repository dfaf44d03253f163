// The power is cut while an older data folder is brought to this program's schema.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <iostream>

#include "contents.h"
#include "cuts.h"
#include "script.h"
#include "store/sqlite/database.h"
#include "store/sqlite/migrations.h"

namespace allot::fault {

namespace {

namespace fs = std::filesystem;

constexpr auto old_row = "INSERT INTO organization VALUES (1, 'o', 'Old', 'mia@example.org', 7, 7)";

/// A folder as a program that knew the first schema alone left it.
void make_old_folder(const fs::path& data) {
  fs::create_directories(data);
  const auto file = data / "allot.db";
  sqlite::Database db(file, {});
  sqlite::migrate(db, file, sqlite::all_migrations().first(1));
  db.run(old_row);
  db.truncate_log();
}

/// The copy of the database from before, as a data folder.
void take_copy(const fs::path& data, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(data)) {
    if (entry.path().filename().string().starts_with("allot.db.before-")) {
      fs::copy_file(entry.path(), to / "allot.db", fs::copy_options::overwrite_existing);
    }
  }
}

std::string look_at(const Cut& cut, const std::string& old_rows, const std::string& new_rows) {
  const auto data = cut.folder / "data";
  const auto opened = open(data);
  if (const auto rows = rows_of(data); rows != new_rows) return difference(new_rows, rows);
  take_copy(data, cut.folder / "copy");
  return difference(old_rows, rows_of(cut.folder / "copy"));
}

TEST(AMigration, IsDoneOrNotAfterAPowerCutAndItsCopyIsWhole) {
  const MemoryFolder outer;
  const auto data = outer.path() / "data";
  make_old_folder(data);
  const auto old_rows = rows_of(data);
  start_recording(outer.path());
  open(data).reset();
  const auto recording = stop_recording();
  ASSERT_EQ(passed_by(recording, outer.path()), "");
  const auto new_rows = rows_of(data);
  ASSERT_NE(new_rows.find("organization: 1 | o | Old | mia@example.org | 7 | 7"), std::string::npos)
      << new_rows;
  const auto counts =
      check_every_cut(recording, [&](const Cut& cut) { return look_at(cut, old_rows, new_rows); });
  std::cout << fmt::format(
      "A migration: {} instants, {} disks opened and checked\n", counts.cuts, counts.states
  );
}

}  // namespace

}  // namespace allot::fault
