#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/items.h"
#include "allot/plans.h"
#include "allot/workload.h"

namespace allot::inline v1 {

/// Which open items a redistribution moves; without anything all of them.
struct Redistribution {
  std::optional<Filters> filters;
  bool only_not_annotated = false;
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

/// What one person holds of one task. A value, as it was when it was read.
struct Assignment {
  std::string id;
  std::string name;
  std::string annotator;  // an e-mail address
  std::string status;     // "todo", "in progress", "done", "completed with issues"
  std::string project_id;
  std::string task_id;
  std::string dataset_id;
  std::string task_type;  // "annotation" or "qa"
  Counts counts;
  std::string metadata_json;
  std::string raw_json;  // all of it, as the server told it

  /// Made by the library.
  Assignment(std::shared_ptr<Session> session, const std::string& json);

  /// Its items, oldest first, folders and hidden ones left out; a filter narrows further.
  [[nodiscard]] ItemPages get_items(const Filters& filters = {}) const;

  /// Hands its open items to other people by load. Items with a status stay. Atomic. Returns the
  /// assignments of the named people in the order of the workload, less those who have none: whose
  /// share is no item gets no new one. A repeat after a lost answer does no harm. Throws BadRequest
  /// (loads), Forbidden, NotFound, Conflict (the task is dismissed). Source:
  /// docs/spec/assignments.md#redistribute.
  std::vector<Assignment> redistribute(const Workload& workload, const Redistribution& which = {})
      const;
  [[nodiscard]] Plan preview_redistribute(
      const Workload& workload, const Redistribution& which = {}
  ) const;

  /// Hands all of it, open and handled items with their statuses, to one person. Returns the
  /// assignment that holds them now; this one may be gone. Source:
  /// docs/spec/assignments.md#reassign.
  Assignment reassign(const std::string& assignee_id) const;
  [[nodiscard]] Plan preview_reassign(const std::string& assignee_id) const;

  /// Takes it and its items, handled ones too, out of the task.
  void remove() const;
  [[nodiscard]] Plan preview_remove() const;

  /// Another name. Returns the assignment after it.
  Assignment rename(const std::string& name) const;

  /// Sets a status word on items of it; with `clear` takes it away.
  void set_status(
      const std::string& status, const std::vector<std::string>& item_ids, bool clear = false
  ) const;

 private:
  std::shared_ptr<Session> session_;
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

  /// Throws NotFound.
  [[nodiscard]] Assignment get(const Name& name) const;
  /// Oldest first; of a dataset: all of its project.
  [[nodiscard]] std::vector<Assignment> list() const;

 private:
  std::shared_ptr<Session> session_;
  Scope scope_;
};

}  // namespace allot::inline v1
