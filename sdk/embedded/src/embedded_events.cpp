#include "embedded_events.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/bell.h"
#include "usecases/events/count.h"

namespace allot::inline v1 {

namespace {

class EmbeddedEvents final : public AnswerStream {
 public:
  EmbeddedEvents(
      Env& env,
      const http::EventReading& reading,
      TransportResponse head,
      std::function<void()> tell
  )
      : head_(std::move(head)),
        tell_(std::move(tell)),
        feed_(env, {}),
        reader_(reading, env.clock.now()),
        listener_(env.store.bell(), [this] { hear(); }) {}

  [[nodiscard]] const TransportResponse& head() const override { return head_; }

  std::optional<std::string> next(std::chrono::milliseconds wait) override {
    const auto end = std::chrono::steady_clock::now() + wait;
    while (!is_over_) {
      tell_();
      auto piece = ask();
      is_over_ = piece.is_over;
      if (!piece.text.empty()) return std::move(piece.text);
      if (piece.is_over) break;
      const auto now = std::chrono::steady_clock::now();
      if (now >= end) return "";
      // What is told at most so often may be due again though nothing has happened since.
      if (!piece.has_more) wait_for_bell(std::min(end, now + TaskCounter::interval));
    }
    return std::nullopt;
  }

 private:
  void hear() {
    {
      const std::scoped_lock lock(mutex_);
      has_rung_ = true;
    }
    changed_.notify_one();
  }

  http::EventFeed::Piece ask() {
    {
      const std::scoped_lock lock(mutex_);
      has_rung_ = false;
    }
    http::EventFeed::Piece piece;
    http::EventFeed::Reader* const readers[] = {&reader_};
    feed_.tell(readers, [&](std::size_t, http::EventFeed::Piece told) { piece = std::move(told); });
    return piece;
  }

  void wait_for_bell(std::chrono::steady_clock::time_point end) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, end, [this] { return has_rung_; });
  }

  const TransportResponse head_;
  const std::function<void()> tell_;
  http::EventFeed feed_;
  http::EventFeed::Reader reader_;
  bool is_over_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_rung_ = false;
  const Bell::Listener listener_;  // last: it calls from other threads
};

}  // namespace

std::unique_ptr<AnswerStream> embedded_events(
    Env& env, const http::EventReading& reading, TransportResponse head, std::function<void()> tell
) {
  return std::make_unique<EmbeddedEvents>(env, reading, std::move(head), std::move(tell));
}

}  // namespace allot::inline v1
