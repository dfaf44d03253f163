#pragma once

#include <span>
#include <string>
#include <string_view>

namespace allot {

/// A person's standing in one project. The wire words are `owner`, `engineer`, `annotationManager`,
/// `annotator`.
enum class Role { owner, developer, annotation_manager, annotator };

/// Standing in the installation's organisation.
enum class OrgRole { owner, admin, member, worker };

/// Each thing that somebody may or may not do. Every route names one (http/routes.cpp).
enum class Verb {
  public_,         // no credentials: sign-in, health
  own_account,     // any signed-in person, about themself
  create_project,  // by organisation role
  see_project,
  rename_project,
  delete_project,
  see_members,
  manage_members,
  invite_annotators,
  own_availability,         // when oneself is away
  annotators_availability,  // … when an annotator is
  members_availability,     // … when anybody is
  see_data,                 // datasets and all items of the project
  edit_data,                // datasets, recipes, ontologies, items, exports
  create_task,
  see_task,
  edit_task,  // change, rename, delete
  move_work,  // add, remove, redistribute, reassign, delete an assignment
  see_assignment,
  next_item,  // of an own assignment
  see_operations,
  set_status,
  annotate,
  open_issue,
  resolve_issue,
  mark_for_review,
  load_batch,
  use_item,  // on one's own screen: in use, the next one
  manage_bots,
  see_user,
  manage_org,
};

/// How a person meets the thing at hand. `manages_task`: owner or creator of the task; `holds`:
/// annotator of the assignment; `holds_review`: annotator of a QA assignment with the item.
enum class Standing {
  owner,
  developer,
  annotation_manager,
  manages_task,
  annotator,
  holds,
  holds_review,
};

/// May somebody with this standing do it? One table, permissions.cpp; docs/permissions.csv is made
/// from it. A person with several standings may do what any of them may.
[[nodiscard]] bool may(Standing standing, Verb verb);

[[nodiscard]] bool may(OrgRole role, Verb verb);

[[nodiscard]] Standing standing_of(Role role);

[[nodiscard]] std::string_view name_of(Verb verb);
[[nodiscard]] std::string_view name_of(Standing standing);
[[nodiscard]] std::span<const Verb> all_verbs();
[[nodiscard]] std::span<const Standing> all_standings();

/// The whole table as CSV, one verb a line: `verb,owner,developer,…` with `yes` and `no`.
[[nodiscard]] std::string permissions_csv();

/// Is `a` at least as strong as `b` (owner > developer > annotation manager > annotator)?
[[nodiscard]] bool at_least(Role a, Role b);

}  // namespace allot
