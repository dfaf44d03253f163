#include "store/sqlite/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <future>

#include "store/fault.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/test_folder.h"

namespace allot::sqlite {

namespace {

/// The writer alone, with its connection at hand for what only a broken disk or a bug would do.
class WriterThread : public testing::Test {
 protected:
  explicit WriterThread(std::chrono::milliseconds job_budget = std::chrono::hours(1))
      : writer(
            file,
            // What waits together is committed together, however slow the machine.
            {.group_time_max = std::chrono::hours(1), .job_budget = job_budget},
            caches,
            [](const Writer::Job& job) { job(); }
        ) {
    migrate(writer.database(), file);
    writer.start();
  }

  std::future<void> post(std::function<void()> job) {
    const auto outcome = std::make_shared<std::promise<void>>();
    writer.post(std::move(job), [outcome](const std::exception_ptr& error) {
      error ? outcome->set_exception(error) : outcome->set_value();
    });
    return outcome->get_future();
  }

  /// Keeps the writer busy, so that what is posted until `release` is one group.
  void hold() {
    held_ = post([this] {
      begun_.set_value();
      gate_.get_future().wait();
    });
    begun_.get_future().wait();
  }

  void release() {
    gate_.set_value();
    held_.get();
  }

  void add_user(const std::string& name, std::size_t size = 10) {
    writer.run(Scope::everything(), [&](Transaction& tx) {
      tx.users().put({.id = UserId{name}, .first_name = std::string(size, 'x')});
      return true;
    });
  }

  int users() {
    Database reader(file, {.read_only = true});
    return reader.query("SELECT count(*) FROM account").one<int>();
  }

  TestFolder folder;
  std::filesystem::path file = folder.path / "allot.db";
  Caches caches{Options{}.ledger_bytes_max};
  Writer writer;

