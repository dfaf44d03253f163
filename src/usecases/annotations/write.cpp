#include "usecases/annotations/write.h"

#include <atomic>
#include <exception>

#include "base/log.h"
#include "query/json_text.h"
#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/read.h"
#include "usecases/assignments/set_status.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

/// How the caller meets the item: by role, and by the tasks in which the caller manages or holds
/// it.
struct Meeting {
  Standings standings;
  bool locked = false;  // every task that lets the caller in is locked (B-131)
};

Meeting meet(const Transaction& tx, const Caller& caller, const Item& item, Time now) {
  const auto dataset = tx.datasets().find(item.dataset);
  CHECK(dataset.has_value());
  Meeting meeting{.standings = standings_in(tx, caller, dataset->project)};
  if (is_inactive(tx, dataset->project, caller.user)) return meeting;
  const bool by_role = meeting.standings.may(Verb::annotate);
  bool open = by_role;
  bool held = false;
  for (const auto& [id, ledger] : tx.ledgers().holding(item.dataset, {item.ordinal})) {
    const auto row = tx.tasks().find(id);
    CHECK(row.has_value());
    const auto& task = *row;
    if (task.owner == caller.user || task.creator == caller.user) {
      meeting.standings.add(Standing::manages_task);
      open = true;
    }
    const auto* holder = ledger->holder_of(item.ordinal);
    if (holder == nullptr || holder->annotator != caller.user) continue;
    held = true;
    meeting.standings.add(Standing::holds);
    if (task.type == TaskType::qa) meeting.standings.add(Standing::holds_review);
    open = open || !is_locked(task, now);
  }
  meeting.locked = held && !open;
  return meeting;
}

Result<Done> check_unlocked(const Meeting& meeting) {
  if (!meeting.locked) return Done{};
  return fail(ErrorCode::forbidden, "The task is locked since its due date.");
}

Result<Done> check_may_annotate(const Meeting& meeting, const Item& item) {
  TRY(require(meeting.standings, Verb::annotate, "item", item.id.text));
  return check_unlocked(meeting);
}

/// All but what the write gives: the id, the item, the times and the people.
Annotation without_place(const NewAnnotation& added) {
  Annotation annotation{
      .id = {},
      .dataset = {},
      .item_id = {},
      .type = added.type,
      .label = added.label,
      .coordinates = added.coordinates,
      .attributes = added.attributes,
      .metadata = query::member(added.metadata, "system")
                      ? added.metadata
                      : query::with_member(added.metadata, "system", "{}"),
      .label_suggestions = added.label_suggestions,
      .description = added.description,
      .source = added.source,
      .hash = {},
      .status = {},
      .creator = added.creator.value_or(UserId{}),
      .updated_by = {},
      .created_at = {},
      .updated_at = {}
  };
  derive(annotation);
  return annotation;
}

void place(
    Env& env, const Caller& caller, const Item& item, bool may_import, Annotation& annotation
) {
  annotation.id = env.ids.next<AnnotationId>();
  annotation.dataset = item.dataset;
  annotation.item = item.ordinal;
  annotation.item_id = item.id;
  if (!may_import || annotation.creator.empty()) annotation.creator = caller.user;
  annotation.updated_by = caller.user;
  annotation.created_at = env.clock.now();
  annotation.updated_at = annotation.created_at;
}

/// So much of a list is held in memory, and of all lists at one time; what is longer is gone
/// through once more in the write.
constexpr std::size_t held_bytes_max = 4u << 20;
constexpr std::size_t held_bytes_of_all_max = 64u << 20;

std::atomic<std::size_t> held_bytes_of_all{0};

/// What one list takes of the room for all.
class Held {
 public:
  Held() = default;
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  ~Held() { held_bytes_of_all -= bytes_; }

  /// False when that is too much.
  [[nodiscard]] bool take(std::size_t more) {
    bytes_ += more;
    return (held_bytes_of_all += more) <= held_bytes_of_all_max && bytes_ <= held_bytes_max;
  }

 private:
  std::size_t bytes_ = 0;
};

std::size_t bytes_of(const Annotation& annotation) {
  return sizeof(Annotation) + annotation.label.size() + annotation.coordinates.size() +
         annotation.attributes.size() + annotation.metadata.size() +
         annotation.label_suggestions.size() + annotation.description.size();
}

/// Annotations that were read and looked at before the write.
struct Prepared {
  std::vector<Annotation> annotations;  // none when it is not whole
  bool is_empty = true;
  bool is_whole = true;  // else there were too many to hold
};

Result<Prepared> prepare(NewAnnotations added, Held& held) {
  Prepared prepared;
  TRY(added([&](const NewAnnotation& each) -> Result<Done> {
    prepared.is_empty = false;
    TRY(check_label(each.label));
    TRY(check_type(each.type));
    if (!prepared.is_whole) return Done{};
    if (!held.take(bytes_of(prepared.annotations.emplace_back(without_place(each))))) {
      prepared = {.annotations = {}, .is_empty = false, .is_whole = false};
    }
    return Done{};
  }));
  return prepared;
}

