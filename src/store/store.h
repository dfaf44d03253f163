#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/bell.h"
#include "base/function_ref.h"
#include "base/metrics.h"
#include "base/result.h"
#include "store/integrity.h"
#include "store/job_kind.h"
#include "store/nouns.h"
#include "store/where.h"

namespace allot {

class AnnotationLog;   // store/annotation_log.h
class Availabilities;  // store/availabilities.h
class Offers;          // store/offers.h
class Exports;         // store/exports.h
class Clones;          // store/clones.h
class AnnotationWalk;  // store/annotation_walk.h
class ItemPaths;       // store/item_paths.h
class WorkLists;       // store/work_lists.h
class Paces;

/// The database broke down: lost, full, corrupt. Nothing of the running transaction was kept.
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The queue of writes is full or the store is closing: nothing was begun, the caller may try
/// again.
class StoreBusy : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// All nouns under one snapshot (reading) or one atomic change (writing). Lives only inside `read`
/// or `write`.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual Users& users() = 0;
  virtual Sessions& sessions() = 0;
  virtual ApiKeys& api_keys() = 0;
  virtual Projects& projects() = 0;
  virtual Availabilities& availabilities() = 0;
  virtual Datasets& datasets() = 0;
  virtual Recipes& recipes() = 0;
  virtual Items& items() = 0;
  virtual Annotations& annotations() = 0;
  virtual const AnnotationWalk& annotation_walk() const = 0;
  virtual Purges& purges() = 0;
  virtual const ItemPaths& item_paths() const = 0;
  virtual BulkChanges& bulk_changes() = 0;
  virtual AnnotationLists& annotation_lists() = 0;
  virtual AnnotationLog& annotation_log() = 0;
  virtual Tasks& tasks() = 0;
  virtual Assignments& assignments() = 0;
  virtual Ledgers& ledgers() = 0;
  virtual StatusLog& status_log() = 0;
  virtual const WorkLists& work_lists() const = 0;
  virtual Paces& paces() = 0;  // store/pace_nouns.h
  virtual Offers& offers() = 0;
  virtual Journal& journal() = 0;
  virtual Exports& exports() = 0;
  virtual Clones& clones() = 0;
  virtual Operations& operations() = 0;
  virtual Outbox& outbox() = 0;
  virtual Inbox& inbox() = 0;
  virtual Reminders& reminders() = 0;
  virtual Integrity& integrity() = 0;

  /// The same for what a change reads outside of its scope (ADR 0041), where nothing is locked: it
  /// may be a moment old, so the change has to be right on either side of that moment.
  [[nodiscard]] virtual const Transaction& outside() const { return *this; }

  // A const transaction reads only.
  const Users& users() const { return self().users(); }

  const Sessions& sessions() const { return self().sessions(); }

  const ApiKeys& api_keys() const { return self().api_keys(); }

  const Projects& projects() const { return self().projects(); }

  const Availabilities& availabilities() const { return self().availabilities(); }

  const Datasets& datasets() const { return self().datasets(); }

  const Recipes& recipes() const { return self().recipes(); }

  const Items& items() const { return self().items(); }

  const Annotations& annotations() const { return self().annotations(); }

  const Purges& purges() const { return self().purges(); }

  const BulkChanges& bulk_changes() const { return self().bulk_changes(); }

  const AnnotationLists& annotation_lists() const { return self().annotation_lists(); }

  const AnnotationLog& annotation_log() const { return self().annotation_log(); }

  const Tasks& tasks() const { return self().tasks(); }

  const Assignments& assignments() const { return self().assignments(); }

  const Ledgers& ledgers() const { return self().ledgers(); }

  const StatusLog& status_log() const { return self().status_log(); }

  const Paces& paces() const { return self().paces(); }

  const Offers& offers() const { return self().offers(); }

  const Journal& journal() const { return self().journal(); }

  const Exports& exports() const { return self().exports(); }

  const Clones& clones() const { return self().clones(); }

  const Operations& operations() const { return self().operations(); }

  const Outbox& outbox() const { return self().outbox(); }

  const Inbox& inbox() const { return self().inbox(); }

  const Reminders& reminders() const { return self().reminders(); }

  const Integrity& integrity() const { return self().integrity(); }

 private:
  Transaction& self() const { return const_cast<Transaction&>(*this); }
};

/// What a store has done and holds at a moment; a part that a driver lacks stays zero.
struct StoreNumbers {
  struct CacheNumbers {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;  // about
  };

  struct JobNumbers {
    std::string kind;
    HistogramCounts seconds;  // of a job on the writer, without the commit
    std::uint64_t rows = 0;   // inserted, changed, deleted
    std::uint64_t steps = 0;  // of the database's machine
    std::uint64_t over_budget = 0;
  };

