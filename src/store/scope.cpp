#include "store/scope.h"

#include <algorithm>

namespace allot {

Scope Scope::everything() {
  Scope scope;
  scope.everything_ = true;
  return scope;
}

Scope Scope::house() {
  Scope scope;
  scope.house_ = true;
  return scope;
}

Scope Scope::account(const UserId& id) {
  Scope scope;
  scope.accounts_.insert(id);
  return scope;
}

Scope Scope::project(const ProjectId& id) {
  Scope scope;
  scope.projects_.emplace(id, Hold::exclusive);
  return scope;
}

Scope Scope::inside(const ProjectId& id) {
  Scope scope;
  scope.projects_.emplace(id, Hold::shared);
  return scope;
}

Scope Scope::dataset(const DatasetId& id) {
  Scope scope;
  scope.datasets_.emplace(id, std::nullopt);
  return scope;
}

Scope Scope::dataset(const DatasetId& id, const TaskId& task) {
  Scope scope;
  scope.datasets_.emplace(id, task);
  return scope;
}

Scope Scope::making(const ProjectId& id) {
  Scope scope;
  scope.made_projects_.insert(id);
  return scope;
}

Scope Scope::making(const DatasetId& id) {
  Scope scope;
  scope.made_datasets_.insert(id);
  return scope;
}

Scope operator|(Scope a, const Scope& b) {
  a.everything_ = a.everything_ || b.everything_;
  a.house_ = a.house_ || b.house_;
  a.accounts_.insert(b.accounts_.begin(), b.accounts_.end());
  a.made_projects_.insert(b.made_projects_.begin(), b.made_projects_.end());
  a.made_datasets_.insert(b.made_datasets_.begin(), b.made_datasets_.end());
  for (const auto& [id, hold] : b.projects_) {
    const auto [found, is_new] = a.projects_.try_emplace(id, hold);
    if (!is_new) found->second = std::max(found->second, hold);
  }
  for (const auto& [id, task] : b.datasets_) {
    const auto [found, is_new] = a.datasets_.try_emplace(id, task);
    if (!is_new && found->second != task) found->second = std::nullopt;
  }
  return a;
}

bool Scope::has_project(const ProjectId& id) const {
  if (everything_ || made_projects_.contains(id)) return true;
  const auto found = projects_.find(id);
  return found != projects_.end() && found->second == Hold::exclusive;
}

bool Scope::covers(const Scope& other) const {
  if (everything_) return true;
  if (other.everything_ || (other.house_ && !house_)) return false;
  const auto has_hold = [&](const auto& wanted) {
    const auto found = projects_.find(wanted.first);
    return found != projects_.end() && found->second >= wanted.second;
  };
  const auto has_task = [&](const auto& wanted) {
    const auto found = datasets_.find(wanted.first);
    return found != datasets_.end() && (!found->second || found->second == wanted.second);
  };
  return std::ranges::includes(accounts_, other.accounts_) &&
         std::ranges::all_of(other.projects_, has_hold) &&
         std::ranges::all_of(other.datasets_, has_task);
}

}  // namespace allot
