#pragma once

// The nouns, as plain values. JSON texts are kept as they are stored: compact, valid, objects
// unless said otherwise.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/shared_value.h"
#include "domain/commands.h"
#include "domain/events.h"
#include "domain/item_set.h"
#include "domain/lifecycle.h"
#include "domain/permissions.h"
#include "domain/plan.h"
#include "domain/pulling.h"

namespace allot {

struct Organization {
  OrgId id;
  std::string name;
  UserId owner;
  Time created_at;
  Time updated_at;
};

enum class UserState { active, invited, disabled };

/// A person or bot.
struct User {
  UserId id;
  std::string first_name;
  std::string last_name;
  std::string password_hash;  // "": cannot sign in by password
  UserState state = UserState::active;
  OrgRole org_role = OrgRole::worker;
  bool is_bot = false;
  ProjectId bot_project;         // of a bot
  std::int64_t token_epoch = 0;  // raised to revoke every token at once
  Time created_at;
  Time updated_at;
  std::optional<Time> last_login;
};

struct Project {
  ProjectId id;
  std::string name;
  UserId creator;
  bool archived = false;
  Time created_at;
  Time updated_at;
};

struct Member {
  ProjectId project;
  UserId user;
  Role role = Role::annotator;
  bool active = true;  // false: removed (B-146)
  UserId added_by;
  Time created_at;
  Time updated_at;
};

struct Dataset {
  DatasetId id;
  ProjectId project;
  std::string name;
  UserId creator;
  UserId updated_by;
  std::vector<RecipeId> recipes;  // at least one; the first is the default
  bool binaries = false;          // the hidden system dataset
  bool readonly = false;
  std::string access_level = "project";
  std::string index_driver = "v1";
  std::string expiration_options;  // "" when not set
  std::string user_metadata = "{}";
  std::string system_metadata = "{}";  // less `recipes` and `scope`, which are columns
  DatasetId source;                    // of clones
  Time created_at;
  Time updated_at;
};

struct Recipe {
  RecipeId id;
  ProjectId project;
  std::string title;
  std::string description;
  UserId creator;
  UserId updated_by;
  std::vector<OntologyId> ontologies;
  std::string metadata = "{}";
  std::string ui_settings = "{}";
  std::string instructions = "[]";    // array
  std::string examples = "{}";        // anything
  std::string custom_actions = "[]";  // array
  Time created_at;
  Time updated_at;
};

struct Ontology {
  OntologyId id;
  ProjectId project;
  std::string title;
  UserId creator;
  UserId updated_by;
  std::string roots = "[]";       // array: the label tree
  std::string attributes = "[]";  // array
  std::string metadata = "{}";
  Time created_at;
  Time updated_at;
};

enum class ItemType { file, dir };

struct Item {
  DatasetId dataset;
  Ordinal ordinal = 0;
  ItemId id;
  ItemType type = ItemType::file;
  std::string path;  // starts with '/'; unique in the dataset
  bool hidden = false;
  UserId creator;
  UserId updated_by;
  std::string description;
  std::string spec;        // JSON, "" when not set
  std::string content;     // SHA-256 of the bytes, lower-case hex; "" for folders
  std::uint64_t size = 0;  // bytes
  /// `{"system":{…},"user":{…},…}` without the members that are derived: refs, taskStatusLog,
  /// annotationStatus.
  std::string metadata = "{}";
  ItemId source_item;        // of clones
  DatasetId source_dataset;  // of clones
  Time created_at;
  Time updated_at;

