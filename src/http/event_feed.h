#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "auth/tokens.h"
#include "base/function_ref.h"
#include "usecases/events/sight.h"
#include "usecases/events/tail.h"

namespace allot::http {

/// A stream that was asked for: by whom, of what, behind which line of the outbox.
struct EventReading {
  Claims who;
  EventTopics topics;
  std::int64_t after = 0;
};

/// What streams of events say, in the form of server-sent events. One reading of the outbox serves
/// all of them; rights and the sign-in are looked at anew for what each of them is about to be
/// told. Knows no threads, and is used by one.
class EventFeed {
 public:
  struct Options {
    std::chrono::milliseconds comment_every = std::chrono::seconds{15};
    std::size_t piece_bytes = 16 * 1024;  // about so much a stream is told at a time
    std::size_t tail_lines = 4096;        // kept in memory for all of them
  };

  /// One stream and its place. Its place is behind all that it was told.
  class Reader {
   public:
    Reader(const EventReading& reading, Time now) : reading_(reading), comment_due_(now) {}

    [[nodiscard]] const UserId& person() const { return reading_.who.user; }

   private:
    friend class EventFeed;
    EventReading reading_;
    Time comment_due_;
    bool has_begun_ = false;
  };

  struct Piece {
    std::string text;       // "": nothing to say now
    bool is_over = false;   // the stream ends behind it
    bool has_more = false;  // more is there already
  };

  EventFeed(Env& env, const Options& options);

  /// Gives each of these what it is told next, by one snapshot. Throws StoreFailure.
  void tell(std::span<Reader* const> readers, FunctionRef<void(std::size_t at, Piece)> give);

  /// Will the reader be told something though nothing has happened: a comment, or that it is over?
  [[nodiscard]] bool is_due(const Reader& reader) const;

  /// How often the outbox was read for all.
  [[nodiscard]] std::uint64_t readings() const { return tail_.readings(); }

 private:
  class Turn;

  [[nodiscard]] const std::string& text_of(const Event& event);
  void forget_texts();

  Env& env_;
  const Options options_;
  OutboxTail tail_;
  std::map<std::int64_t, std::string> texts_;  // of lines of the tail that somebody was told
};

}  // namespace allot::http
