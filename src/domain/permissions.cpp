#include "domain/permissions.h"

#include <array>

namespace allot {

namespace {

constexpr std::array standings{
    Standing::owner,
    Standing::developer,
    Standing::annotation_manager,
    Standing::manages_task,
    Standing::annotator,
    Standing::holds,
    Standing::holds_review
};

struct Row {
  Verb verb;
  std::string_view name;
  std::string_view allowed;  // one letter for each standing, in the order above: y or n
};

// clang-format off
constexpr std::array table{
    //                                                       owner developer manager manages annotator holds review
    Row{Verb::public_,           "public",             "yyyyyyy"},
    Row{Verb::own_account,       "own_account",        "yyyyyyy"},
    Row{Verb::create_project,    "create_project",     "nnnnnnn"},  // by organisation role
    Row{Verb::see_project,       "see_project",        "yyyyyyy"},
    Row{Verb::rename_project,    "rename_project",     "yynnnnn"},
    Row{Verb::delete_project,    "delete_project",     "ynnnnnn"},
    Row{Verb::see_members,       "see_members",        "yyyynnn"},
    Row{Verb::manage_members,    "manage_members",     "ynnnnnn"},
    Row{Verb::invite_annotators, "invite_annotators",  "ynynnnn"},
    Row{Verb::own_availability,        "own_availability",        "yyynynn"},
    Row{Verb::annotators_availability, "annotators_availability", "yyynnnn"},
    Row{Verb::members_availability,    "members_availability",    "yynnnnn"},
    Row{Verb::see_data,          "see_data",           "yyynnnn"},
    Row{Verb::edit_data,         "edit_data",          "yynnnnn"},
    Row{Verb::create_task,       "create_task",        "yyynnnn"},
    Row{Verb::see_task,          "see_task",           "yyyynyy"},
    Row{Verb::edit_task,         "edit_task",          "yynynnn"},
    Row{Verb::move_work,         "move_work",          "yynynnn"},
    Row{Verb::see_assignment,    "see_assignment",     "yyyynyy"},
    Row{Verb::next_item,         "next_item",          "nnnnnyy"},
    Row{Verb::see_operations,    "see_operations",     "yyyynnn"},
    Row{Verb::set_status,        "set_status",         "yynynyy"},
    Row{Verb::annotate,          "annotate",           "yynynyy"},
    Row{Verb::open_issue,        "open_issue",         "yyyynny"},
    Row{Verb::resolve_issue,     "resolve_issue",      "yyyynny"},
    Row{Verb::mark_for_review,   "mark_for_review",    "yyyynyy"},
    Row{Verb::load_batch,        "load_batch",         "yynynyy"},
    Row{Verb::use_item,          "use_item",           "nnnnnyy"},
    Row{Verb::manage_bots,       "manage_bots",        "ynnnnnn"},
    Row{Verb::see_user,          "see_user",           "yyyyyyy"},
    Row{Verb::manage_org,        "manage_org",         "nnnnnnn"},  // by organisation role
};
// clang-format on

constexpr auto verbs = [] {
  std::array<Verb, table.size()> list{};
  for (std::size_t i = 0; i < table.size(); ++i) list[i] = table[i].verb;
  return list;
}();

constexpr bool is_complete() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].verb) != i) return false;
    if (table[i].allowed.size() != standings.size()) return false;
  }
  return table.size() == static_cast<std::size_t>(Verb::manage_org) + 1;
}

static_assert(is_complete(), "a verb without a row, or a row without every standing");

const Row& row_of(Verb verb) {
  return table[static_cast<std::size_t>(verb)];
}

}  // namespace

bool may(Standing standing, Verb verb) {
  return row_of(verb).allowed[static_cast<std::size_t>(standing)] == 'y';
}

bool may(OrgRole role, Verb verb) {
  switch (verb) {
    case Verb::public_:
    case Verb::own_account: return true;
    case Verb::create_project: return role != OrgRole::worker;
    case Verb::manage_org:
    case Verb::see_user: return role == OrgRole::owner || role == OrgRole::admin;
    default: return false;
  }
}

Standing standing_of(Role role) {
  switch (role) {
    case Role::owner: return Standing::owner;
    case Role::developer: return Standing::developer;
    case Role::annotation_manager: return Standing::annotation_manager;
    case Role::annotator: return Standing::annotator;
  }
  return Standing::annotator;
}

std::string_view name_of(Verb verb) {
  return row_of(verb).name;
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::owner: return "owner";
    case Standing::developer: return "developer";
    case Standing::annotation_manager: return "annotation_manager";
    case Standing::manages_task: return "manages_task";
    case Standing::annotator: return "annotator";
    case Standing::holds: return "holds";
    case Standing::holds_review: return "holds_review";
  }
  return {};
}

std::span<const Verb> all_verbs() {
  return verbs;
}

std::span<const Standing> all_standings() {
  return standings;
}

std::string permissions_csv() {
  std::string csv = "verb";
  for (const auto standing : standings) csv += "," + std::string(name_of(standing));
  csv += "\n";
  for (const auto& row : table) {
    csv += row.name;
    for (const char letter : row.allowed) csv += letter == 'y' ? ",yes" : ",no";
    csv += "\n";
  }
  return csv;
}

bool at_least(Role a, Role b) {
  return static_cast<int>(a) <= static_cast<int>(b);
}

}  // namespace allot
