#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/items.h"
#include "allot/plans.h"
#include "allot/states.h"
#include "allot/statuses.h"
#include "allot/times.h"
#include "allot/work_lists.h"
#include "allot/workload.h"

namespace allot::inline v1 {

/// Which open items a redistribution moves; without anything all but those on somebody's screen.
struct Redistribution {
  std::optional<Filters> filters = {};
  bool only_not_annotated = false;
  bool include_in_use = false;      // those on somebody's screen, too
  std::optional<Plan> expect = {};  // do what this preview says, or nothing
};

/// How far a task or an assignment is. completed + remaining = total.
struct Counts {
  std::uint64_t total = 0;
  std::uint64_t completed = 0;                     // with any status
  std::uint64_t remaining = 0;                     // open
  std::map<std::string, std::uint64_t> by_status;  // words with 0 left out
  std::uint64_t issues = 0;
  std::uint64_t for_review = 0;
  int progress = 0;  // whole percent, rounded down
};

/// That an assignment was handed to another person. A value.
struct Reassignment {
  std::string command_id;
  Word<CommandStatus> status;
  std::string to_assignment_id;  // held the items after it
  std::string annotator;         // who got them
  std::string creator;           // who did it
  Time at{};
};

/// What one person holds of one task. A value, as it was when it was read.
struct Assignment {
  std::string id;
  std::string name;
  std::string annotator;  // an e-mail address
  Word<AssignmentStatus> status;
  std::string project_id;
  std::string task_id;
  std::string dataset_id;
  Word<TaskType> task_type;
  Counts counts;
  std::string metadata_json;
  Priority priority = Priority::medium;  // the task's
  std::optional<Time> due_date;          // the task's; nothing: none
  bool is_default = false;               // got the items since nobody was named
  std::string url;                       // of the API
  Time created_at{};
  Time updated_at{};
  std::string updated_by;  // "": the server made it by itself
  std::string raw_json;    // all of it, as the server told it
  bool is_active = true;   // false: of somebody who was removed from the contributors of a pulling
                           // task; past work stays, and no status can be set

  /// Made by the library.
  Assignment(std::shared_ptr<Session> session, const std::string& json);

  /// As it is now. Throws NotFound: it is gone.
  [[nodiscard]] Assignment reload() const;

  /// Its items, oldest first, folders and hidden ones left out; a filter narrows further.
  [[nodiscard]] ItemPages get_items(const Filters& filters = {}) const;

  /// What of it needs work next, for its person: what came back by an issue first, then open items
  /// after the one at hand. Throws Forbidden (somebody else's), NotFound.
  /// Source: docs/spec/operations.md#next-item.
  [[nodiscard]] NextItems next(const NextQuery& wanted = {}) const;

  /// Hands its open items to other people by load. Items with a status stay. Atomic. Returns the
  /// assignments of the named people in the order of the workload, less those who have none: whose
  /// share is no item gets no new one. A repeat after a lost answer does no harm. Throws BadRequest
  /// (loads), Forbidden, NotFound, Conflict (the task is dismissed), PlanChanged (`expect`).
  /// Source: docs/spec/assignments.md#redistribute.
  std::vector<Assignment> redistribute(const Workload& workload, const Redistribution& which = {})
      const;
  [[nodiscard]] Plan preview_redistribute(
      const Workload& workload, const Redistribution& which = {}
  ) const;

  /// Hands all of it, open and handled items with their statuses, to one person. Returns the
  /// assignment that holds them now; this one may be gone. Throws PlanChanged (`expect`), and what
  /// `redistribute` throws. Source: docs/spec/assignments.md#reassign.
  Assignment reassign(const std::string& assignee_id, const std::optional<Plan>& expect = {}) const;
  [[nodiscard]] Plan preview_reassign(const std::string& assignee_id) const;

  /// The latest time that the person who is signed in reassigned it; it may be gone since, and its
  /// id is enough. Throws NotFound: never. Source: docs/spec/assignments.md#reassign.
  [[nodiscard]] Reassignment latest_reassignment() const;

  /// Takes it and its items, handled ones too, out of the task.
  /// As of a dataset, with who has each item and who gave it which status.
  void export_as(
      const std::string& format,
      const ByteSink& sink,
      const std::optional<Filters>& filters = std::nullopt
  ) const;
  void remove() const;
  [[nodiscard]] Plan preview_remove() const;

  struct Changes {
    std::optional<std::string> name;
    std::optional<std::string> metadata_json;  // without `system`; replaces what is there
  };

