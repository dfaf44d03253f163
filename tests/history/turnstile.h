#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <vector>

namespace allot::history {

/// Lets one of several threads run at a time and decides by a seed which is next, so that a
/// schedule can be played again. Each thread enters once, passes at every point where another may
/// go on, and leaves.
class Turnstile {
 public:
  Turnstile(std::size_t threads, std::uint64_t seed) : inside_(threads, false), chance_(seed) {}

  /// Returns when all have entered and it is this thread's turn.
  void enter(std::size_t thread) {
    std::unique_lock lock(mutex_);
    inside_[thread] = true;
    if (++entered_ == inside_.size()) choose();
    await(lock, thread);
  }

  void pass(std::size_t thread) {
    std::unique_lock lock(mutex_);
    choose();
    await(lock, thread);
  }

  void leave(std::size_t thread) {
    const std::scoped_lock lock(mutex_);
    inside_[thread] = false;
    choose();
  }

 private:
  void await(std::unique_lock<std::mutex>& lock, std::size_t thread) {
    changed_.wait(lock, [&] { return entered_ == inside_.size() && turn_ == thread; });
  }

  void choose() {
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < inside_.size(); ++i) {
      if (inside_[i]) candidates.push_back(i);
    }
    if (candidates.empty()) return;
    turn_ = candidates[chance_() % candidates.size()];
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> inside_;
  std::size_t entered_ = 0;
  std::size_t turn_ = 0;
  std::mt19937_64 chance_;
};

}  // namespace allot::history