 private:
  std::promise<void> begun_;
  std::promise<void> gate_;
  std::future<void> held_;
};

TEST_F(WriterThread, ACommitThatFailsIsHeardByEveryJobOfTheGroup) {
  hold();
  auto good = post([&] { add_user("ada"); });
  auto bad = post([&] {
    // Found wrong at the commit, not before.
    writer.database().run("PRAGMA defer_foreign_keys = ON");
    writer.run(Scope::everything(), [&](Transaction& tx) {
      tx.projects().put_member({.project = ProjectId{"unknown"}, .user = UserId{"ada"}});
      return true;
    });
  });
  release();
  EXPECT_THROW(bad.get(), StoreFailure);
  EXPECT_THROW(good.get(), StoreFailure);
  EXPECT_EQ(users(), 0);
  post([&] { add_user("ben"); }).get();
  EXPECT_EQ(users(), 1);
}

TEST_F(WriterThread, TellsHowManyChangesItCommittedTogether) {
  hold();
  std::vector<std::future<void>> waiting;
  for (int i = 0; i < 7; ++i) waiting.push_back(post([] {}));
  EXPECT_EQ(writer.numbers().queue_length, 8u);  // with the one that holds it
  release();
  for (auto& done : waiting) done.get();
  const auto numbers = writer.numbers();
  EXPECT_EQ(numbers.queue_length, 0u);
  EXPECT_EQ(numbers.changes, 8u);
  EXPECT_EQ(numbers.group_jobs.sum, 8);
  EXPECT_EQ(numbers.wait_seconds.total(), 8u);
  EXPECT_EQ(numbers.commit_seconds.total(), numbers.group_jobs.total());
  EXPECT_EQ(numbers.group_jobs.counts[3], 1u);  // 7 are more than 5, and not more than 10
}

TEST_F(WriterThread, AFullDiskFailsTheJobAndTheNextOneGoesOn) {
  post([&] { add_user("ada"); }).get();
  int pages = 0;
  post([&] { pages = writer.database().query("PRAGMA page_count").one<int>(); }).get();
  post([&] {
    writer.database().run(("PRAGMA max_page_count = " + std::to_string(pages + 2)).c_str());
  }).get();
  EXPECT_THROW(post([&] { add_user("big", 100'000); }).get(), StoreFailure);
  EXPECT_EQ(users(), 1);
  post([&] { writer.database().run("PRAGMA max_page_count = 1000000"); }).get();
  post([&] { add_user("big", 100'000); }).get();
  EXPECT_EQ(users(), 2);
}

TEST_F(WriterThread, AnInterruptedTransactionIsHeardByTheWholeGroup) {
  hold();
  auto good = post([&] { add_user("ada"); });
  auto bad = post([&] { writer.database().roll_back(); });
  release();
  EXPECT_THROW(bad.get(), StoreFailure);
  EXPECT_THROW(good.get(), StoreFailure);
  post([&] { add_user("ben"); }).get();
  EXPECT_EQ(users(), 1);
}

// B-166
TEST_F(WriterThread, AJobThatFillsTheDiskTellsTheWholeGroupSo) {
  post([&] { add_user("ada"); }).get();
  post([&] {
    const auto pages = writer.database().query("PRAGMA page_count").one<int>();
    writer.database().run(("PRAGMA max_page_count = " + std::to_string(pages + 2)).c_str());
  }).get();
  try {
    post([&] { add_user("big", 100'000); }).get();
    FAIL() << "there is room";
  } catch (const KnownFailure& failure) {
    EXPECT_EQ(failure.fault(), StoreFault::disk_full) << failure.what();
  }
}

// B-167
TEST_F(WriterThread, OfALockThatLastsAllThatWaitHearTogether) {
  post([&] { writer.database().run("PRAGMA busy_timeout = 1"); }).get();
  Database other(file, {});
  other.run("BEGIN IMMEDIATE");
  std::array<std::promise<void>, 3> heard;
  // Posted on the writer's own thread, so that all three wait before it looks again.
  writer.post(
      [] {},
      [&](const std::exception_ptr&) {
        for (auto& one : heard) {
          writer.post(
              [&] { add_user("ada"); },
              [&](const std::exception_ptr& error) {
                // Were the others tried after this one, they would find no lock.
                if (other.in_transaction()) other.run("ROLLBACK");
                error ? one.set_exception(error) : one.set_value();
              }
          );
        }
      }
  );
  for (auto& one : heard) EXPECT_THROW(one.get_future().get(), StoreBusy);
  post([&] { add_user("ada"); }).get();
  EXPECT_EQ(users(), 1);
}

TEST_F(WriterThread, AnExceptionOfTheReportHurtsNobody) {
  std::promise<void> called;
  writer.post(
      [] {},
      [&](const std::exception_ptr&) {
        called.set_value();
        throw std::runtime_error("not our trouble");
      }
  );
  called.get_future().wait();
  post([&] { add_user("ada"); }).get();
  EXPECT_EQ(users(), 1);
}

TEST_F(WriterThread, TheLogIsEmptyAfterTheEnd) {
  for (int i = 0; i < 20; ++i) post([&] { add_user("ada", 10'000); }).get();
  const auto log = file.string() + "-wal";
  EXPECT_GT(std::filesystem::file_size(log), 0u);
  writer.stop();
  writer.finish_log();
  EXPECT_EQ(std::filesystem::file_size(log), 0u);
}

/// Of the jobs of a kind so far.
StoreNumbers::JobNumbers numbers_of(const Writer& writer, const std::string& kind) {
  for (const auto& job : writer.numbers().jobs) {
    if (job.kind == kind) return job;
  }
  return {};
}

TEST_F(WriterThread, AJobIsMeteredUnderTheFirstKindInIt) {
  post([&] { writer.run(Scope::everything(), [](Transaction&) { return true; }, "first"); }).get();
  post([&] {
    writer.run(Scope::everything(), [](Transaction&) { return true; }, "first");
    writer.run(Scope::everything(), [](Transaction&) { return true; }, "second");
  }).get();
  post([] {}).get();
  EXPECT_EQ(numbers_of(writer, "first").seconds.total(), 2u);
  EXPECT_EQ(numbers_of(writer, "second").seconds.total(), 0u);
  EXPECT_EQ(numbers_of(writer, "none").seconds.total(), 1u);
}

TEST_F(WriterThread, AJobThatNamesNoKindIsOfItsFile) {
  post([&] { add_user("ada"); }).get();
  EXPECT_EQ(numbers_of(writer, "sqlite/writer_test").seconds.total(), 1u);
}

TEST_F(WriterThread, AJobsRowsAreCountedAndWhatItLooksAt) {
  post([&] {
    for (const auto* name : {"ada", "ben", "cleo"}) add_user(name);
  }).get();
  EXPECT_EQ(numbers_of(writer, "sqlite/writer_test").rows, 3u);
  const auto look = [&] {
    const auto before = numbers_of(writer, "look").steps;
    const auto job = [&] {
      writer.run(
          Scope::everything(),
          [](Transaction& tx) {
            EXPECT_GE(tx.users().list().size(), 3u);
            return true;
          },
          "look"
      );
    };
    post(job).get();
    return numbers_of(writer, "look").steps - before;
  };
  const auto steps = look();
  post([&] {
    for (int i = 0; i < 100; ++i) add_user("person " + std::to_string(i));
  }).get();
  EXPECT_GT(look(), 10 * steps);
}

struct ImpatientWriter : WriterThread {
  ImpatientWriter() : WriterThread(std::chrono::milliseconds(-1)) {}
};

TEST_F(ImpatientWriter, AJobOverTheBudgetIsLoggedAndCounted) {
  testing::internal::CaptureStderr();
  post([&] { writer.run(Scope::everything(), [](Transaction&) { return true; }, "slow_verb"); }
  ).get();
  const auto lines = testing::internal::GetCapturedStderr();
  EXPECT_THAT(lines, testing::HasSubstr("warning job_over_budget"));
  EXPECT_THAT(lines, testing::HasSubstr("kind=slow_verb millis="));
  EXPECT_EQ(numbers_of(writer, "slow_verb").over_budget, 1u);
}

TEST_F(WriterThread, AJobWithinTheBudgetIsNot) {
  post([&] { writer.run(Scope::everything(), [](Transaction&) { return true; }, "quick_verb"); }
  ).get();
  EXPECT_EQ(numbers_of(writer, "quick_verb").over_budget, 0u);
}

}  // namespace

}  // namespace allot::sqlite
