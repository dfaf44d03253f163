#include "usecases/annotations/write.h"

#include <utility>

#include "json/text.h"
#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/log.h"
#include "usecases/annotations/meeting.h"
#include "usecases/annotations/read.h"
#include "usecases/assignments/withdraw_statuses.h"
#include "usecases/scopes.h"
#include "usecases/tasks/note_pace.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Is it the same but for its review status? A note's stands in its coordinates.
bool differs_in_status_alone(const Annotation& before, const Annotation& after) {
  const auto rest_of = [](const Annotation& annotation) {
    return json::without_members(annotation.metadata, {"system.status"});
  };
  const bool is_note = before.type == "note";
  return before.type == after.type && before.label == after.label &&
         (is_note || before.coordinates == after.coordinates) &&
         before.attributes == after.attributes && before.description == after.description &&
         before.label_suggestions == after.label_suggestions && before.source == after.source &&
         rest_of(before) == rest_of(after);
}

DeletedAnnotation as_deleted(const Annotation& annotation) {
  return {
      .id = annotation.id,
      .item = annotation.item,
      .type = annotation.type,
      .label = annotation.label,
      .creator = annotation.creator,
      .created_at = annotation.created_at
  };
}

/// An annotation before a change, and how the caller meets it.
struct Found {
  Annotation annotation;
  Item item;
  Meeting meeting;
};

Result<Found> find(
    const Env& env, const Transaction& tx, const Caller& caller, const AnnotationId& id
) {
  auto annotation = TRY(get_annotation(tx, caller, id));
  auto item = TRY(get_item(tx, caller, annotation.item_id));
  auto meeting = meet(tx, caller, item, env.clock.now());
  return Found{
      .annotation = std::move(annotation), .item = std::move(item), .meeting = std::move(meeting)
  };
}

/// Writes what became of it, and what follows from that.
Annotation put(
    Env& env, Transaction& tx, const Caller& caller, const Found& found, Annotation annotation
) {
  const auto& before = found.annotation;
  annotation.updated_by = caller.user;
  annotation.updated_at = env.clock.now();
  note_opener(caller, before.status, annotation);
  tx.annotations().update(annotation);
  log_change(tx, before, annotation);
  env.in_use.end(annotation.dataset, {annotation.item});
  const auto project = tx.datasets().find(annotation.dataset).value().project;
  tell(env, tx, caller, project, updated(annotation.id));
  note_annotating(env, tx, caller, annotation.dataset, found.meeting.held_in);
  tell_of_issue(env, tx, caller, project, annotation, before.status);
  if (opens_issue(annotation, before.status)) {
    withdraw_statuses(env, tx, caller, annotation.dataset, ItemSet{annotation.item});
  }
  return annotation;
}

}  // namespace

Result<Annotation> change_annotation(
    Env& env, const Caller& caller, const ChangeAnnotation& input
) {
  return write(
      env.store,
      scope_of(input.annotation),
      [&](Transaction& tx) -> Result<Annotation> {
        const auto found = TRY(find(env, tx, caller, input.annotation));
        const auto& [before, item, meeting] = found;
        auto annotation = TRY(changed(before, input));
        TRY(check_status_change(meeting.standings, before.status, annotation.status));
        TRY(check_unlocked(meeting));
        // A word on an issue needs no right to change the shape, and brings no such change along.
        if (annotation.status == before.status || !differs_in_status_alone(before, annotation)) {
          TRY(check_may_annotate(meeting, item));
        }
        return put(env, tx, caller, found, std::move(annotation));
      },
      "annotations/change"
  );
}

Result<Annotation> open_issue(Env& env, const Caller& caller, const AnnotationId& id) {
  return write(
      env.store,
      scope_of(id),
      [&](Transaction& tx) -> Result<Annotation> {
        const auto found = TRY(find(env, tx, caller, id));
        TRY(require(found.meeting.standings, Verb::open_issue, "annotation", id.text));
        TRY(check_unlocked(found.meeting));
        const auto& before = found.annotation;
        auto issue = as_issue(before);
        if (issue.metadata == before.metadata && issue.coordinates == before.coordinates) {
          return before;
        }
        return put(env, tx, caller, found, std::move(issue));
      },
      "annotations/open_issue"
  );
}

Result<Done> delete_annotation(Env& env, const Caller& caller, const AnnotationId& id) {
  return write(
      env.store,
      scope_of(id),
      [&](Transaction& tx) -> Result<Done> {
        auto [annotation, item, meeting] = TRY(find(env, tx, caller, id));
        TRY(check_may_annotate(meeting, item));
        tx.annotations().remove(id);
        log_deletion(tx, item.dataset, as_deleted(annotation), caller.user, env.clock.now());
        env.in_use.end(annotation.dataset, {annotation.item});
        const auto project = tx.datasets().find(annotation.dataset).value().project;
        tell(env, tx, caller, project, deleted(annotation.id));
        note_annotating(env, tx, caller, annotation.dataset, meeting.held_in);
        const auto before = std::exchange(annotation.status, "");
        tell_of_issue(env, tx, caller, project, annotation, before);
        return Done{};
      },
      "annotations/remove"
  );
}

}  // namespace allot
