#pragma once

// Tasks, assignments and what became of them: part of what use cases ask of storage
// (store/nouns.h).

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "domain/entities.h"
#include "domain/ledger.h"

namespace allot {

class Tasks {
 public:
  virtual ~Tasks() = default;
  [[nodiscard]] virtual std::optional<Task> find(const TaskId& id) const = 0;
  [[nodiscard]] virtual std::vector<Task> of_projects(std::span<const ProjectId> projects
  ) const = 0;
  [[nodiscard]] virtual std::vector<Task> of_dataset(const DatasetId& dataset) const = 0;
  [[nodiscard]] virtual std::vector<Task> children(const TaskId& parent) const = 0;  // QA tasks
  /// Tasks that this person owns, created, or holds an assignment of, in any project.
  [[nodiscard]] virtual std::vector<Task> concerning(const UserId& user) const = 0;
  /// Those by the recipe that are in these projects or concern this person.
  [[nodiscard]] virtual std::vector<TaskId> using_recipe(
      const RecipeId& recipe, std::span<const ProjectId> projects, const UserId& user
  ) const = 0;
  /// The project of the oldest task by the recipe that is not in `project`.
  [[nodiscard]] virtual std::optional<ProjectId> other_project_using(
      const RecipeId& recipe, const ProjectId& project
  ) const = 0;
  /// The selection query of a task, as JSON text: as sent, plus `sort`. It may be long, so it is no
  /// part of a Task.
  [[nodiscard]] virtual std::string query(const TaskId& id) const = 0;
  virtual void put(const Task& task) = 0;
  /// Precondition: the task is there.
  virtual void put_query(const TaskId& id, const std::string& query) = 0;
  virtual void remove(const TaskId& id
  ) = 0;  // with assignments, ledger; operations and status events stay
};

class Assignments {
 public:
  virtual ~Assignments() = default;
  [[nodiscard]] virtual std::optional<Assignment> find(const AssignmentId& id) const = 0;
  [[nodiscard]] virtual std::vector<Assignment> of_task(const TaskId& task) const = 0;
  [[nodiscard]] virtual std::vector<Assignment> of_projects(std::span<const ProjectId> projects
  ) const = 0;
  /// Those of this name, whole and with its case.
  [[nodiscard]] virtual std::vector<AssignmentId> named(
      const ProjectId& project, const std::string& name
  ) const = 0;
  /// The names in the project that begin so. Costs those.
  [[nodiscard]] virtual std::unordered_set<std::string> names_from(
      const ProjectId& project, const std::string& start
  ) const = 0;
  /// False: no assignment of the project has a name that begins so. One look, whatever there is.
  [[nodiscard]] virtual bool may_be_named(const ProjectId& project, const std::string& start)
      const = 0;
  /// Adds or replaces; the task's ledger has a share for it from then on, empty at first.
  virtual void put(const Assignment& assignment) = 0;
  /// The same for many of one task. Hundreds of new ones are in force at once for much less than
  /// their rows cost, which come afterwards (`give_rows`); nothing shows the difference.
  virtual void put_all(std::span<const Assignment> assignments) = 0;
  /// New ones of one task, and the ledger as it is with what they hold: less than one after the
  /// other.
  virtual void add_all(std::span<const Assignment> assignments, Ledger ledger) = 0;
  virtual void remove(const AssignmentId& id) = 0;  // with its share's chunks

  /// A dataset in which assignments have no rows yet; nullopt: there is none.
  [[nodiscard]] virtual std::optional<DatasetId> without_rows() const = 0;
  /// Gives some of them their rows: those of a job's work.
  virtual void give_rows(const DatasetId& dataset) = 0;
};

class Ledgers {
 public:
  virtual ~Ledgers() = default;
  /// An immutable value under the task's version, shared by all readers; the empty ledger for an
  /// unknown task.
  [[nodiscard]] virtual SharedLedger of(const TaskId& task) const = 0;
  /// The tasks of a dataset that have some of these items, oldest first. Costs what the tasks with
  /// items near these cost, not what there is.
  [[nodiscard]] virtual std::vector<TaskWork> holding(
      const DatasetId& dataset, const ItemSet& items
  ) const = 0;
  /// Takes what was made of a copy of what `of` gave. Shares and chunks that differ (by pointer)
  /// are written, and the task's version is raised. Shares of assignments that are gone must be
  /// gone from `ledger` too.
  virtual void put(const TaskId& task, Ledger ledger) = 0;
};

class StatusLog {
 public:
  virtual ~StatusLog() = default;
  virtual void append(const StatusEvent& event) = 0;
  /// Events of these items, oldest first; each event's `items` is cut to them. For a page of items
  /// in one query.
  [[nodiscard]] virtual std::vector<StatusEvent> of_items(
      const DatasetId& dataset, const ItemSet& items
  ) const = 0;
  /// How many of these items, from the first on, can be read at once without more than so many
  /// events for them, each counted for each item that it may be of: one at least.
  [[nodiscard]] virtual std::size_t readable_at_once(
      const DatasetId& dataset, std::span<const Ordinal> items, std::uint64_t events_max
  ) const = 0;
};

/// Lines of the outbox: those after `after`, up to `until`.
struct OutboxLines {
  std::int64_t after = 0;
  std::int64_t until = 0;
};

class Journal {
 public:
  virtual ~Journal() = default;
  virtual void append(const Event& event) = 0;  // to the outbox
  /// Lines that tell of nothing known (written by a later version) are left out.
  [[nodiscard]] virtual std::vector<Event> events_after(std::int64_t sequence, std::size_t count)
      const = 0;
  [[nodiscard]] virtual std::int64_t last_event() const = 0;  // its sequence; 0 without any

