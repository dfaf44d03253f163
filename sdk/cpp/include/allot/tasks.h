#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/assignments.h"
#include "allot/operations.h"
#include "allot/pace.h"
#include "allot/pulling.h"

namespace allot::inline v1 {

/// A status word that people may set on the items of a task.
struct StatusWord {
  std::string word;          // "completed", "discard", …
  std::string display_name;  // default: the word
  std::string color;         // "#2aa3e6"; "" for the server's choice
};

/// Items of a dataset that are to be labelled or reviewed. A value, as it was when it was read.
struct Task {
  std::string id;
  std::string name;
  Word<TaskType> type;
  Word<TaskStatus> status;
  std::string project_id;
  std::string dataset_id;
  std::string recipe_id;
  std::string creator;
  std::string owner;
  std::string parent_task_id;  // of a QA task
  Priority priority = Priority::medium;
  std::optional<Time> due_date;  // nothing: none
  Counts counts;
  std::vector<std::string> assignment_ids;
  std::string metadata_json;
  std::string description;               // its text
  std::string query_json;                // which items were taken: a query (docs/spec/queries.md)
  std::vector<StatusWord> status_words;  // empty: the usual ones
  bool is_archived = false;
  bool is_locked = false;          // for annotators
  bool enforces_due_date = false;  // locked for annotators once it is due
  std::string url;                 // of the API
  Time created_at{};
  Time updated_at{};
  std::string updated_by;

  std::string raw_json;  // all of it, as the server told it

  Assignments assignments;

  std::optional<Pulling> pulling;  // nothing: nobody pulls from it

  /// Made by the library.
  Task(std::shared_ptr<Session> session, const std::string& json);

  /// As it is now. Throws NotFound: it is gone.
  [[nodiscard]] Task reload() const;

  /// All items of the task, oldest first.
  [[nodiscard]] ItemPages get_items(const Filters& filters = {}) const;

  /// The items with who has them and what was said of them, as a list for a screen. Who may not see
  /// others' assignments sees the own one's. Throws BadRequest (no status of the task).
  /// Source: docs/spec/operations.md#lists-of-work.
  [[nodiscard]] TaskItemPages list_items(const TaskItemQuery& wanted = {}) const;

  struct Addition {
    Filters filters;
    std::optional<Workload> workload;  // nothing: spread equally over the present people
    std::optional<std::uint64_t> limit;
    std::optional<Plan> expect = {};  // do what this preview says, or nothing
  };

  /// Adds the matching items that are not in the task yet. Atomic. Returns the task after it.
  /// Throws PlanChanged (`expect`).
  Task add_items(const Addition& addition) const;
  [[nodiscard]] Plan preview_add_items(const Addition& addition) const;
  /// Takes the matching open items out; handled ones stay. Returns the task after it.
  Task remove_items(const Filters& filters) const;
  [[nodiscard]] Plan preview_remove_items(const Filters& filters) const;

  /// Shares all open items of the task, its queue apart, out by load. As few as possible change
  /// hands: who has more than their share keeps the earliest items; people without a load give
  /// everything. Items with a status stay. Atomic. Returns the operation, which can be undone.
  /// Throws BadRequest (loads), Forbidden, NotFound, Conflict (the task is dismissed), PlanChanged
  /// (`which.expect`). Source: docs/spec/operations.md (B-290, B-291).
  Operation redistribute(const Workload& workload, const Redistribution& which = {}) const;
  [[nodiscard]] Plan preview_redistribute(
      const Workload& workload, const Redistribution& which = {}
  ) const;

  /// Its log: every move of its work, newest first. For its owner, and owners, developers and
  /// annotation managers of the project. Throws Forbidden, NotFound, from the walk.
  [[nodiscard]] OperationPages operations() const;

  /// Lets people pull from it: who is new gets an assignment with a first batch, who was removed is
  /// let in again. One operation, which can be undone. Returns the task after it. Throws BadRequest
  /// (nobody pulls from the task; nobody is named; a removed member), Conflict (it is dismissed),
  /// Forbidden, NotFound. Source: docs/spec/pulling.md (B-055).
  Task add_contributors(const std::vector<std::string>& assignee_ids) const;
  /// Their open items go back to the queue; what they handled stays with them, and they set no more
  /// statuses. Otherwise as `add_contributors`.
  Task remove_contributors(const std::vector<std::string>& assignee_ids) const;

  struct Changes {
    std::optional<std::string> name;
    std::optional<std::string> owner;
    std::optional<Priority> priority;
    std::optional<Time> due_date;
    std::optional<std::string> description;
    std::optional<std::vector<StatusWord>> status_words;
    std::optional<Word<TaskStatus>> status;    // dismissed, or open again
    std::optional<std::string> metadata_json;  // without `system`; replaces what is there
    std::optional<std::string> recipe_id;      // of the same project
    std::optional<Filters> filters;            // noted as its query; no item moves
    std::optional<bool> archived;
    std::optional<bool> locked;
    std::optional<bool> enforces_due_date;
    std::optional<std::chrono::minutes> idle = {};  // of a pulling task; 0: none from now on
  };

  /// Returns the task after it.
  Task update(const Changes& changes) const;

