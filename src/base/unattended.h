#pragma once

namespace allot {

/// As long as it lives nobody waits for what this thread does: it works ahead, or cleans up.
/// Whoever keeps much at hand for the sake of speed keeps little then: the store reads on
/// connections with a small cache. Lives on the stack; may be nested.
class Unattended {
 public:
  Unattended() { ++depth; }

  ~Unattended() { --depth; }

  Unattended(const Unattended&) = delete;
  Unattended& operator=(const Unattended&) = delete;

  /// Is there one, for this thread?
  [[nodiscard]] static bool holds() { return depth > 0; }

 private:
  static inline thread_local int depth = 0;
};

}  // namespace allot