  HistogramCounts group_jobs;      // changes committed together
  HistogramCounts wait_seconds;    // of a change, from being queued to being begun
  HistogramCounts commit_seconds;  // of a COMMIT, with its sync
  std::uint64_t changes = 0;       // that were run, kept or not
  std::uint64_t failed_groups = 0;
  std::uint64_t queue_length = 0;  // changes that wait or run
  std::uint64_t checkpoints = 0;
  std::uint64_t database_bytes = 0;
  std::uint64_t log_bytes = 0;     // of the write-ahead log's file
  std::uint64_t reader_steps = 0;  // of statements that only read, in the database's machine
  CacheNumbers ledgers;
  CacheNumbers datasets;
  std::vector<JobNumbers> jobs;  // by kind, in the order of their names
};

/// One installation's database. Thread-safe.
///
/// Writes are serial: each body runs alone in its own savepoint; several are committed together and
/// reported only after the commit is durable. Reads see a snapshot of what was committed before
/// they began.
class Store {
 public:
  virtual ~Store() = default;

  /// Runs `body` on this thread in one read transaction. Inside a write (on the writer) it reads
  /// the writer's own draft. Ends by GivenUp when the thread's patience is over (base/patience.h).
  virtual void run_read(FunctionRef<void(const Transaction&)> body) = 0;

  /// Runs `body` in a write transaction on the scope that `where` tells, and returns once that is
  /// durable; `body` answers whether to keep it. On the writer thread, inside a job of
  /// `post_write`, it is a direct call in that job's savepoint, and its scope is part of the job's;
  /// elsewhere it blocks. Rethrows what `body` throws, keeping nothing. The body may touch only the
  /// transaction and its own locals, since it may run again (ADR 0035). A thread that waits for the
  /// writer says so (base/waiting.h); once something is kept, the caller's patience has no end
  /// (base/patience.h). The first `kind` inside a job is the job's.
  virtual void run_write(
      Where where,
      FunctionRef<bool(Transaction&)> body,
      JobKind kind = std::source_location::current()
  ) = 0;

  /// The same for a change that nobody sees before a later one shows it, and that is taken back
  /// when none does: whoever notes what a request did (B-297) passes it over.
  virtual void run_preparation(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) {
    run_write(where, body, kind);
  }

  /// Queues `job` for the writer thread and returns at once; `write(store, …)` inside it is direct.
  /// All its changes are on the scope that `where` tells, who is asked no more once the job was run
  /// or dropped. After the commit (or the roll-back) `done` is called on the writer thread with the
  /// exception, if any: hand over and return. When the commit itself fails, `done` gets that
  /// StoreFailure whatever the job thought. Throws StoreBusy when the queue is full.
  virtual void post_write(
      FindScope where, std::function<void()> job, std::function<void(std::exception_ptr)> done
  ) = 0;

  [[nodiscard]] virtual StoreNumbers numbers() const { return {}; }

  /// Rings after changes were committed, as soon as readers see them. Where other processes change
  /// the same database it may ring later.
  [[nodiscard]] virtual Bell& bell() { return bell_; }

  /// Finishes what is queued, checkpoints, and refuses more. Called once, before destruction.
  virtual void close() = 0;

  /// Runs `job`, in which `read(store, …)` may wait as long as the database does, and then `done`
  /// with what it threw, if anything. Here and now, before it returns, where reading never waits
  /// for long, as in SQLite; another driver takes both to threads of its own, so that no frozen
  /// database freezes the caller: there `done` hands over and returns. Throws StoreBusy when too
  /// many wait, having begun nothing.
  virtual void post_read(std::function<void()> job, std::function<void(std::exception_ptr)> done) {
    std::exception_ptr error;
    try {
      job();
    } catch (...) {
      error = std::current_exception();
    }
    done(error);
  }

 private:
  Bell bell_;
};

/// `const auto task = read(env.store, [&](const Transaction& tx) -> Result<Task> { … });`
template <class Body>
auto read(Store& store, Body&& body) {
  using R = std::invoke_result_t<Body&, const Transaction&>;
  std::optional<R> result;
  store.run_read([&](const Transaction& tx) { result.emplace(body(tx)); });
  return std::move(*result);
}

/// What `body` answers, run by `run`, which is given a body that tells whether to keep it.
template <class Body, class Run>
auto result_of(Body& body, Run run) {
  using R = std::invoke_result_t<Body&, Transaction&>;
  std::optional<R> result;
  run([&](Transaction& tx) {
    result.emplace(body(tx));
    return result->has_value();
  });
  return std::move(*result);
}

/// Committed when the Result holds a value, rolled back otherwise.
template <class Body>
auto write(Store& store, Where where, Body&& body, JobKind kind = std::source_location::current()) {
  return result_of(body, [&](FunctionRef<bool(Transaction&)> kept) {
    store.run_write(where, kept, kind);
  });
}

/// The same by `run_preparation`.
template <class Body>
auto prepare_write(
    Store& store, Where where, Body&& body, JobKind kind = std::source_location::current()
) {
  return result_of(body, [&](FunctionRef<bool(Transaction&)> kept) {
    store.run_preparation(where, kept, kind);
  });
}

}  // namespace allot
