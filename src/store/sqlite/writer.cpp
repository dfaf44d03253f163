#include "store/sqlite/writer.h"

#include <optional>
#include <vector>

#include "base/log.h"
#include "store/sqlite/work_state.h"

namespace allot::sqlite {

namespace {

constexpr std::size_t group_size_max = 2'000;
constexpr int checkpoint_frames = 16'384;
constexpr std::chrono::milliseconds idle_time{100};
constexpr int cache_kib = 32 * 1024;

using SteadyClock = std::chrono::steady_clock;

std::chrono::microseconds micros_since(SteadyClock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begun);
}

std::uint64_t micros(SteadyClock::duration time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(time).count()
  );
}

}  // namespace

Writer::Writer(
    const std::filesystem::path& file,
    const Options& options,
    Caches& caches,
    std::function<void(const Job&)> run_job
)
    : db_(file, {.durable = options.durable, .cache_kib = cache_kib}),
      caches_(caches),
      context_{.db = db_, .caches = caches, .drafts = &drafts_},
      outside_context_(context_),
      outside_(outside_context_),
      transaction_(context_, &outside_),
      run_job_(std::move(run_job)),
      options_(options),
      checkpoint_at_(checkpoint_frames),
      jobs_(options.job_budget) {}

Writer::~Writer() {
  stop();
}

void Writer::post(Job job, Done done) {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_) throw StoreBusy("The server is stopping.");
    if (unfinished_ >= options_.queue_max) throw StoreBusy("Too many changes wait.");
    queue_.push_back({std::move(job), std::move(done), SteadyClock::now()});
    ++unfinished_;
  }
  wake_.notify_one();
}

StoreNumbers Writer::numbers() const {
  StoreNumbers numbers{
      .group_jobs = group_jobs_.counts(),
      .wait_seconds = waits_.counts(),
      .commit_seconds = commits_.counts(),
      .failed_groups = failed_groups_.value(),
      .checkpoints = checkpoints_.value(),
      .jobs = jobs_.numbers()
  };
  numbers.changes = numbers.wait_seconds.total();
  const std::scoped_lock lock(mutex_);
  numbers.queue_length = unfinished_;
  return numbers;
}

void Writer::start() {
  thread_ = std::thread([this] { loop(); });
}

void Writer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::finish_log() noexcept {
  try {
    db_.truncate_log();
  } catch (const std::exception& e) {
    log(LogLevel::error, "checkpoint_failed", {{"reason", e.what()}});
  }
}

void Writer::loop() {
  std::deque<Waiting> batch;
  while (wait_for_work(batch)) {
    while (!batch.empty()) {
      run_group(batch);
      checkpoint_if(false);
    }
  }
}

/// Takes all that waits; false when there will be no more.
bool Writer::wait_for_work(std::deque<Waiting>& batch) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return !queue_.empty() || stopping_; };
  if (!log_is_clean_ && !wake_.wait_for(lock, idle_time, ready)) {
    lock.unlock();
    checkpoint_if(true);
    lock.lock();
  }
  wake_.wait(lock, ready);
  batch.swap(queue_);
  return !batch.empty();
}

/// Runs the first jobs of the batch, commits them together, then tells all of them.
void Writer::run_group(std::deque<Waiting>& batch) {
  std::vector<Finished> finished;
  std::exception_ptr failure;
  try {
    db_.query("BEGIN IMMEDIATE").run();
    auto now = SteadyClock::now();
    const auto end = now + options_.group_time_max;
    do {
      auto next = std::move(batch.front());
      batch.pop_front();
      waits_.observe(micros(now - next.since));
      finished.push_back({std::move(next.done), nullptr});
      finished.back().error = run_one(next.job);
      if (!db_.in_transaction()) fail_all(finished.back().error);
      now = SteadyClock::now();
    } while (!batch.empty() && finished.size() < group_size_max && now < end);
    group_jobs_.observe(finished.size());
    commit();
    if (bell_ != nullptr) bell_->ring();
    log(LogLevel::debug, "committed", {{"changes", finished.size()}});
  } catch (...) {
    failure = std::current_exception();
    failed_groups_.add();
    abandon();
    // It did not even begin: all that wait hear of it, lest each waits as long again.
    if (finished.empty()) finished = give_up_all(batch);
  }
  {
    const std::scoped_lock lock(mutex_);
    unfinished_ -= finished.size();
  }
  for (auto& [done, error] : finished) {
    try {
      done(failure ? failure : error);
    } catch (const std::exception& e) {
      log(LogLevel::error, "write_not_reported", {{"reason", e.what()}});
    }
  }
}

/// Takes away all jobs that wait.
std::vector<Writer::Finished> Writer::give_up_all(std::deque<Waiting>& batch) {
  std::vector<Finished> given_up;
  const std::scoped_lock lock(mutex_);
  for (auto* const waiting : {&batch, &queue_}) {
    for (auto& one : *waiting) given_up.push_back({std::move(one.done), nullptr});
    waiting->clear();
  }
  return given_up;
}

/// A job's error that ended the whole transaction is every job's error.
void Writer::fail_all(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
  throw StoreFailure("The database gave up the transaction.");
}

