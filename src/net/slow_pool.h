#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/metrics.h"

namespace allot::net {

/// A few threads for what takes longer than a millisecond: filters, files, password hashes.
/// Thread-safe.
class SlowPool {
 public:
  using Job = std::function<void()>;

  SlowPool(std::size_t threads, std::size_t queue_max);
  /// Finishes what is queued.
  ~SlowPool();

  SlowPool(const SlowPool&) = delete;
  SlowPool& operator=(const SlowPool&) = delete;

  /// Queues a job that must not throw. False when the queue is full: the job was not taken.
  [[nodiscard]] bool try_post(Job job);

  /// As of now.
  [[nodiscard]] bool is_full();

  /// Jobs that wait.
  [[nodiscard]] std::size_t queue_length() const;

  /// Somebody saw that it is full, and did not try.
  void note_refused() { refused_.add(); }

  /// Jobs that found the queue full, so far.
  [[nodiscard]] std::uint64_t refused() const { return refused_.value(); }

  /// The same for the next slice of work that has begun: never refused.
  void post_more(Job job);

 private:
  void work();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  Counter refused_;
  bool is_closing_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace allot::net