  /// Returns the assignment after it.
  Assignment update(const Changes& changes) const;
  /// Another name. Returns the assignment after it.
  Assignment rename(const std::string& name) const;

  /// Just these members of it, read now, as the JSON text of an object: `{"status":…,"_id":…}`;
  /// `_id` stands for `id`, and what there is not is left out. With `holding_item_id` it throws
  /// NotFound unless that item is in it.
  [[nodiscard]] std::string partial(
      const std::vector<std::string>& fields, const std::string& holding_item_id = {}
  ) const;

  /// Sets a status word on items of it; with `clear` takes it away. Returns what was changed:
  /// items that are not in it, or may not be changed, are left out.
  std::vector<ItemStatus> set_status(
      const std::string& status, const std::vector<std::string>& item_ids, bool clear = false
  ) const;
  /// The same for one item. Throws NotFound: it is not in the assignment.
  ItemStatus set_item_status(
      const std::string& item_id, const std::string& status, bool clear = false
  ) const;

  /// Says that an item of it is on one's screen: redistributing and undoing leave it here. Returns
  /// until when, 90 seconds from now; a status, a change of its annotations and `end_use` end it
  /// before, and so does a restart of the server. Repeat it while the item stays on screen. Throws
  /// NotFound (the item is no longer in it: keep what is not saved as a draft), Forbidden (it is
  /// somebody else's). Source: docs/spec/operations.md (B-298).
  Time use(const std::string& item_id) const;
  /// It is off the screen. Repeatable. Throws what `use` throws.
  void end_use(const std::string& item_id) const;

  /// Loads the next batch of a pulling task, if one fits below the greatest workload; by itself it
  /// comes as soon as items are handled. Returns how many items came; 0 when none fits, or none
  /// waits. Throws BadRequest (nobody pulls from the task), Conflict (the task is dismissed; the
  /// person is a contributor no longer), PlanChanged (`expect`), Forbidden, NotFound. Source:
  /// docs/spec/pulling.md (B-053).
  std::uint64_t load_batch(const std::optional<Plan>& expect = {}) const;
  [[nodiscard]] Plan preview_load_batch() const;
  /// Puts its open items back to the front of the queue, where the others are offered them; handled
  /// ones stay. Returns how many went. Throws what `load_batch` throws. Source:
  /// docs/spec/pulling.md (B-054).
  std::uint64_t clear_batch(const std::optional<Plan>& expect = {}) const;
  [[nodiscard]] Plan preview_clear_batch() const;

 private:
  std::shared_ptr<Session> session_;
};

/// Which assignments; what is empty does not narrow.
struct AssignmentQuery {
  std::string name;       // whole
  std::string annotator;  // an e-mail address, in any letter case
  std::optional<Word<AssignmentStatus>> status;
  std::optional<bool> active;            // unfinished, of a task that is not dismissed; or not so
  bool archived = false;                 // those of archived tasks instead of the others
  std::vector<std::string> project_ids;  // instead of the project that is asked
};

/// One person's first items of a task.
struct NewAssignment {
  std::string assignee_id;  // an e-mail address, in any letter case
  Filters filters;          // items that are not in the task yet; without conditions all of them
};

/// Assignments of everything that is visible, of projects, of a dataset's project, or of a task.
class Assignments {
 public:
  struct Scope {
    std::string project_id;
    std::string task_id;
  };

  Assignments(std::shared_ptr<Session> session, Scope scope)
      : session_(std::move(session)), scope_(std::move(scope)) {}

  struct Name {
    std::string assignment_id;    // either this
    std::string assignment_name;  // or the whole name, which must be one assignment's
  };

  /// Throws NotFound, Ambiguous (several of that name; give the id).
  [[nodiscard]] Assignment get(const Name& name) const;
  /// Oldest first; of a dataset: all of its project.
  [[nodiscard]] std::vector<Assignment> list(const AssignmentQuery& query = {}) const;

  /// Gives a person who has nothing in the task the matching items that are not in it yet; of a
  /// task alone (`task.assignments`). Throws Conflict (the person has an assignment there: use
  /// `task.add_items`; no item to give), BadRequest, Forbidden, NotFound; nothing is done then.
  /// Source: docs/spec/creating.md (B-036).
  Assignment create(const NewAssignment& wanted) const;
  [[nodiscard]] Plan preview_create(const NewAssignment& wanted) const;

 private:
  [[nodiscard]] std::string creation_of(const NewAssignment& wanted) const;
  [[nodiscard]] std::string path_of_task() const;
  void require_new(const std::string& assignee_id) const;

  std::shared_ptr<Session> session_;
  Scope scope_;
};

}  // namespace allot::inline v1
