#pragma once

#include <chrono>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/times.h"

namespace allot::inline v1 {

class Session;

/// Something that happened, as the server tells whoever may see it. A value.
struct Event {
  std::int64_t number = 0;  // grows; names the place to go on behind it
  std::string kind;         // "Task.Created", "ItemStatus.Updated", "Task.counted", …
  std::string resource;     // of the kind, what is before the point
  std::string action;       // and behind it
  std::string id;           // of what it is about
  std::string project_id;   // "" of an account
  std::string task_id;      // "" when it is of no task
  std::string actor;        // "" when nobody did it
  Time at{};
  std::string detail_json;  // an object; its members are those of the kind
};

/// Of what, and from where on.
struct Listen {
  std::vector<std::string> task_ids = {};
  std::vector<std::string> project_ids = {};
  bool me = false;  // what is about whoever is signed in; nothing named: all that they may see
  std::optional<std::int64_t> after = {};  // 0: from the oldest that is kept; default: from now on
};

/// Events as they happen: a lazy range without an end, which waits for the next one. It comes back
/// by itself to a server that was gone for a while, and goes on where it was; none is told twice.
/// Move only; for one thread.
///
///   for (const auto& event : client.events.listen({.task_ids = {task.id}})) …
///
/// `begin`, `++` and `next` throw what calls throw: NotFound (a task or project that one may not
/// see, or may no longer), Gone (what came meanwhile is no longer kept), TokenExpired,
/// ConnectionFailed (after several tries), Canceled (within a second, of a client that is
/// `watched`).
class EventRange {
 public:
  /// Made by the library.
  EventRange(std::shared_ptr<Session> session, const Listen& to);
  EventRange(EventRange&& other) noexcept;
  EventRange& operator=(EventRange&& other) noexcept;
  ~EventRange();

  /// Waits for the next one.
  [[nodiscard]] Event next();
  /// The same for so long; nothing when none came.
  [[nodiscard]] std::optional<Event> next(std::chrono::milliseconds wait);
  /// Behind which event the next one is; nothing before the server has told.
  [[nodiscard]] std::optional<std::int64_t> place() const;

  class Iterator {
   public:
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;

    explicit Iterator(EventRange& range) : range_(&range), event_(range.next()) {}

    const Event& operator*() const { return event_; }

    const Event* operator->() const { return &event_; }

    Iterator& operator++() {
      event_ = range_->next();
      return *this;
    }

    void operator++(int) { ++*this; }

    bool operator==(std::default_sentinel_t) const { return false; }

   private:
    EventRange* range_ = nullptr;
    Event event_;
  };

  /// Waits for the first one. The range must outlive its iterators.
  [[nodiscard]] Iterator begin() { return Iterator(*this); }

  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Some of what happened, and where to go on.
struct EventPage {
  std::vector<Event> events;
  std::int64_t next = 0;
};

/// What happens, as far as whoever is signed in may see it.
class Events {
 public:
  explicit Events(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  /// No request is sent before the first event is asked for.
  [[nodiscard]] EventRange listen(const Listen& to = {}) const;
  /// Up to `count` of those that are there already, without waiting; there may be more even when
  /// they are fewer: as long as `next` is another than what was asked `after`. Throws NotFound,
  /// Gone.
  [[nodiscard]] EventPage page(const Listen& from, std::size_t count = 100) const;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace allot::inline v1
