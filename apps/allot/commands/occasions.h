#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "allot/client.h"

namespace allot::cli {

/// Tells when a task is worth a look: at first, when something happened to it, and as long as the
/// server is gone. Where there are no events to hear (an older server, or as many streams as it
/// has), every so often. One thread.
class Occasions {
 public:
  /// Between two of them is `least`.
  Occasions(const Client& client, const std::string& task_id, std::chrono::milliseconds least);

  /// Waits for so long at most. Throws what cannot be waited out, as CertificateRefused.
  [[nodiscard]] bool come(std::chrono::milliseconds wait);

  /// A look had no answer, though events may be heard: there is another occasion.
  void missed() { is_gone_ = true; }

 private:
  using Clock = std::chrono::steady_clock;

  void hear(std::chrono::milliseconds wait);

  std::optional<EventRange> events_;
  const std::chrono::milliseconds least_;
  bool has_come_ = true;
  bool is_gone_ = true;  // the server, until it was heard
  Clock::time_point not_before_{};
};

}  // namespace allot::cli