  /// Ids of the things of this kind (any: nullopt) that these lines tell of with this action, the
  /// first `count`, oldest line first.
  [[nodiscard]] virtual std::vector<std::string> told_of(
      const OutboxLines& lines, std::optional<Thing> thing, Act act, int count
  ) const = 0;
  /// The tasks that these lines tell of.
  [[nodiscard]] virtual std::set<TaskId> tasks_told_of(const OutboxLines& lines) const = 0;
  /// Does a later line tell of something that somebody did in one of those tasks? However many came
  /// later: this looks each task up.
  [[nodiscard]] virtual bool tells_later_of_tasks(const OutboxLines& lines) const = 0;
  /// Does a later line tell of a thing of which these tell with this action (any: nullopt), or that
  /// its project went? What is derived of the work in a task (`statusChanged`) does not count.
  /// Looks each thing up.
  [[nodiscard]] virtual bool tells_later_of_things(const OutboxLines& lines, std::optional<Act> act)
      const = 0;

  /// Does a later line tell of this person as a member, of `project` or of one that these lines
  /// tell of? Looks the person up.
  [[nodiscard]] virtual bool tells_later_of_member(
      const OutboxLines& lines, const ProjectId& project, const UserId& person
  ) const = 0;

  virtual void put_command(const Command& command) = 0;
  virtual void cancel_if_running(const CommandId& id, Time at) = 0;  // one that ended stays so
  [[nodiscard]] virtual std::optional<Command> command(const CommandId& id) const = 0;
  /// Newest first: `count` of them after the first `offset`.
  [[nodiscard]] virtual std::vector<Command> commands_of(
      const UserId& creator, std::uint64_t offset, std::uint64_t count
  ) const = 0;

  /// Which one the caller made last.
  [[nodiscard]] virtual std::optional<CommandId> newest_command(const UserId& creator) const = 0;

  /// What became of a change, so that its request is answered the same when it comes again: under
  /// the `Idempotency-Key` that it came with (B-297), or under the empty key, which no client can
  /// give, for the caller's latest change without one (B-160).
  struct KeptAnswer {
    static constexpr std::chrono::hours time_kept{24};  // one that is older counts as absent

    UserId caller;
    std::string key;
    std::string fingerprint;           // of method, path with query, and body
    Time at;                           // of the change
    int status = 0;                    // of HTTP; 0: carried out, and the answer is not here
    std::vector<std::string> headers;  // name, value, name, value, …
    std::string body;
    std::string run;              // without a key: names equal requests with no other in between
    CommandId command;            // when it is not empty, this command is the answer
    std::int64_t events_after{};  // the change's own lines in the outbox: those after this one …
    std::int64_t events_until{};  // … up to this one
    bool is_followed = false;     // another request of the caller came after those of the run
  };

  /// Old ones too, as long as they are there.
  [[nodiscard]] virtual std::optional<KeptAnswer> kept_answer(
      const UserId& caller, const std::string& key
  ) const = 0;
  virtual void put_kept_answer(const KeptAnswer& answer) = 0;  // adds or replaces
  /// Of the caller's note without a key, if it is of this run.
  virtual void note_followed(const UserId& caller, const std::string& run) = 0;
  virtual void forget_answers_before(Time time) = 0;

  /// Takes lines of the outbox, commands and ended exports away that are older than `time`, the
  /// oldest first, at most `rows` of each; commands of exports that have not ended stay, and the
  /// newest line stays, whatever its age, so that `last_event` never goes back. Returns how many
  /// went.
  virtual std::uint64_t forget_before(Time time, std::uint64_t rows) = 0;
};

}  // namespace allot
