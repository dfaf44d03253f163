#pragma once

// What use cases ask of storage: one small interface for each noun. Reading methods are const; a
// read transaction hands out only const nouns. Every method runs inside the transaction that it
// came from, and throws StoreFailure when the database breaks down. Lists are in creation order,
// oldest first, unless said otherwise.

#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/entities.h"
#include "domain/ledger.h"
#include "query/plan.h"

namespace allot {

class Users {
 public:
  virtual ~Users() = default;
  [[nodiscard]] virtual std::optional<User> find(const UserId& id) const = 0;
  [[nodiscard]] virtual std::vector<User> list() const = 0;
  [[nodiscard]] virtual bool none() const = 0;             // no account yet: first start
  virtual void put(const User& user) = 0;                  // adds or replaces
  virtual void note_login(const UserId& id, Time at) = 0;  // and nothing else of the account
};

class Sessions {
 public:
  virtual ~Sessions() = default;
  [[nodiscard]] virtual std::optional<Session> find(const SessionId& id) const = 0;
  [[nodiscard]] virtual std::optional<Session> with_refresh_hash(const std::string& hash) const = 0;
  virtual void put(const Session& session) = 0;
  virtual void revoke(const SessionId& id) = 0;  // if there is one
  virtual void revoke_all(const UserId& user) = 0;
  virtual void remove_expired(Time now) = 0;

  [[nodiscard]] virtual std::optional<OneTimeLink> find_link(const std::string& token_hash
  ) const = 0;
  virtual void put_link(const OneTimeLink& link) = 0;
  /// False, and nothing is done, when it was used before or is gone.
  [[nodiscard]] virtual bool use_link(const std::string& token_hash, Time at) = 0;
  virtual void remove_links(const UserId& user, const std::string& purpose) = 0;
};

class ApiKeys {
 public:
  virtual ~ApiKeys() = default;
  [[nodiscard]] virtual std::optional<ApiKey> find(const ApiKeyId& id) const = 0;
  [[nodiscard]] virtual std::vector<ApiKey> of_user(const UserId& user) const = 0;
  [[nodiscard]] virtual std::vector<ApiKey> made_by(const UserId& creator) const = 0;
  virtual void put(const ApiKey& key) = 0;
  virtual void revoke(const ApiKeyId& id, Time at) = 0;  // unless it was before
};

class Projects {
 public:
  virtual ~Projects() = default;
  [[nodiscard]] virtual Organization organization() const = 0;  // the one of the installation
  virtual void put_organization(const Organization& organization) = 0;

  [[nodiscard]] virtual std::optional<Project> find(const ProjectId& id) const = 0;
  [[nodiscard]] virtual std::vector<Project> named(const std::string& name) const = 0;
  [[nodiscard]] virtual std::vector<Project> of_member(const UserId& user
  ) const = 0;  // active members
  [[nodiscard]] virtual std::vector<Project> list() const = 0;
  virtual void put(const Project& project) = 0;
  /// Takes the project's row, members, recipes and ontologies; datasets and tasks must be gone
  /// before.
  virtual void remove(const ProjectId& id) = 0;

  [[nodiscard]] virtual std::vector<Member> members(const ProjectId& id) const = 0;  // inactive too
  [[nodiscard]] virtual std::optional<Member> member(const ProjectId& project, const UserId& user)
      const = 0;
  virtual void put_member(const Member& member) = 0;
};

/// Names the state of the store that a transaction sees; a later one is greater.
using Moment = std::uint64_t;

/// Items that were changed, by what was changed.
struct ItemChanges {
  ItemSet rows;         // columns, metadata, the path
  ItemSet annotations;  // added, changed, removed
  ItemSet work;         // statuses, and who holds them in which task
  // No items: the numbers of the annotations that were added, changed, removed.
  ItemSet annotation_numbers;
  bool is_exact = true;  // false: it was long ago, and much that came before is told as well
};

class Datasets {
 public:
  virtual ~Datasets() = default;
  [[nodiscard]] virtual std::optional<Dataset> find(const DatasetId& id) const = 0;
  [[nodiscard]] virtual std::vector<Dataset> of_project(const ProjectId& project
  ) const = 0;  // Binaries too
  [[nodiscard]] virtual std::vector<Dataset> using_recipe(const RecipeId& recipe) const = 0;
  virtual void put(const Dataset& dataset) = 0;
  /// With its sets; the rows of its items and annotations and its status events are left to
  /// `Purges`.
  virtual void remove(const DatasetId& id) = 0;