  struct Review {
    std::string name;  // default: "<task name>_qa"
    Workload workload;
    std::optional<Time> due_date;       // default: in seven days
    std::string owner;                  // default: who made the reviewed task
    std::optional<Filters> filters;     // narrows the items that have a status
    std::vector<std::string> item_ids;  // these instead, with a status or not
    Priority priority = Priority::medium;
    std::vector<StatusWord> status_words;  // default: approved, discard
    std::string metadata_json;             // without `system`
  };

  /// A QA task of the items that have a status; without `workload` all of them go to its owner.
  Task create_qa_task(const Review& review) const;
  [[nodiscard]] Plan preview_create_qa_task(const Review& review) const;

  struct Relative {
    std::string id;
    std::string name;
  };

  /// The task that this one reviews, and those that review it.
  [[nodiscard]] std::vector<Relative> relatives() const;

  /// Sets a status word on items of it; with `clear` takes it away. Returns what was changed: items
  /// that are not in it, or may not be changed, are left out.
  std::vector<ItemStatus> set_status(
      const std::string& status, const std::vector<std::string>& item_ids, bool clear = false
  ) const;

  /// How many items wait for whoever pulls the next; 0 in tasks that nobody pulls from.
  [[nodiscard]] std::uint64_t queued() const;

  /// How fast people work, what was left on each day, and when it will be done. Throws BadRequest:
  /// no such time zone, too many days.
  [[nodiscard]] Pace pace(const PaceDays& days = {}) const;

  /// As of a dataset, with who has each item and who gave it which status.
  void export_as(
      const std::string& format,
      const ByteSink& sink,
      const std::optional<Filters>& filters = std::nullopt
  ) const;
  /// What became of its items, "csv" or "ndjson": a line for each move and each status. Streamed.
  /// Throws BadRequest (no such format), Forbidden (does not manage it), and ConnectionFailed when
  /// not all of it came.
  void export_history(const std::string& format, const ByteSink& sink) const;
  /// Deletes the task with its assignments; items and annotations stay.
  void remove() const;
  /// Throws Conflict when it still has items.
  void remove_if_empty() const;
  [[nodiscard]] Plan preview_remove() const;

 private:
  [[nodiscard]] std::string creation_of(const Review& review) const;

  std::shared_ptr<Session> session_;
};

struct NewTask {
  std::string name;
  Filters filters;        // which items; without conditions all files
  Workload workload;      // who; empty: all items go to the owner
  std::string owner;      // default: who is signed in
  std::string recipe_id;  // default: the dataset's
  Priority priority = Priority::medium;
  std::optional<Time> due_date;  // default: in seven days
  std::optional<std::uint64_t> limit;
  std::string description;
  std::vector<StatusWord> status_words;  // default: completed, discard
  std::string metadata_json;             // without `system`
  bool empty = false;                    // takes no item now, whatever `filters` says
  /// People pull from it, batch by batch; `workload` names further ones of them, and nothing else.
  std::optional<Pulling> pulling = {};
};

/// Which tasks; what is empty does not narrow.
struct TaskQuery {
  std::string name;  // whole; * stands for anything
  std::optional<Word<TaskStatus>> status;
  std::string creator;
  std::string owner;
  std::string recipe_id;
  std::optional<Time> due_after;
  std::optional<Time> due_before;
  std::optional<Word<TaskType>> type;
  std::string parent_task_id;  // reviews of this one
  std::optional<Priority> priority;
  std::vector<std::string> assignment_ids;  // that hold one of these
  std::optional<bool> archived;
  std::string condition_json;            // one more: JSON text of the query language
  std::vector<std::string> project_ids;  // instead of the project that is asked
  std::string sort_by;                   // a member of a task: "dueDate"; default: newest first
  bool descending = false;
};

/// How many there are. Active: neither completed nor dismissed.
struct TaskTally {
  std::uint64_t tasks = 0;
  std::uint64_t active_tasks = 0;
  std::uint64_t active_datasets = 0;  // with an active task
  std::uint64_t active_projects = 0;
};

/// Tasks of everything that is visible, of a project, or of a dataset.
class Tasks {
 public:
  struct Scope {
    std::string project_id;
    std::string dataset_id;
  };

  Tasks(std::shared_ptr<Session> session, Scope scope)
      : session_(std::move(session)), scope_(std::move(scope)) {}

  struct Name {
    std::string task_id;    // either this
    std::string task_name;  // or the whole name, which must be one task's
  };

  /// Throws NotFound, Ambiguous (several of that name; give the id).
  [[nodiscard]] Task get(const Name& name) const;
  /// All of them, newest first unless the query sorts.
  [[nodiscard]] std::vector<Task> list(const TaskQuery& query = {}) const;
  /// In the dataset of the scope. All or nothing. Source: docs/spec/creating.md.
  Task create(const NewTask& task) const;
  [[nodiscard]] Plan preview_create(const NewTask& task) const;
  /// The newest task of the project that the query describes; only when there is none, a new one.
  /// One request, yet two callers at once may both create one. Source: docs/spec/creating.md
  /// (B-044).
  Task get_or_create(const TaskQuery& query, const NewTask& task) const;
  [[nodiscard]] TaskTally count() const;

 private:
  [[nodiscard]] std::string creation_of(const NewTask& task) const;

  std::shared_ptr<Session> session_;
  Scope scope_;
};

}  // namespace allot::inline v1
