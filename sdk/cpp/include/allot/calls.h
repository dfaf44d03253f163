#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace allot::inline v1 {

/// How far a long call is. `total` is 0 when nobody knows.
struct Progress {
  std::uint64_t done = 0;  // bytes of an upload or download; percent of a command
  std::uint64_t total = 0;
};

/// Called on the thread that made the call, now and then; keep it quick.
using OnProgress = std::function<void(const Progress&)>;

/// Takes bytes as they come, on the thread that made the call; what it throws ends the call.
using ByteSink = std::function<void(std::string_view)>;

/// Stops calls from another thread: copies share one switch. Thread-safe.
class Cancellation {
 public:
  /// Calls that were given this end with Canceled, at the latest after a second.
  void cancel() { canceled_->store(true); }

  [[nodiscard]] bool is_canceled() const { return canceled_->load(); }

 private:
  std::shared_ptr<std::atomic<bool>> canceled_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace allot::inline v1