  [[nodiscard]] virtual DatasetSets sets(const DatasetId& id) const = 0;
  /// Of them those with an open issue alone: what each status asks for.
  [[nodiscard]] virtual ItemSet with_issue(const DatasetId& id) const = 0;
  /// Writes the chunks that differ (by pointer) from what `sets` gave.
  virtual void put_sets(const DatasetId& id, const DatasetSets& sets) = 0;
  /// Raised by each change of items' columns or metadata, annotations included: kept answers of
  /// filters name it.
  [[nodiscard]] virtual std::int64_t content_version(const DatasetId& id) const = 0;

  /// The state that this transaction sees, for `changes_since` in a later one of the same process.
  [[nodiscard]] virtual Moment moment() const = 0;
  /// Which items of a dataset were changed since, what this transaction did included, and perhaps a
  /// few more; new ones and removed ones are in `sets`.
  [[nodiscard]] virtual ItemChanges changes_since(const DatasetId& id, Moment moment) const = 0;
};

class Recipes {
 public:
  virtual ~Recipes() = default;
  [[nodiscard]] virtual std::optional<Recipe> find(const RecipeId& id) const = 0;
  [[nodiscard]] virtual std::vector<Recipe> of_projects(std::span<const ProjectId> projects
  ) const = 0;
  virtual void put(const Recipe& recipe) = 0;
  virtual void remove(const RecipeId& id) = 0;

  [[nodiscard]] virtual std::optional<Ontology> find_ontology(const OntologyId& id) const = 0;
  [[nodiscard]] virtual std::vector<Ontology> ontologies_of(std::span<const ProjectId> projects
  ) const = 0;
  /// The recipes of a project that name the ontology.
  [[nodiscard]] virtual std::vector<RecipeId> using_ontology(
      const ProjectId& project, const OntologyId& ontology
  ) const = 0;
  virtual void put_ontology(const Ontology& ontology) = 0;
  virtual void remove_ontology(const OntologyId& id) = 0;
};

/// Who deleted items of a project, and when.
struct Deletion {
  ProjectId project;
  UserId actor;
  Time at;
};

/// A dataset's items: those in its set `live`. What was removed is in no answer, whether its row is
/// still there or not.
class Items {
 public:
  virtual ~Items() = default;
  [[nodiscard]] virtual std::optional<Item> find(const ItemId& id) const = 0;
  [[nodiscard]] virtual std::optional<Item> at_path(
      const DatasetId& dataset, const std::string& path
  ) const = 0;
  /// One item for each ordinal that exists, in the given order.
  [[nodiscard]] virtual std::vector<Item> at(
      const DatasetId& dataset, std::span<const Ordinal> ordinals
  ) const = 0;
  /// Ids of the ordinals that exist, in the given order.
  [[nodiscard]] virtual std::vector<std::pair<Ordinal, ItemId>> ids(
      const DatasetId& dataset, std::span<const Ordinal> ordinals
  ) const = 0;
  /// The ordinals of those ids that are items of this dataset.
  [[nodiscard]] virtual ItemSet ordinals(const DatasetId& dataset, std::span<const ItemId> ids)
      const = 0;
  /// How many items have an id smaller than this text (ids and ordinals agree in order): the first
  /// ordinal ≥ it.
  [[nodiscard]] virtual Ordinal lower_bound(const DatasetId& dataset, const std::string& id)
      const = 0;
  /// The items that satisfy a condition on columns and metadata. `among`: only of these; of few
  /// ones no more than their rows are read.
  [[nodiscard]] virtual ItemSet matching(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const std::optional<ItemSet>& among = std::nullopt
  ) const = 0;
  /// The items that have an annotation that satisfies the condition; `among` as above.
  [[nodiscard]] virtual ItemSet with_annotation(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const std::optional<ItemSet>& among = std::nullopt
  ) const = 0;
  /// The ordinals of `among` in the given order: `count` of them after the first `offset`.
  [[nodiscard]] virtual std::vector<Ordinal> in_order(
      const DatasetId& dataset,
      const ItemSet& among,
      const query::SqlText& order,
      std::uint64_t offset,
      std::uint64_t count
  ) const = 0;

