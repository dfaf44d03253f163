#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>

namespace allot {

/// Reading was given up: it took too long, or nobody waits for it any more. Nothing was changed.
/// `what` is a sentence for a person.
class GivenUp : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How long it is worth this thread's while to read for somebody. Lives on the stack of the thread
/// that reads, and holds there until it goes; an inner one takes the place of the outer meanwhile.
/// Whoever reads much looks at it now and then: the store's readers, and loops over many items.
/// Without one a thread has all the time in the world, as the writer has.
class Patience {
 public:
  /// `time`: from now on; nullopt: without end. `is_unwanted` must outlive this; nullptr: somebody
  /// waits to the end.
  explicit Patience(
      std::optional<std::chrono::milliseconds> time, const std::atomic<bool>* is_unwanted = nullptr
  );
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  /// Is it at an end, for this thread? Cheap.
  [[nodiscard]] static bool is_over();
  /// Throws GivenUp when it is.
  static void require();
  /// What tells this thread that nobody waits, for an inner one that goes on with it; or nullptr.
  [[nodiscard]] static const std::atomic<bool>* unwanted();
  /// Something was kept: from here on the work is finished, however long that takes.
  static void lift();

 private:
  std::optional<std::chrono::milliseconds> time_;
  std::optional<std::chrono::steady_clock::time_point> end_;
  const std::atomic<bool>* is_unwanted_;
  Patience* outer_;
};

}  // namespace allot
