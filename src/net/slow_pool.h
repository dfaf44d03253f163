#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/metrics.h"

namespace allot::net {

/// A few threads for what takes longer than a millisecond: filters, files, password hashes. Callers
/// take turns, and one caller has at most half of the threads, and of the places in the queue. A
/// thread that only waits for another (base/waiting.h), as for the writer, does not count: a spare
/// one takes its place meanwhile, so that reading goes on. Thread-safe.
class SlowPool {
 public:
  using Job = std::function<void()>;

  struct Options {
    std::size_t threads = 2;
    std::size_t queue_max = 256;
    std::size_t waiting_max = 0;  // threads that may wait for another besides
  };

  explicit SlowPool(const Options& options);
  /// Finishes what is queued.
  ~SlowPool();

  SlowPool(const SlowPool&) = delete;
  SlowPool& operator=(const SlowPool&) = delete;

  /// Queues a job that must not throw. `caller`: whose share of the pool it takes; "": nobody's.
  /// False when the queue, or the caller's part of it, is full: the job was not taken.
  [[nodiscard]] bool try_post(Job job, const std::string& caller = {});

  /// As of now, for this caller.
  [[nodiscard]] bool is_full(const std::string& caller = {});

  /// Jobs that wait.
  [[nodiscard]] std::size_t queue_length() const;

  /// Somebody saw that it is full, and did not try.
  void note_refused() { refused_.add(); }

  /// Jobs that found the queue full, so far.
  [[nodiscard]] std::uint64_t refused() const { return refused_.value(); }

  /// The same for the next slice of work that has begun: never refused.
  void post_more(Job job, const std::string& caller = {});

 private:
  class Turn;

  struct Caller {
    std::deque<Job> jobs;
    std::size_t running = 0;
    std::size_t waiting = 0;  // of its jobs, for another thread
  };

  using Callers = std::unordered_map<std::string, Caller>;

  // All of these are called with the mutex held.
  void add(Job job, const std::string& caller);
  [[nodiscard]] bool has_no_place(const std::string& caller) const;
  [[nodiscard]] bool may_run(const Callers::value_type& caller) const;
  /// Where in `turns_` the next caller is that may run; their end when there is none, or no thread
  /// is free.
  [[nodiscard]] std::deque<Callers::value_type*>::iterator next_turn();
  [[nodiscard]] Job take(Callers::value_type& caller);
  void leave(Callers::value_type& caller);
  /// Wakes a thread, or makes one, when there is something to do for it.
  void call_a_thread();
  void work();

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Callers callers_;                         // with jobs that are queued or under way
  std::deque<Callers::value_type*> turns_;  // those with queued jobs
  std::size_t queued_ = 0;
  std::size_t running_ = 0;  // less those that wait for another
  std::size_t idle_ = 0;     // threads
  Counter refused_;
  bool is_closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace allot::net