  /// Adds one item under the next ordinal and gives it; sets `live`, `file`, `hidden` of the
  /// dataset.
  virtual Ordinal add(Item item) = 0;
  virtual void update(const Item& item
  ) = 0;  // all columns but dataset, ordinal, id; keeps the sets right
  /// Takes them out of the dataset's sets; their rows and annotations are left to `Purges`, ledgers
  /// are the caller's.
  virtual void remove(const DatasetId& dataset, const ItemSet& items, const Deletion& deletion) = 0;
};

/// The rows of what was removed, which no other noun shows. They are taken away in slices, since a
/// million of them would hold up every other change.
class Purges {
 public:
  virtual ~Purges() = default;
  /// The dataset of what was removed first of all that is left to be taken away; nullopt: nothing
  /// is left.
  [[nodiscard]] virtual std::optional<DatasetId> pending() const = 0;

  struct Slice {
    std::uint64_t rows = 0;     // that were taken away
    std::vector<ItemId> items;  // whose own rows were among them; none of a dataset that is gone
    std::vector<AnnotationId> annotations;  // that were deleted as such; not those of an item
    Deletion deletion;                      // of these items and annotations
  };

  /// Takes at most `rows` rows of what was removed first in this dataset (or with it), or of bulk
  /// status events a few with their sets; nullopt when nothing of it was left. What other datasets
  /// left stays.
  virtual std::optional<Slice> take(const DatasetId& dataset, std::uint64_t rows) = 0;
};

/// Annotations of a dataset that were chosen at a moment, to be changed or taken away later. Each
/// has a number in the store, in the order in which they came.
struct ChosenAnnotations {
  DatasetId dataset;
  Moment moment = 0;
  ItemSet numbers;
  ItemSet items;  // that they are on
  // What these items are without them.
  ItemSet annotated;
  ItemSet issue;
  ItemSet for_review;
};

/// What becomes of the metadata of many, who changed it, and when.
struct BulkChange {
  std::string difference;  // JSON, merged into what each has
  ProjectId project;
  UserId actor;
  Time at;
};

/// Changes of many rows that are in force at once, and are written to the rows in slices, since a
/// million of them would hold up every other change. Every noun shows what it would show were they
/// written.
class BulkChanges {
 public:
  virtual ~BulkChanges() = default;
  /// Of the items that are there. Costs their sets. The difference must be a JSON object.
  virtual void change_items(
      const DatasetId& dataset, const ItemSet& items, const BulkChange& change
  ) = 0;
  /// Of what was chosen, but for what changed since and what is on `kept` items; their review
  /// statuses stay. Costs what changed since, and the sets. How many are changed; nullopt, and
  /// nothing is done, when it was chosen so long ago that what changed since cannot be told.
  virtual std::optional<std::uint64_t> change_annotations(
      const ChosenAnnotations& chosen, const ItemSet& kept, const BulkChange& change
  ) = 0;
  /// How many changes of a dataset are not in all rows yet: each costs those who read it a little.
  [[nodiscard]] virtual std::uint64_t pending_of(const DatasetId& dataset) const = 0;
  /// The dataset of the last change that is not in all rows yet; nullopt: there is none.
  [[nodiscard]] virtual std::optional<DatasetId> pending() const = 0;

  struct Slice {
    std::uint64_t rows = 0;                 // that were looked at
    std::vector<ItemId> items;              // of those that are there still
    std::vector<AnnotationId> annotations;  // likewise
    BulkChange change;                      // of these
  };

