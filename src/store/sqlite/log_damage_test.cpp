#include "store/sqlite/log_damage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "store/sqlite/database.h"
#include "store/sqlite/test_folder.h"
#include "store/store.h"

namespace allot::sqlite {

namespace {

namespace fs = std::filesystem;

constexpr int transactions = 6;
constexpr std::size_t page_bytes = 4096;
constexpr std::size_t frame_bytes = page_bytes + 24;

/// A log that somebody was writing when the power failed: a copy of the files, taken while the
/// database is open.
class LogAfterAPowerCut : public testing::Test {
 protected:
  LogAfterAPowerCut() {
    const auto used = folder.path / "used.db";
    Database db(used, {});
    for (int i = 0; i < transactions; ++i) {
      db.run(i == 0 ? "CREATE TABLE t (a)" : "INSERT INTO t VALUES (randomblob(9000))");
    }
    frames = static_cast<std::size_t>(db.log_frames());
    fs::copy_file(used, database);
    fs::copy_file(used.string() + "-wal", log);
  }

  void overwrite(std::size_t offset, std::string_view bytes) {
    std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }

  void spoil_frame(std::size_t number) { overwrite(32 + frame_bytes * number + 1000, "spoiled"); }

  std::size_t rows() {
    return Database(database, {}).query("SELECT count(*) FROM t").one<std::size_t>();
  }

  TestFolder folder;
  fs::path database = folder.path / "allot.db";
  fs::path log = database.string() + "-wal";
  std::size_t frames = 0;
};

TEST_F(LogAfterAPowerCut, IsReadToItsEnd) {
  const auto end = read_log_end(log);
  EXPECT_EQ(end.readable_frames, frames);
  EXPECT_EQ(end.unreadable_transactions, 0U);
  EXPECT_FALSE(end.is_damaged());
  EXPECT_NO_THROW(require_sound_log(database));
}

TEST_F(LogAfterAPowerCut, AbsentOrEmptyIsSound) {
  EXPECT_FALSE(read_log_end(folder.path / "nowhere").is_damaged());
  fs::resize_file(log, 0);
  EXPECT_FALSE(read_log_end(log).is_damaged());
}

TEST_F(LogAfterAPowerCut, WithATornLastTransactionIsSoundUpToTheOneBefore) {  // B-164
  for (const bool is_cut : {false, true}) {
    is_cut ? fs::resize_file(log, fs::file_size(log) - 100) : spoil_frame(frames - 1);
    const auto end = read_log_end(log);
    EXPECT_LT(end.readable_frames, frames);
    EXPECT_LE(end.unreadable_transactions, 1U);
    EXPECT_NO_THROW(require_sound_log(database));
  }
  EXPECT_EQ(rows(), transactions - 2U);
}

TEST_F(LogAfterAPowerCut, WithADamagedFrameInsideIsRefused) {  // B-168
  spoil_frame(frames / 2);
  const auto end = read_log_end(log);
  EXPECT_LE(end.readable_frames, frames / 2);
  EXPECT_GT(end.unreadable_transactions, 1U);
  EXPECT_THAT(
      [&] { require_sound_log(database); },
      ::testing::ThrowsMessage<StoreFailure>(::testing::HasSubstr(log.string()))
  );
  EXPECT_LT(rows(), transactions - 1U) << "SQLite finds it by itself: this check can go";
}

TEST_F(LogAfterAPowerCut, WithADamagedHeadIsRefusedAndWithZerosIsEmpty) {  // B-168
  overwrite(16, "salt");
  EXPECT_TRUE(read_log_end(log).is_damaged());
  EXPECT_THROW(require_sound_log(database), StoreFailure);
  overwrite(0, std::string(32, '\0'));
  EXPECT_FALSE(read_log_end(log).is_damaged());
}

TEST_F(LogAfterAPowerCut, EndsWhereAnEarlierUseOfTheFileBegins) {
  const auto used = folder.path / "used.db";
  {
    Database db(used, {});
    db.run("INSERT INTO t VALUES (randomblob(30000))");
    ASSERT_TRUE(db.checkpoint());
    db.run("INSERT INTO t VALUES (1)");  // from the beginning of the log again
    const auto end = read_log_end(used.string() + "-wal");
    EXPECT_EQ(end.readable_frames, static_cast<std::size_t>(db.log_frames()));
    EXPECT_EQ(end.unreadable_transactions, 0U);
    EXPECT_LT(end.readable_frames * frame_bytes, fs::file_size(used.string() + "-wal") / 2);
  }
}

}  // namespace

}  // namespace allot::sqlite
