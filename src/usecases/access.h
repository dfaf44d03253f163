#pragma once

#include <bitset>
#include <optional>
#include <span>

#include "usecases/env.h"

namespace allot {

/// How a caller meets a thing: any number of standings (domain/permissions.h).
class Standings {
 public:
  void add(Standing standing) { bits_.set(static_cast<std::size_t>(standing)); }

  [[nodiscard]] bool has(Standing standing) const {
    return bits_.test(static_cast<std::size_t>(standing));
  }

  [[nodiscard]] bool none() const { return bits_.none(); }

  /// May any of them do it?
  [[nodiscard]] bool may(Verb verb) const;

 private:
  std::bitset<8> bits_;
};

/// What of a project decides on somebody's standings, read once.
struct Membership {
  bool archived = true;  // or there is no such project
  std::optional<Member> member;

  [[nodiscard]] bool is_inactive() const { return member && !member->active; }

  /// By membership alone.
  [[nodiscard]] Standings standings() const;
  /// With ownership or creation of the task, which need no membership (B-173).
  [[nodiscard]] Standings standings(const Caller& caller, const Task& task) const;
};

[[nodiscard]] Membership membership(
    const Transaction& tx, const Caller& caller, const ProjectId& project
);

/// By membership alone: empty for somebody who is no active member (or of an archived project).
[[nodiscard]] Standings standings_in(
    const Transaction& tx, const Caller& caller, const ProjectId& project
);

/// Membership, and ownership or creation of the task, which need none (B-173). Not of a removed
/// member, who acts on nothing until added again (B-146, ADR 0026).
[[nodiscard]] Standings standings_without_work(
    const Transaction& tx, const Caller& caller, const Task& task
);

/// The same, and assignments in the task.
[[nodiscard]] Standings standings_for(
    const Transaction& tx, const Caller& caller, const Task& task
);

/// What is not there reads like what may not be seen, to the letter.
[[nodiscard]] Unexpected not_found(std::string_view noun, std::string_view id);

/// Errors: not_found "There is no <noun> …" (no standing at all), forbidden (standings that may not
/// do it).
[[nodiscard]] Result<Done> require(
    const Standings& standings, Verb verb, std::string_view noun, std::string_view id
);

[[nodiscard]] Result<Done> require(const Caller& caller, Verb verb);  // by organisation role

/// For what goes on for long after its sign-in, which most follows by milliseconds. Errors:
/// unauthorized (the account was disabled meanwhile).
[[nodiscard]] Result<Done> require_account(const Transaction& tx, const Caller& caller);

/// The same, and the session or API key with which it began was not ended: by signing out, a new
/// password, a revocation. That its token is over by now is no end. Errors: unauthorized.
[[nodiscard]] Result<Done> require_sign_in(const Transaction& tx, const Caller& caller);

// Load and check in one: not_found when absent or not visible, forbidden when visible but not
// allowed.
[[nodiscard]] Result<Project> get_project(
    const Transaction& tx, const Caller& caller, const ProjectId& id, Verb verb
);
/// Holders of assignments in the dataset may do what `Standing::holds` may.
[[nodiscard]] Result<Dataset> get_dataset(
    const Transaction& tx, const Caller& caller, const DatasetId& id, Verb verb
);
[[nodiscard]] Result<Task> get_task(
    const Transaction& tx, const Caller& caller, const TaskId& id, Verb verb
);

/// A task with what decided that the caller meets it.
struct TaskAccess {
  Task task;
  Standings standings;
  bool is_inactive = false;  // a removed member of its project
};

/// As `get_task`.
[[nodiscard]] Result<TaskAccess> access_task(
    const Transaction& tx, const Caller& caller, const TaskId& id, Verb verb
);

/// `standings` as for the task, but `holds` only for the annotator of this assignment; a removed
/// member holds nothing (B-146).
struct AssignmentInTask {
  Assignment assignment;
  Task task;
  Standings standings;
  bool is_inactive = false;  // a removed member of its project
};

/// Hidden assignments (originals) are not found.
[[nodiscard]] Result<AssignmentInTask> get_assignment(
    const Transaction& tx, const Caller& caller, const AssignmentId& id, Verb verb
);

/// Which items of a dataset the caller may see: nullopt = all of them; else those of own
/// assignments and managed tasks. Errors: not_found.
[[nodiscard]] Result<std::optional<ItemSet>> visible_items(
    const Transaction& tx, const Caller& caller, const Dataset& dataset
);

/// The item, if its dataset exists and the caller may see it. Errors: not_found.
[[nodiscard]] Result<Item> get_item(const Transaction& tx, const Caller& caller, const ItemId& id);

/// The projects that the caller is an active member of, newest standing first asked.
[[nodiscard]] std::vector<ProjectId> projects_of(const Transaction& tx, const Caller& caller);

/// Is this person a removed member of the project (B-146, B-147)?
[[nodiscard]] bool is_inactive(
    const Transaction& tx, const ProjectId& project, const UserId& person
);

/// The first of these people who is one. A look at each, or at all removed members once where they
/// are many.
[[nodiscard]] std::optional<UserId> find_inactive(
    const Transaction& tx, const ProjectId& project, std::span<const UserId> people
);

}  // namespace allot
