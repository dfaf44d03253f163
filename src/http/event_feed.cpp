#include "http/event_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "http/events_json.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/events/read.h"

namespace allot::http {

namespace {

/// Lines of the outbox that one reader looks at in a turn, behind the tail and in it.
constexpr std::size_t lines_behind_max = 250;
constexpr std::size_t lines_in_max = 1'000;

/// Does the line tell that the person may be signed out?
bool ends_sign_in(const Event& event, const UserId& person) {
  const auto* ended = std::get_if<SignInsEnded>(&event.what);
  return ended != nullptr && ended->user == person;
}

}  // namespace

/// What one reader is told, in a turn of all.
class EventFeed::Turn {
 public:
  Turn(EventFeed& feed, const Transaction& tx, EventSight& sight, Reader& reader, Time now)
      : feed_(feed),
        tx_(tx),
        sight_(sight),
        reader_(reader),
        now_(now),
        place_(reader.reading_.after) {}

  Piece tell() {
    if (!reader_.has_begun_) begin();
    const bool goes_on = reader_.reading_.who.expires > now_ &&
                         (feed_.tail_.reaches(place_) ? tell_of_tail() : tell_of_outbox());
    if (goes_on && piece_.text.empty() && now_ >= reader_.comment_due_) comment();
    piece_.is_over = !goes_on;
    note();
    return std::move(piece_);
  }

 private:
  /// What was told was told: had anything failed before, it would be told again from where it was.
  void note() {
    reader_.has_begun_ = true;
    reader_.reading_.after = place_;
    if (!piece_.text.empty()) reader_.comment_due_ = now_ + feed_.options_.comment_every;
  }

  /// The place is told at once, so that who comes back has one, whatever happened in between.
  void begin() { piece_.text = fmt::format("retry: 2000\n: events of allot\nid: {}\n\n", place_); }

  void comment() { piece_.text = fmt::format(":\nid: {}\n\n", place_); }

  // These are false when the stream is over.

  bool tell_of_tail() {
    const auto& tail = feed_.tail_;
    std::size_t looked_at = 0;
    for (auto line = tail.behind(place_); line != tail.end(); ++line) {
      if (++looked_at > lines_in_max || is_full()) {
        piece_.has_more = true;
        return true;
      }
      if (!tell_of(*line, true)) return false;
    }
    place_ = std::max(place_, tail.last());
    return true;
  }

  bool tell_of_outbox() {
    if (!is_kept(tx_, place_)) return false;
    piece_.has_more = true;
    const auto page = tx_.outbox().after(place_, lines_behind_max);
    for (const auto& event : page.events) {
      if (is_full()) return true;
      if (!tell_of(event, false)) return false;
    }
    place_ = page.until;
    return true;
  }

  [[nodiscard]] bool is_full() const { return piece_.text.size() >= feed_.options_.piece_bytes; }

  bool tell_of(const Event& event, bool is_kept_for_all) {
    const bool is_signed_out = ends_sign_in(event, reader_.person()) && !caller();
    if (is_signed_out) return false;
    const auto concern = concern_of(reader_.reading_.topics, reader_.person(), event);
    if (concern != Concern::none) {
      if (!caller()) return false;
      const auto extent = sight_.look(*caller_, concern, event);
      if (extent == SeenOf::nothing && concern == Concern::named && !may_stay()) return false;
      if (extent == SeenOf::whole) {
        piece_.text += is_kept_for_all ? feed_.text_of(event) : event_text(event);
      } else if (extent == SeenOf::own_part) {
        piece_.text += event_text(sight_.own_part_of(*caller_, event));
      }
    }
    place_ = event.sequence;
    return true;
  }

  /// Who reads, if the sign-in still stands. Once in a turn.
  const std::optional<Caller>& caller() {
    if (!std::exchange(is_caller_known_, true)) {
      const auto now = caller_now(tx_, reader_.reading_.who, now_);
      if (now) caller_ = *now;
    }
    return caller_;
  }

  /// Is there a topic that the reader may still see? Once in a turn.
  bool may_stay() {
    const auto& topics = reader_.reading_.topics;
    if (topics.are_everything() || topics.me) return true;
    if (std::exchange(is_stay_known_, true)) return true;
    const auto sees = [&](const EventTopics& one) {
      return require_visible(tx_, *caller_, one).has_value();
    };
    return std::ranges::any_of(
               topics.tasks,
               [&](const auto& task) { return sees({.tasks = {task}, .projects = {}}); }
           ) ||
           std::ranges::any_of(topics.projects, [&](const auto& project) {
             return sees({.tasks = {}, .projects = {project}});
           });
  }

  EventFeed& feed_;
  const Transaction& tx_;
  EventSight& sight_;
  Reader& reader_;
  const Time now_;
  std::int64_t place_;
  Piece piece_;
  bool is_caller_known_ = false;
  bool is_stay_known_ = false;
  std::optional<Caller> caller_;
};

EventFeed::EventFeed(Env& env, const Options& options)
    : env_(env), options_(options), tail_(options.tail_lines) {}

void EventFeed::tell(
    std::span<Reader* const> readers, FunctionRef<void(std::size_t at, Piece)> give
) {
  const auto now = env_.clock.now();
  read(env_.store, [&](const Transaction& tx) {
    tail_.refresh(tx);
    EventSight sight(tx);
    for (std::size_t at = 0; at < readers.size(); ++at) {
      give(at, Turn(*this, tx, sight, *readers[at], now).tell());
    }
    return Done{};
  });
  forget_texts();
}

bool EventFeed::is_due(const Reader& reader) const {
  const auto now = env_.clock.now();
  return !reader.has_begun_ || reader.reading_.who.expires <= now || reader.comment_due_ <= now;
}

const std::string& EventFeed::text_of(const Event& event) {
  const auto [known, is_new] = texts_.try_emplace(event.sequence);
  if (is_new) known->second = event_text(event);
  return known->second;
}

/// Those of lines that the tail let go of.
void EventFeed::forget_texts() {
  while (!texts_.empty() && !tail_.reaches(texts_.begin()->first - 1)) texts_.erase(texts_.begin());
}

}  // namespace allot::http