  /// Writes what was changed last in this dataset to at most `rows` rows; nullopt when nothing was
  /// left. What is on its way in other datasets stays.
  virtual std::optional<Slice> take(const DatasetId& dataset, std::uint64_t rows) = 0;
};

/// Of items that are there; those of a removed item are in no answer.
class Annotations {
 public:
  virtual ~Annotations() = default;
  [[nodiscard]] virtual std::optional<Annotation> find(const AnnotationId& id) const = 0;
  /// Visits those of an item, oldest first.
  virtual void each_of_item(
      const DatasetId& dataset, Ordinal item, FunctionRef<void(const Annotation&)> visit
  ) const = 0;
  /// Ordinal → how many; items without are left out.
  [[nodiscard]] virtual std::vector<std::pair<Ordinal, std::uint64_t>> counts(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const = 0;
  /// Ordinal → distinct non-empty review statuses of its annotations.
  [[nodiscard]] virtual std::vector<std::pair<Ordinal, std::vector<std::string>>> statuses(
      const DatasetId& dataset, std::span<const Ordinal> items
  ) const = 0;
  [[nodiscard]] virtual std::uint64_t total(const DatasetId& dataset
  ) const = 0;  // on items not hidden

  struct Page {
    std::vector<Annotation> annotations;
    std::uint64_t total = 0;
  };

  /// `among`: only annotations of these items. `size` 0 counts only.
  [[nodiscard]] virtual Page page(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::uint64_t offset,
      std::uint64_t size
  ) const = 0;

  /// Those that `page` would give, all, or the first `limit` in the order. May scan: never for the
  /// writer.
  [[nodiscard]] virtual ChosenAnnotations choose(
      const DatasetId& dataset,
      const query::SqlText& condition,
      const query::SqlText& order,
      const std::optional<ItemSet>& among,
      std::optional<std::uint64_t> limit
  ) const = 0;

  /// Takes away what was chosen, but for what changed since and what is on `kept` items: it is in
  /// no answer any more, and its rows are purged. Costs what changed since, and the sets. How many
  /// went; nullopt, and nothing is done, when it was chosen so long ago that what changed since
  /// cannot be told.
  virtual std::optional<std::uint64_t> remove(
      const ChosenAnnotations& chosen, const ItemSet& kept, const Deletion& deletion
  ) = 0;

  /// All of these keep `annotated`, `issue` and `for_review` of the dataset right.
  virtual void add(const Annotation& annotation) = 0;
  virtual void update(const Annotation& annotation) = 0;
  virtual void remove(const AnnotationId& id) = 0;
};

class Tasks {
 public:
  virtual ~Tasks() = default;
  [[nodiscard]] virtual std::optional<Task> find(const TaskId& id) const = 0;
  [[nodiscard]] virtual std::vector<Task> of_projects(std::span<const ProjectId> projects
  ) const = 0;
  [[nodiscard]] virtual std::vector<Task> of_dataset(const DatasetId& dataset) const = 0;
  [[nodiscard]] virtual std::vector<Task> children(const TaskId& parent) const = 0;  // QA tasks
  /// Tasks that this person owns, created, or holds an assignment of, in any project.
  [[nodiscard]] virtual std::vector<Task> concerning(const UserId& user) const = 0;
  /// Those by the recipe that are in these projects or concern this person.
  [[nodiscard]] virtual std::vector<TaskId> using_recipe(
      const RecipeId& recipe, std::span<const ProjectId> projects, const UserId& user
  ) const = 0;
  /// The project of the oldest task by the recipe that is not in `project`.
  [[nodiscard]] virtual std::optional<ProjectId> other_project_using(
      const RecipeId& recipe, const ProjectId& project
  ) const = 0;
  /// The selection query of a task, as JSON text: as sent, plus `sort`. It may be long, so it is no
  /// part of a Task.
  [[nodiscard]] virtual std::string query(const TaskId& id) const = 0;
  virtual void put(const Task& task) = 0;
  /// Precondition: the task is there.
  virtual void put_query(const TaskId& id, const std::string& query) = 0;
  virtual void remove(const TaskId& id
  ) = 0;  // with assignments, ledger; operations and status events stay
};

class Assignments {
 public:
  virtual ~Assignments() = default;
  [[nodiscard]] virtual std::optional<Assignment> find(const AssignmentId& id) const = 0;
  [[nodiscard]] virtual std::vector<Assignment> of_task(const TaskId& task) const = 0;
  [[nodiscard]] virtual std::vector<Assignment> of_projects(std::span<const ProjectId> projects
  ) const = 0;
  /// Those of this name, whole and with its case.
  [[nodiscard]] virtual std::vector<AssignmentId> named(
      const ProjectId& project, const std::string& name
  ) const = 0;
  /// Adds or replaces; the task's ledger has a share for it from then on, empty at first.
  virtual void put(const Assignment& assignment) = 0;
  /// The same for many of one task.
  virtual void put_all(std::span<const Assignment> assignments) = 0;
  virtual void remove(const AssignmentId& id) = 0;  // with its share's chunks
};

class Ledgers {
 public:
  virtual ~Ledgers() = default;
  /// An immutable value under the task's version, shared by all readers; the empty ledger for an
  /// unknown task.
  [[nodiscard]] virtual SharedLedger of(const TaskId& task) const = 0;
  /// The tasks of a dataset that have some of these items, oldest first. Costs what the tasks with
  /// items near these cost, not what there is.
  [[nodiscard]] virtual std::vector<TaskWork> holding(
      const DatasetId& dataset, const ItemSet& items
  ) const = 0;
  /// Takes what was made of a copy of what `of` gave. Shares and chunks that differ (by pointer)
  /// are written, and the task's version is raised. Shares of assignments that are gone must be
  /// gone from `ledger` too.
  virtual void put(const TaskId& task, Ledger ledger) = 0;
};

class StatusLog {
 public:
  virtual ~StatusLog() = default;
  virtual void append(const StatusEvent& event) = 0;
  /// Events of these items, oldest first; each event's `items` is cut to them. For a page of items
  /// in one query.
  [[nodiscard]] virtual std::vector<StatusEvent> of_items(
      const DatasetId& dataset, const ItemSet& items
  ) const = 0;
};

/// Lines of the outbox: those after `after`, up to `until`.
struct OutboxLines {
  std::int64_t after = 0;
  std::int64_t until = 0;
};

class Journal {
 public:
  virtual ~Journal() = default;
  virtual void record(const Operation& operation) = 0;
  [[nodiscard]] virtual std::optional<Operation> operation(const OperationId& id) const = 0;
  virtual void append(const Event& event) = 0;  // to the outbox
  [[nodiscard]] virtual std::vector<Event> events_after(std::int64_t sequence, std::size_t count)
      const = 0;
  [[nodiscard]] virtual std::int64_t last_event() const = 0;  // its sequence; 0 without any

