#pragma once

// What happened, read by those who tell people of it: part of what use cases ask of storage
// (store/nouns.h).

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/events.h"
#include "domain/inbox.h"
#include "store/work_nouns.h"

namespace allot {

/// Lines of the outbox, those that tell of something known, and how far they were read: all up to
/// `until`, which is where to go on.
struct EventPage {
  std::vector<Event> events;
  std::int64_t until = 0;
};

/// How far somebody has followed the outbox: everything up to `sequence` was told, and of the next
/// line what is told to people up to `person`, in the order of their addresses.
struct FollowedTo {
  std::int64_t sequence = 0;
  UserId person;  // empty: nobody yet
  bool operator==(const FollowedTo&) const = default;
};

/// Those who follow the outbox, each with a name of its own.
enum class Follower { inbox, counters };

/// The outbox as those see it that follow it (Journal appends to it). A line is seen once nothing
/// can come before it any more.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// The next `count` lines behind `after`, or fewer when that is all there is.
  [[nodiscard]] virtual EventPage after(std::int64_t after, std::size_t count) const = 0;
  /// The same of those alone of which the inbox tells; looks at the others by number and kind.
  [[nodiscard]] virtual EventPage for_inbox(std::int64_t after, std::size_t count) const = 0;
  /// The number of the next line behind `after` that is of one of these tasks; nullopt: there is
  /// none. Looks each task up, however many lines are of others.
  [[nodiscard]] virtual std::optional<std::int64_t> next_of(
      std::span<const TaskId> tasks, std::int64_t after
  ) const = 0;
  /// The number of the oldest line that is kept; 0 without any.
  [[nodiscard]] virtual std::int64_t oldest() const = 0;
  /// Does a line behind this one tell of something that somebody did? What follows the outbox, and
  /// time, add lines of their own, without an actor.
  [[nodiscard]] virtual bool tells_of_somebody(std::int64_t after) const = 0;
  /// The tasks whose counters these lines may have changed, each once.
  [[nodiscard]] virtual std::vector<TaskId> tasks_to_count(const OutboxLines& lines) const = 0;
  /// The items of whose annotations these lines tell that they became an issue, or are one no more.
  [[nodiscard]] virtual std::vector<ItemId> items_with_issues(const OutboxLines& lines) const = 0;

  /// Where a follower is: at the end of the outbox as it was when there was none yet.
  [[nodiscard]] virtual FollowedTo place(Follower follower) const = 0;
  virtual void put_place(Follower follower, const FollowedTo& place) = 0;
};

/// How much somebody's inbox holds.
struct InboxSize {
  std::uint64_t lines = 0;
  std::uint64_t unread = 0;
  bool operator==(const InboxSize&) const = default;
};

/// What people are told, each their own.
class Inbox {
 public:
  /// Lines of equal kind, task and item are one line for so long after the first of them (B-282).
  static constexpr std::chrono::hours joined_for{1};

  virtual ~Inbox() = default;
  /// Adds a line; joined with one that is there it takes its place, unread, with both counts.
  virtual void add(const InboxLine& line) = 0;
  /// Newest first: `count` of them after the first `offset`; `unread`: of those alone.
  [[nodiscard]] virtual std::vector<InboxLine> of(
      const UserId& user, bool unread, std::uint64_t offset, std::uint64_t count
  ) const = 0;
  [[nodiscard]] virtual InboxSize size_of(const UserId& user) const = 0;
  /// All that are there now up to this one, itself or whatever is next before it. One row is
  /// written, however many lines there are.
  virtual void read_up_to(const UserId& user, const InboxLineId& last) = 0;
  /// These, as far as they are this person's and there still.
  virtual void read_these(const UserId& user, std::span<const InboxLineId> lines) = 0;
  /// Takes lines away that are older than `time`, the oldest first, at most `rows`. Returns how
  /// many went.
  virtual std::uint64_t forget_before(Time time, std::uint64_t rows) = 0;
};

/// Which tasks were told of as due. What was told counts for the due date that it was told of.
class Reminders {
 public:
  /// A task that is due before `soon`, and not told of yet as what it is.
  struct Due {
    TaskId task;
    DueStep step = DueStep::soon;
    std::int64_t version = 0;  // of its work, as it was read

    bool operator==(const Due& other) const { return task == other.task && step == other.step; }
  };

  /// Longer ago, nobody is told any more.
  static constexpr std::chrono::days told_for{30};
  static constexpr std::chrono::hours soon{24};

  virtual ~Reminders() = default;
  /// The first `count`, by due date, less dismissed tasks and those without work.
  /// Looks at all that are due, told of or not: for a reader.
  [[nodiscard]] virtual std::vector<Due> due(Time now, std::size_t count) const = 0;
  /// Would it be among them, all counted, as the same step? Looks at that task alone.
  [[nodiscard]] virtual bool is_still_due(const Due& due, Time now) const = 0;
  /// The task was told of as this, for the due date that it has.
  virtual void note(const TaskId& task, DueStep step) = 0;
  /// The task had no open work at this version: there is nothing to tell before its work changes.
  virtual void note_without_work(const Due& due) = 0;
};

}  // namespace allot