/// Is it the same but for its review status? A note's stands in its coordinates.
bool differs_in_status_alone(const Annotation& before, const Annotation& after) {
  const auto rest_of = [](const Annotation& annotation) {
    return query::without_members(annotation.metadata, {"system.status"});
  };
  const bool is_note = before.type == "note";
  return before.type == after.type && before.label == after.label &&
         (is_note || before.coordinates == after.coordinates) &&
         before.attributes == after.attributes && before.description == after.description &&
         rest_of(before) == rest_of(after);
}

}  // namespace

Result<Done> create_annotations(
    Env& env,
    const Caller& caller,
    const ItemId& item_id,
    NewAnnotations added,
    FunctionRef<void()> begin,
    FunctionRef<void(const Annotation&)> made
) {
  Held held;
  auto prepared = TRY(prepare(added, held));
  if (prepared.is_empty) return fail(ErrorCode::invalid, "The list of annotations is empty.");
  const auto add_all = [&](Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, item_id));
    const auto project = tx.datasets().find(item.dataset).value().project;
    const auto meeting = meet(tx, caller, item, env.clock.now());
    TRY(check_may_annotate(meeting, item));
    const bool may_import =
        meeting.standings.has(Standing::owner) || meeting.standings.has(Standing::developer);
    bool opens_issues = false;
    const auto add = [&](Annotation& annotation) -> Result<Done> {
      place(env, caller, item, may_import, annotation);
      TRY(check_status_change(meeting.standings, "", annotation.status));
      tx.annotations().add(annotation);
      note_annotation_event(env, tx, caller, project, annotation, "Created");
      opens_issues = opens_issues || opens_issue(annotation, "");
      return Done{};
    };
    for (auto& annotation : prepared.annotations) TRY(add(annotation));
    if (!prepared.is_whole) {
      begin();
      TRY(added([&](const NewAnnotation& each) -> Result<Done> {
        auto annotation = without_place(each);
        TRY(add(annotation));
        made(annotation);
        return Done{};
      }));
    }
    if (opens_issues) withdraw_statuses(env, tx, caller, item.dataset, ItemSet{item.ordinal});
    return Done{};
  };
  TRY(write(env.store, scope_of(item_id), add_all, "annotations/add"));
  try {
    if (prepared.is_whole) begin();
    for (const auto& annotation : prepared.annotations) made(annotation);
  } catch (const std::exception& e) {
    log(LogLevel::error, "answer_lost", {{"reason", e.what()}});
    return fail(
        ErrorCode::conflict,
        "The annotations are stored, but there was no room to write the answer; read them instead."
    );
  }
  return Done{};
}

Result<std::vector<Annotation>> create_annotations(
    Env& env, const Caller& caller, const ItemId& item, const std::vector<NewAnnotation>& added
) {
  std::vector<Annotation> made;
  const auto each = [&](FunctionRef<Result<Done>(const NewAnnotation&)> take) -> Result<Done> {
    for (const auto& one : added) TRY(take(one));
    return Done{};
  };
  TRY(create_annotations(
      env,
      caller,
      item,
      each,
      [&] { made.clear(); },
      [&](const Annotation& annotation) { made.push_back(annotation); }
  ));
  return made;
}

Result<Annotation> change_annotation(
    Env& env, const Caller& caller, const ChangeAnnotation& input
) {
  return write(
      env.store,
      scope_of(input.annotation),
      [&](Transaction& tx) -> Result<Annotation> {
        const auto before = TRY(get_annotation(tx, caller, input.annotation));
        const auto item = TRY(get_item(tx, caller, before.item_id));
        const auto meeting = meet(tx, caller, item, env.clock.now());
        auto annotation = TRY(changed(before, input));
        TRY(check_status_change(meeting.standings, before.status, annotation.status));
        TRY(check_unlocked(meeting));
        // A word on an issue needs no right to change the shape, and brings no such change along.
        if (annotation.status == before.status || !differs_in_status_alone(before, annotation)) {
          TRY(check_may_annotate(meeting, item));
        }
        annotation.updated_by = caller.user;
        annotation.updated_at = env.clock.now();
        tx.annotations().update(annotation);
        const auto project = tx.datasets().find(annotation.dataset).value().project;
        note_annotation_event(env, tx, caller, project, annotation, "Updated");
        if (opens_issue(annotation, before.status)) {
          withdraw_statuses(env, tx, caller, annotation.dataset, ItemSet{annotation.item});
        }
        return annotation;
      },
      "annotations/change"
  );
}

Result<Done> delete_annotation(Env& env, const Caller& caller, const AnnotationId& id) {
  return write(
      env.store,
      scope_of(id),
      [&](Transaction& tx) -> Result<Done> {
        const auto annotation = TRY(get_annotation(tx, caller, id));
        const auto item = TRY(get_item(tx, caller, annotation.item_id));
        TRY(check_may_annotate(meet(tx, caller, item, env.clock.now()), item));
        tx.annotations().remove(id);
        const auto project = tx.datasets().find(annotation.dataset).value().project;
        note_annotation_event(env, tx, caller, project, annotation, "Deleted");
        return Done{};
      },
      "annotations/remove"
  );
}

}  // namespace allot
