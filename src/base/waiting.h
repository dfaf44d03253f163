#pragma once

namespace allot {

/// Is told when a thread only waits for another, and when it goes on.
class WaitObserver {
 public:
  virtual ~WaitObserver() = default;
  virtual void begin_waiting() = 0;
  virtual void end_waiting() = 0;
};

/// As long as it lives, this thread only waits for another: who set it to work may have others do
/// theirs meanwhile. It costs nothing where nobody observes.
class Waiting {
 public:
  Waiting() {
    if (observer != nullptr) observer->begin_waiting();
  }

  ~Waiting() {
    if (observer != nullptr) observer->end_waiting();
  }

  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  /// Of this thread, from now on; nullptr: nobody.
  static void observe(WaitObserver* by) { observer = by; }

 private:
  static inline thread_local WaitObserver* observer = nullptr;
};

}  // namespace allot
