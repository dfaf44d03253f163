#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/bell.h"
#include "base/function_ref.h"
#include "store/sqlite/dataset_state.h"
#include "store/sqlite/job_meter.h"
#include "store/sqlite/ledger_state.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

/// The writer thread: owns the only writing connection, commits what waits together, and
/// checkpoints. Thread-safe.
class Writer {
 public:
  using Job = std::function<void()>;
  using Done = std::function<void(std::exception_ptr)>;

  struct Options {
    bool durable = true;
    std::size_t queue_max = 65'536;
    /// No job is added to a group that is older.
    std::chrono::milliseconds group_time_max{5};
    /// A longer job is logged.
    std::chrono::milliseconds job_budget{50};
    /// For tests: each job runs twice, the first time to be rolled back.
    bool rehearses = false;
  };

  /// `run_job` is called on the writer thread around each job, to make the transaction known there.
  Writer(
      const std::filesystem::path& file,
      const Options& options,
      Caches& caches,
      std::function<void(const Job&)> run_job
  );
  ~Writer();

  /// Throws StoreBusy.
  void post(Job job, Done done);

  /// On the writer thread, inside a job: runs `body` in a savepoint of its own. In debug builds a
  /// body that leaves its scope throws BrokenInvariant.
  void run(
      Where where,
      FunctionRef<bool(Transaction&)> body,
      JobKind kind = std::source_location::current()
  );

  /// On the writer thread: runs `job`, all of whose changes are there.
  void run_within(Where where, const Job& job);

  /// On any thread; of caches and files it knows nothing.
  [[nodiscard]] StoreNumbers numbers() const;

  /// Before `start` the connection is the caller's.
  [[nodiscard]] Database& database() { return db_; }

  [[nodiscard]] SqliteTransaction& transaction() { return transaction_; }

  /// Rung after each commit; before `start`.
  void ring(Bell& bell) { bell_ = &bell; }

  void start();
  /// Runs what is queued and ends the thread. `finish_log` then, once all readers are closed: what
  /// cannot be moved into the database stays in the log, and is found there by the next start.
  void stop();
  void finish_log() noexcept;

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Waiting {
    Job job;
    Done done;
    TimePoint since;
  };

  struct Finished {
    Done done;
    std::exception_ptr error;
  };

  struct Savepoint {
    Drafts<DatasetDraft>::Mark datasets;
    Drafts<LedgerDraft>::Mark ledgers;
  };

  void loop();
  bool wait_for_work(std::deque<Waiting>& batch);
  void run_group(std::deque<Waiting>& batch);
  std::exception_ptr run_one(const Job& job);
  std::exception_ptr run_in_savepoint(const Job& job);
  void rehearse(const Job& job);
  std::vector<Finished> give_up_all(std::deque<Waiting>& batch);
  [[noreturn]] static void fail_all(const std::exception_ptr& error);
  void commit();
  [[nodiscard]] JobWork work() const;
  void abandon() noexcept;
  void checkpoint_if(bool idle);

  Savepoint begin_savepoint();
  void release(const Savepoint& savepoint);
  void roll_back(const Savepoint& savepoint);

  Database db_;
  Caches& caches_;
  WriterDrafts drafts_;
  Context context_;
  Context outside_context_;  // held to no scope
  SqliteTransaction outside_;
  SqliteTransaction transaction_;
  std::function<void(const Job&)> run_job_;
  Options options_;
  int checkpoint_at_;
  bool log_is_clean_ = true;

  GroupSizes group_jobs_;
  Latencies waits_;
  Latencies commits_;
  Counter failed_groups_;
  JobMeter jobs_;
  std::optional<JobKind> kind_;             // of the job at hand, once it is known
  std::optional<Savepoint> job_savepoint_;  // of its first change on
  Counter checkpoints_;
  Bell* bell_ = nullptr;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  std::size_t unfinished_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace allot::sqlite
