#pragma once

// The words under which enumerators are stored. They are part of the schema: a new enumerator adds
// one, a renamed enumerator keeps its word.

#include "domain/entities.h"
#include "domain/exports.h"
#include "domain/inbox.h"
#include "store/sqlite/values.h"
#include "store/told_nouns.h"

namespace allot::sqlite {

template <>
struct Words<UserState> {
  static constexpr std::array<std::string_view, 3> list{"active", "invited", "disabled"};
  static constexpr auto otherwise = UserState::disabled;
};

template <>
struct Words<OrgRole> {
  static constexpr std::array<std::string_view, 4> list{"owner", "admin", "member", "worker"};
  static constexpr auto otherwise = OrgRole::worker;
};

template <>
struct Words<Role> {
  static constexpr std::array<std::string_view, 4> list{
      "owner", "developer", "annotation_manager", "annotator"
  };
  static constexpr auto otherwise = Role::annotator;
};

template <>
struct Words<ItemType> {
  static constexpr std::array<std::string_view, 2> list{"file", "dir"};
  static constexpr auto otherwise = ItemType::file;
};

template <>
struct Words<TaskType> {
  static constexpr std::array<std::string_view, 2> list{"annotation", "qa"};
  static constexpr auto otherwise = TaskType::annotation;
};

template <>
struct Words<ShareKind> {
  static constexpr std::array<std::string_view, 2> list{"normal", "originals"};
  static constexpr auto otherwise = ShareKind::normal;
};

template <>
struct Words<CommandStatus> {
  static constexpr std::array<std::string_view, 5> list{
      "created", "in_progress", "success", "failed", "canceled"
  };
  static constexpr auto otherwise = CommandStatus::failed;
};

template <>
struct Words<ExportForm> {
  static constexpr std::array<std::string_view, 3> list{"json", "zip", "zipped_json"};
  static constexpr auto otherwise = ExportForm::json;
};

template <>
struct Words<MoveKind> {
  static constexpr std::array<std::string_view, 12> list{
      "create",
      "add",
      "remove",
      "redistribute",
      "reassign",
      "delete_assignment",
      "delete_task",
      "undo",
      "contributors",
      "batch",
      "clear",
      "idle"
  };
  static constexpr auto otherwise = MoveKind::undo;
};

template <>
struct Words<InboxKind> {
  static constexpr std::array<std::string_view, 9> list{
      "assigned",
      "moved",
      "withdrawn",
      "returned",
      "answered",
      "due_soon",
      "overdue",
      "completed",
      "idle"
  };
  static constexpr auto otherwise = InboxKind::assigned;
};

template <>
struct Words<Follower> {
  static constexpr std::array<std::string_view, 2> list{"inbox", "counters"};
  static constexpr auto otherwise = Follower::inbox;
};

template <>
struct Words<DueStep> {
  static constexpr std::array<std::string_view, 2> list{"soon", "over"};
  static constexpr auto otherwise = DueStep::over;
};

}  // namespace allot::sqlite