std::exception_ptr Writer::run_one(const Job& job) {
  if (options_.rehearses) rehearse(job);
  const auto begun = SteadyClock::now();
  const auto before = work();
  kind_.reset();
  auto error = run_in_savepoint(job);
  // A request that was refused before it came to a change has none.
  jobs_.note(kind_.value_or("none"), micros_since(begun), work() - before);
  return error;
}

JobWork Writer::work() const {
  return {.rows = db_.rows_changed(), .steps = db_.steps()};
}

std::exception_ptr Writer::run_in_savepoint(const Job& job) {
  try {
    run_job_(job);
    if (job_savepoint_) release(*job_savepoint_);
    job_savepoint_.reset();
    return nullptr;
  } catch (...) {
    auto error = std::current_exception();
    if (const auto savepoint = std::exchange(job_savepoint_, std::nullopt)) roll_back(*savepoint);
    return error;
  }
}

/// Runs the job and takes back what it did, as after a clash of two servers: a job that cannot be
/// run again shows. What it throws it throws once more. No meter counts it.
void Writer::rehearse(const Job& job) {
  const auto changes = caches_.changes.kept();
  const auto savepoint = begin_savepoint();
  try {
    run_job_(job);
  } catch (...) {
  }
  if (const auto inner = std::exchange(job_savepoint_, std::nullopt)) roll_back(*inner);
  roll_back(savepoint);
  caches_.changes.restore(changes);
}

void Writer::run_within(Where where, const Job& job) {
  const WithinScope within(context_, transaction_, where);
  job();
}

void Writer::run(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) {
  if (!kind_) kind_ = kind;
  const WithinScope within(context_, transaction_, where);
  // Most jobs have one change: its savepoint is the job's as well.
  const bool is_first = !job_savepoint_;
  const auto savepoint = begin_savepoint();
  if (is_first) job_savepoint_ = savepoint;
  const auto undo = [&] {
    if (is_first) job_savepoint_.reset();
    roll_back(savepoint);
  };
  bool keep = false;
  try {
    keep = body(transaction_);
    if (keep && !is_first) release(savepoint);
  } catch (...) {
    undo();
    throw;
  }
  if (!keep) undo();
}

void Writer::commit() {
  const auto flushing = SteadyClock::now();
  const auto before = work();
  const auto datasets = flush_datasets(context_);
  const auto work_versions = raise_work_versions(context_);
  const auto ledgers = flush_ledgers(context_, work_versions);
  const auto works = work_after(context_, work_versions, ledgers);
  jobs_.note("flush", micros_since(flushing), work() - before);
  const auto begun = SteadyClock::now();
  db_.query("COMMIT").run();
  caches_.changes.commit();
  commits_.observe(micros(SteadyClock::now() - begun));
  log_is_clean_ = false;
  drafts_.datasets.clear();
  drafts_.ledgers.clear();
  for (const auto& [id, entry] : datasets) {
    entry ? caches_.datasets.offer(id, entry) : caches_.datasets.erase(id);
  }
  for (const auto& [dataset, id, entry] : ledgers) {
    entry ? caches_.ledgers.offer(id, entry) : caches_.ledgers.erase(id);
  }
  for (const auto& [dataset, entry] : works) caches_.works.offer(dataset, entry);
}

void Writer::abandon() noexcept {
  db_.roll_back();
  // What was noted of the group has not happened: readers that begin from here on stand behind it.
  caches_.changes.commit();
  drafts_.datasets.clear();
  drafts_.ledgers.clear();
  drafts_.rows.clear();
}

void Writer::checkpoint_if(bool idle) {
  if (!idle && db_.log_frames() < checkpoint_at_) return;
  try {
    log_is_clean_ = db_.checkpoint();
    checkpoints_.add();
    // A reader that holds an old snapshot keeps the log from being used anew: try again a while
    // later, not after each commit.
    checkpoint_at_ = log_is_clean_ ? checkpoint_frames : db_.log_frames() + checkpoint_frames / 4;
  } catch (const std::exception& e) {
    // The log keeps it all. Not again after each commit: that would fill the server's log as well.
    checkpoint_at_ = db_.log_frames() + checkpoint_frames / 4;
    log(LogLevel::error, "checkpoint_failed", {{"reason", e.what()}});
  }
  if (idle) log_is_clean_ = true;  // what a reader kept waits for the next commit
}

Writer::Savepoint Writer::begin_savepoint() {
  db_.query("SAVEPOINT job").run();
  return {drafts_.datasets.begin_savepoint(), drafts_.ledgers.begin_savepoint()};
}

void Writer::release(const Savepoint& savepoint) {
  verify_ledgers(context_, savepoint.ledgers);
  db_.query("RELEASE job").run();
}

void Writer::roll_back(const Savepoint& savepoint) {
  drafts_.datasets.roll_back(savepoint.datasets);
  drafts_.ledgers.roll_back(savepoint.ledgers);
  drafts_.rows.clear();
  // A full disk may have ended the whole transaction, savepoints included; run_group sees it.
  if (!db_.in_transaction()) return;
  db_.query("ROLLBACK TO job").run();
  db_.query("RELEASE job").run();
}

}  // namespace allot::sqlite
