#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/bell.h"
#include "base/result.h"
#include "http/event_feed.h"

namespace allot::net {

/// Has streams of events told what happens, all of them by one thread, which is there once somebody
/// reads. It waits for the store's bell; a reader that has not taken its last piece is passed over,
/// and one that has far to go gets a turn in each round like all others, so neither delays anybody.
/// Thread-safe.
class Feeder {
 public:
  using Key = std::uint64_t;
  using Piece = http::EventFeed::Piece;
  /// Called on the thread of the feeder: hands over and returns.
  using Deliver = std::function<void(Piece)>;

  struct Options {
    std::size_t streams_max = 5'000;
    std::size_t streams_per_person_max = 100;
    http::EventFeed::Options feed = {};
  };

  /// All references must outlive this.
  Feeder(Env& env, const Options& options);
  /// Stops.
  ~Feeder();

  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  /// A stream that is told nothing before it asks to `go_on`. Errors: unavailable (there are as
  /// many as may be, of all people or of this one; this has stopped).
  [[nodiscard]] Result<Key> add(const http::EventReading& reading, Deliver deliver);
  /// The last piece is out, if there was one: the next may come.
  void go_on(Key key);
  /// A piece may be on its way still.
  void remove(Key key);

  [[nodiscard]] std::size_t streams() const;

  /// Tells nobody anything any more. Repeatable.
  void stop();

 private:
  using SteadyClock = std::chrono::steady_clock;

  struct Stream {
    enum class State {
      waits,   // has nothing to say
      queued,  // is to be asked what it says
      told,    // has not taken its last piece yet, is asked right now, or did not ask yet
    };

    Stream(const http::EventReading& reading, Time now, Deliver to)
        : reader(reading, now), deliver(std::move(to)) {}

    http::EventFeed::Reader reader;
    Deliver deliver;
    State state = State::told;
  };

  using Streams = std::unordered_map<Key, std::shared_ptr<Stream>>;

  /// Why the thread wakes. Its mutex is held for a few instructions alone, so that whoever rings
  /// the bell waits for nobody.
  struct Wake {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_asked = false;  // somebody was queued
    bool has_rung = false;
    bool is_stopping = false;
  };

  void hear();
  void work();
  /// Until there is something to do; false when that is to stop.
  [[nodiscard]] bool wait();
  [[nodiscard]] bool is_stopping();
  void wake();
  /// One round: those that are queued as it begins, each once. Who is queued meanwhile, as one with
  /// more to look at is, comes in the next, behind those whom the bell or a comment is for.
  void tell_those_that_are_queued();
  void tell(const std::vector<Streams::value_type>& batch);
  // With the mutex held:
  void queue(Key key, Stream& stream);
  void queue_all_that_wait();
  void queue_those_that_are_due();
  /// Of the first `left` that are queued, which it counts down.
  [[nodiscard]] std::vector<Streams::value_type> next_batch(std::size_t& left);

  Env& env_;
  const Options options_;
  mutable std::mutex mutex_;
  Streams streams_;
  std::unordered_map<UserId, std::size_t> of_person_;
  std::deque<Key> queued_;
  Key last_key_ = 0;
  std::thread thread_;
  std::atomic<bool> has_streams_ = false;
  Wake wake_;

  // The thread's own.
  http::EventFeed feed_;
  SteadyClock::time_point look_again_;  // whose comment is due
  SteadyClock::time_point hear_again_;  // the bell
  bool has_heard_ = false;              // it rang, and those that wait are to be told

  const Bell::Listener listener_;  // last: it calls from other threads
};

}  // namespace allot::net