  [[nodiscard]] std::string name() const;  // last part of the path
  [[nodiscard]] std::string dir() const;   // "/" for the root
};

struct Annotation {
  AnnotationId id;
  DatasetId dataset;
  Ordinal item = 0;
  ItemId item_id;
  std::string type;
  std::string label;
  std::string coordinates;  // JSON, "" when absent
  std::string attributes;   // JSON, "" when absent
  std::string metadata = R"({"system":{}})";
  std::string label_suggestions;  // JSON, "" when absent
  std::string description;
  std::string source = "sdk";
  std::string hash;
  std::string status;  // metadata.system.status: "", "issue", "review", "approved"
  UserId creator;
  UserId updated_by;
  UserId issue_by;  // who made it an issue last; empty: nobody did, or it is not known any more
  Time created_at;
  Time updated_at;
};

/// A text about a task, and whose it is.
struct Description {
  std::string content;
  UserId created_by;
  UserId updated_by;
  Time created_at;
  Time updated_at;
  bool operator==(const Description&) const = default;
};

struct Task {
  TaskId id;
  ProjectId project;
  DatasetId dataset;
  RecipeId recipe;
  std::string name;
  UserId creator;
  UserId owner;
  UserId updated_by;
  TaskType type = TaskType::annotation;
  TaskId parent;  // of a QA task
  bool dismissed = false;
  std::int64_t priority = 2;  // 1 low, 2 medium, 3 high
  std::string due_date;       // JSON number exactly as sent, in epoch ms; "" when none was given
  std::string available_actions;          // JSON array; "" when not given
  std::vector<std::string> status_words;  // the words in available_actions
  std::optional<Description> description;
  std::string user_metadata = "{}";    // the creator's keys, without `system`
  std::string system_metadata = "{}";  // less what `pulling` says
  SharedValue<Pulling> pulling;        // none: the task is not pulling
  Time created_at;
  Time updated_at;
};

struct Assignment {
  AssignmentId id;
  TaskId task;
  ProjectId project;
  DatasetId dataset;
  std::string name;  // unique in the project
  UserId annotator;
  UserId updated_by;
  ShareKind kind = ShareKind::normal;
  bool is_default = false;           // B-048
  std::string user_metadata = "{}";  // without `system`
  Time created_at;
  Time updated_at;
};

/// A status given, replaced or taken away: append-only. `items` is one item or the set of a bulk
/// change.
struct StatusEvent {
  DatasetId dataset;
  TaskId task;
  AssignmentId assignment;
  ItemSet items;
  std::string word;  // set; or the word that went, when `cleared`
  bool cleared = false;
  UserId actor;
  Time at;
};

/// The flags of a dataset's items, each a set; and its annotations.
struct DatasetSets {
  ItemSet live;  // every item that exists, folders included
  ItemSet file;
  ItemSet hidden;
  ItemSet annotated;
  ItemSet issue;       // has an open issue
  ItemSet for_review;  // has an annotation in review, none in issue
  // No items: the numbers of the annotations, in the order in which they came; those of removed
  // items until their rows are purged, none that is hidden otherwise.
  ItemSet annotations;
  bool operator==(const DatasetSets&) const = default;
};

/// One of these sets, and the name that it is stored under.
struct DatasetFlag {
  std::string_view name;
  ItemSet DatasetSets::* set;
};

inline constexpr DatasetFlag dataset_flags[] = {
    {"live", &DatasetSets::live},
    {"file", &DatasetSets::file},
    {"hidden", &DatasetSets::hidden},
    {"annotated", &DatasetSets::annotated},
    {"issue", &DatasetSets::issue},
    {"for_review", &DatasetSets::for_review},
};

/// Is stored as they are.
inline constexpr DatasetFlag dataset_annotations{"annotations", &DatasetSets::annotations};

/// Names what was done before it: operations, and statuses.
struct WorkMoment {
  std::int64_t operation = 0;
  std::int64_t status = 0;
  bool operator==(const WorkMoment&) const = default;
};

/// A move that was done: who, when, and the sets that changed hands.
struct Operation {
  OperationId id;
  TaskId task;
  UserId by;
  Time at;
  Plan plan;
  OperationId undo_of;              // empty: it undoes none
  std::vector<Assignment> emptied;  // those that it left without items and that went
  std::vector<UserId> came;         // became contributors of the pulling task
  std::vector<UserId> went;         // were removed from them
  // As stored:
  OperationId undone_by;            // empty: it stands
  std::optional<WorkMoment> after;  // right after it; nullopt: before there was undoing
};

/// A signed-in browser or script; its refresh token is kept as a hash.
struct Session {
  SessionId id;
  UserId user;
  std::string refresh_hash;  // "": no renewal
  Time created_at;
  Time expires_at;
  bool revoked = false;
};

struct ApiKey {
  ApiKeyId id;
  UserId user;
  UserId creator;
  std::string description;
  ProjectId project;  // of a bot's key
  Time created_at;
  Time updated_at;
  Time expires_at;
  std::optional<Time> revoked_at;
};

/// A link that works once: set-up of the first account, invitation, password change.
struct OneTimeLink {
  std::string token_hash;
  UserId user;          // empty: the set-up link, which makes the first account
  std::string purpose;  // "setup", "invite", "password"
  UserId made_by;
  Time created_at;
  Time expires_at;
  std::optional<Time> used_at;
};

}  // namespace allot
