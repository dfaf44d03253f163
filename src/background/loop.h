#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace allot::background {

/// Calls jobs again and again on one thread of its own. A job that throws is logged and tried again
/// at its next turn.
class Loop {
 public:
  Loop();
  /// Stops.
  ~Loop();

  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Calls `job` at once, then an `interval` after each call has ended. Thread-safe. `name` is for
  /// the log.
  void every(std::chrono::milliseconds interval, std::string name, std::function<void()> job);

  /// Waits for the job at hand; calls none any more. Repeatable.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;

  struct Job {
    std::chrono::milliseconds interval;
    std::string name;
    std::function<void()> run;
    Clock::time_point due;
  };

  void work();
  static void run(const Job& job);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  bool is_stopping_ = false;
  std::jthread thread_;
};

}  // namespace allot::background
