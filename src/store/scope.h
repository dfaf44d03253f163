#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/id.h"

namespace allot {

/// What a change is about: it writes only there. A store with several writers locks it before the
/// body, in the order house, accounts, projects, datasets; SQLite has one writer, and holds bodies
/// to it in debug builds (ADR 0035).
///
/// Nothing is within a default one. Journals, commands, kept answers and sessions need no scope of
/// their own: their rows belong to one caller, or are only added.
class Scope {
 public:
  Scope() = default;

  /// Whatever there is: for what mends an installation, and for tests.
  [[nodiscard]] static Scope everything();
  /// The organisation, and that there are no accounts yet.
  [[nodiscard]] static Scope house();
  [[nodiscard]] static Scope account(const UserId& id);
  /// The project, its members, recipes and ontologies, and which datasets it has.
  [[nodiscard]] static Scope project(const ProjectId& id);
  /// The project stays as it is, and so do its members: work is given to those who are in it.
  [[nodiscard]] static Scope inside(const ProjectId& id);
  /// The dataset with its items, annotations, tasks, assignments and what they left to be purged.
  [[nodiscard]] static Scope dataset(const DatasetId& id);
  /// The same, where only this task is changed.
  [[nodiscard]] static Scope dataset(const DatasetId& id, const TaskId& task);
  /// What the change itself makes: nobody else knows it yet, so it is within every scope.
  [[nodiscard]] static Scope making(const ProjectId& id);
  [[nodiscard]] static Scope making(const DatasetId& id);

  /// Both.
  friend Scope operator|(Scope a, const Scope& b);

  Scope& operator|=(const Scope& other) { return *this = std::move(*this) | other; }

  [[nodiscard]] bool has_house() const { return everything_ || house_; }

  [[nodiscard]] bool has_account(const UserId& id) const {
    return everything_ || accounts_.contains(id);
  }

  /// Exclusively.
  [[nodiscard]] bool has_project(const ProjectId& id) const;

  [[nodiscard]] bool has_dataset(const DatasetId& id) const {
    return everything_ || datasets_.contains(id) || made_datasets_.contains(id);
  }

  [[nodiscard]] const std::set<ProjectId>& made_projects() const { return made_projects_; }

  [[nodiscard]] const std::set<DatasetId>& made_datasets() const { return made_datasets_; }

  /// Are all of `other` in it, but for what that makes?
  [[nodiscard]] bool covers(const Scope& other) const;

 private:
  enum class Hold { shared, exclusive };

  bool everything_ = false;
  bool house_ = false;
  std::set<UserId> accounts_;
  std::map<ProjectId, Hold> projects_;
  std::map<DatasetId, std::optional<TaskId>> datasets_;  // nullopt: any task
  std::set<ProjectId> made_projects_;
  std::set<DatasetId> made_datasets_;
};

}  // namespace allot