  /// Ids of the things of this kind (any: empty) that these lines tell of with this action, the
  /// first `count`, oldest line first.
  [[nodiscard]] virtual std::vector<std::string> told_of(
      const OutboxLines& lines, const std::string& resource, const std::string& action, int count
  ) const = 0;
  /// The tasks that these lines tell of.
  [[nodiscard]] virtual std::set<TaskId> tasks_told_of(const OutboxLines& lines) const = 0;
  /// Does a later line tell of one of those tasks? However many came later: this looks each task
  /// up.
  [[nodiscard]] virtual bool tells_later_of_tasks(const OutboxLines& lines) const = 0;
  /// Does a later line tell of a thing of which these tell with this action (any: empty), or that
  /// its project went? What is derived of the work in a task (`statusChanged`) does not count.
  /// Looks each thing up.
  [[nodiscard]] virtual bool tells_later_of_things(
      const OutboxLines& lines, const std::string& action
  ) const = 0;

  virtual void put_command(const Command& command) = 0;
  virtual void cancel_if_running(const CommandId& id, Time at) = 0;  // one that ended stays so
  [[nodiscard]] virtual std::optional<Command> command(const CommandId& id) const = 0;
  /// Newest first: `count` of them after the first `offset`.
  [[nodiscard]] virtual std::vector<Command> commands_of(
      const UserId& creator, std::uint64_t offset, std::uint64_t count
  ) const = 0;

  /// Which one the caller made last.
  [[nodiscard]] virtual std::optional<CommandId> newest_command(const UserId& creator) const = 0;

  /// What became of a change, so that its request is answered the same when it comes again: under
  /// the `Idempotency-Key` that it came with (B-297), or under the empty key, which no client can
  /// give, for the caller's latest change without one (B-160).
  struct KeptAnswer {
    static constexpr std::chrono::hours time_kept{24};  // one that is older counts as absent

    UserId caller;
    std::string key;
    std::string fingerprint;           // of method, path with query, and body
    Time at;                           // of the change
    int status = 0;                    // of HTTP; 0: carried out, and the answer is not here
    std::vector<std::string> headers;  // name, value, name, value, …
    std::string body;
    std::string run;              // without a key: names equal requests with no other in between
    CommandId command;            // when it is not empty, this command is the answer
    std::int64_t events_after{};  // the change's own lines in the outbox: those after this one …
    std::int64_t events_until{};  // … up to this one
  };

  /// Old ones too, as long as they are there.
  [[nodiscard]] virtual std::optional<KeptAnswer> kept_answer(
      const UserId& caller, const std::string& key
  ) const = 0;
  virtual void put_kept_answer(const KeptAnswer& answer) = 0;  // adds or replaces
  virtual void forget_answers_before(Time time) = 0;

  /// Takes lines of the outbox and commands away that are older than `time`, the oldest first, at
  /// most `rows` of each; the newest line stays, whatever its age, so that `last_event` never goes
  /// back. Returns how many went.
  virtual std::uint64_t forget_before(Time time, std::uint64_t rows) = 0;
};

}  // namespace allot
