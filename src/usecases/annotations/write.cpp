#include "usecases/annotations/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

#include "base/name.h"
#include "base/text.h"
#include "query/json_text.h"
#include "query/plan.h"
#include "usecases/access.h"
#include "usecases/annotations/read.h"
#include "usecases/assignments/set_status.h"

namespace allot {

namespace {

constexpr std::array<std::string_view, 27> types{
    "class",
    "subtitle",
    "point",
    "box",
    "segment",
    "polyline",
    "ellipse",
    "cube",
    "binary",
    "note",
    "comparison",
    "text",
    "text_mark",
    "pdf_text",
    "pose",
    "cube_3d",
    "semantic_3d",
    "polyline_3d",
    "ref_semantic_3d",
    "gis",
    "ref_image",
    "item_description",
    "line",
    "polygon",
    "recording",
    "ref_text",
    "ref_video"
};

Result<Done> check_type(const std::string& type) {
  if (std::ranges::find(types, type) != types.end()) return Done{};
  return invalid_field(
      "type", "is no annotation type", fmt::format("`{}` is no annotation type.", printable(type))
  );
}

/// The review status of an annotation: an open note counts as an issue.
std::string status_of(const Annotation& annotation) {
  if (annotation.type == "note") {
    const auto& note = annotation.coordinates;
    const auto word = note.empty() ? std::nullopt : query::string_member(note, "note.status");
    if (word) return *word == "open" ? "issue" : "";
  }
  return query::string_member(annotation.metadata, "system.status").value_or("");
}

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
  for (const auto& task : tx.tasks().of_dataset(item.dataset)) {
    const auto ledger = tx.ledgers().of(task.id);
    if (!ledger.members.contains(item.ordinal)) continue;
    if (task.owner == caller.user || task.creator == caller.user) {
      meeting.standings.add(Standing::manages_task);
      open = true;
    }
    const auto* holder = ledger.holder_of(item.ordinal);
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

/// Who may move a review status from one word to another (B-262, B-263).
Result<Done> check_status_change(
    const Meeting& meeting, const std::string& from, const std::string& to
) {
  if (from == to) return Done{};
  if (to == "issue") return require(meeting.standings, Verb::open_issue, "annotation", "");
  if (to == "review") return require(meeting.standings, Verb::mark_for_review, "annotation", "");
  if (to.empty() || to == "approved") {
    return require(meeting.standings, Verb::resolve_issue, "annotation", "");
  }
  return invalid_field(
      "metadata.system.status", "must be `issue`, `review`, `approved` or null to clear it"
  );
}

/// Of what has no class, "".
Result<Done> check_label(const std::string& label) {
  return label.empty() ? Result<Done>(Done{}) : check_name(label, "label");
}

std::string hash_of(const Annotation& annotation) {
  const auto digest =
      std::hash<std::string>{
      }(annotation.type + "\n" + annotation.label + "\n" + annotation.coordinates + "\n" +
        annotation.attributes);
  return fmt::format("{:016x}", digest);
}

void note_event(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Annotation& annotation,
    std::string_view action
) {
  const auto dataset = tx.datasets().find(annotation.dataset);
  tx.journal().append(
      {.resource = "Annotation",
       .action = std::string(action),
       .resource_id = annotation.id.text,
       .project = dataset ? dataset->project : ProjectId{},
       .actor = caller.user,
       .at = env.clock.now()}
  );
}

Annotation make_annotation(
    Env& env, const Caller& caller, const Item& item, const NewAnnotation& added, bool may_import
) {
  const auto now = env.clock.now();
  Annotation annotation{
      .id = env.ids.next<AnnotationId>(),
      .dataset = item.dataset,
      .item = item.ordinal,
      .item_id = item.id,
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
      .creator = may_import && added.creator ? *added.creator : caller.user,
      .updated_by = caller.user,
      .created_at = now,
      .updated_at = now
  };
  annotation.status = status_of(annotation);
  annotation.hash = hash_of(annotation);
  return annotation;
}

Result<std::string> changed_metadata(const Annotation& annotation, const ChangeAnnotation& input) {
  auto difference = *input.metadata;
  if (!query::is_object(difference)) return invalid_field("metadata", "must be a JSON object");
  if (!input.system) {
    // Of the system part only attributes are a client's to change without asking for more.
    const auto attributes = query::member(difference, "system.attributes");
    difference = query::without_members(difference, {"system"});
    if (attributes) difference = query::with_member(difference, "system.attributes", *attributes);
  }
  auto base = annotation.metadata;
  if (input.replace) base = query::without_members(base, {"user"});
  return query::merged(base, difference);
}

Result<Annotation> changed(Annotation annotation, const ChangeAnnotation& input) {
  if (input.type) {
    TRY(check_type(*input.type));
    annotation.type = *input.type;
  }
  if (input.label && *input.label != annotation.label) {
    TRY(check_label(*input.label));
    annotation.label = *input.label;
  }
  if (input.coordinates) annotation.coordinates = *input.coordinates;
  if (input.attributes)
    annotation.attributes = *input.attributes == "null" ? "" : *input.attributes;
  if (input.description) annotation.description = *input.description;
  if (input.metadata) annotation.metadata = TRY(changed_metadata(annotation, input));
  annotation.status = status_of(annotation);
  annotation.hash = hash_of(annotation);
  return annotation;
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

/// Has nobody edited it in between? By content: two edits may fall into one millisecond.
bool is_same(const Annotation& a, const Annotation& b) {
  const auto content = [](const Annotation& annotation) {
    return std::tie(
        annotation.type,
        annotation.label,
        annotation.coordinates,
        annotation.attributes,
        annotation.metadata,
        annotation.description,
        annotation.updated_by,
        annotation.updated_at
    );
  };
  return content(a) == content(b);
}

void after_status_change(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Annotation& annotation,
    const std::string& before
) {
  if (annotation.status == "issue" && before != "issue") {
    withdraw_statuses(env, tx, caller, annotation.dataset, annotation.item);
  }
}

}  // namespace

Result<Done> create_annotations(
    Env& env,
    const Caller& caller,
    const ItemId& item_id,
    NewAnnotations added,
    FunctionRef<void(const Annotation&)> made
) {
  bool is_empty = true;
  TRY(added([&](const NewAnnotation& each) -> Result<Done> {
    is_empty = false;
    TRY(check_label(each.label));
    return check_type(each.type);
  }));
  if (is_empty) return fail(ErrorCode::invalid, "The list of annotations is empty.");
  return write(env.store, [&](Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, item_id));
    const auto meeting = meet(tx, caller, item, env.clock.now());
    TRY(check_may_annotate(meeting, item));
    const bool may_import =
        meeting.standings.has(Standing::owner) || meeting.standings.has(Standing::developer);
    return added([&](const NewAnnotation& each) -> Result<Done> {
      const auto annotation = make_annotation(env, caller, item, each, may_import);
      TRY(check_status_change(meeting, "", annotation.status));
      tx.annotations().add(annotation);
      note_event(env, tx, caller, annotation, "Created");
      after_status_change(env, tx, caller, annotation, "");
      made(annotation);
      return Done{};
    });
  });
}

Result<std::vector<Annotation>> create_annotations(
    Env& env, const Caller& caller, const ItemId& item, const std::vector<NewAnnotation>& added
) {
  std::vector<Annotation> made;
  const auto each = [&](FunctionRef<Result<Done>(const NewAnnotation&)> take) -> Result<Done> {
    for (const auto& one : added) TRY(take(one));
    return Done{};
  };
  TRY(create_annotations(env, caller, item, each, [&](const Annotation& annotation) {
    made.push_back(annotation);
  }));
  return made;
}

Result<Annotation> change_annotation(
    Env& env, const Caller& caller, const ChangeAnnotation& input
) {
  return write(env.store, [&](Transaction& tx) -> Result<Annotation> {
    const auto before = TRY(get_annotation(tx, caller, input.annotation));
    const auto item = TRY(get_item(tx, caller, before.item_id));
    const auto meeting = meet(tx, caller, item, env.clock.now());
    auto annotation = TRY(changed(before, input));
    TRY(check_status_change(meeting, before.status, annotation.status));
    TRY(check_unlocked(meeting));
    // A word on an issue needs no right to change the shape, and brings no such change along.
    if (annotation.status == before.status || !differs_in_status_alone(before, annotation)) {
      TRY(check_may_annotate(meeting, item));
    }
    annotation.updated_by = caller.user;
    annotation.updated_at = env.clock.now();
    tx.annotations().update(annotation);
    note_event(env, tx, caller, annotation, "Updated");
    after_status_change(env, tx, caller, annotation, before.status);
    return annotation;
  });
}

Result<Done> delete_annotation(Env& env, const Caller& caller, const AnnotationId& id) {
  return write(env.store, [&](Transaction& tx) -> Result<Done> {
    const auto annotation = TRY(get_annotation(tx, caller, id));
    const auto item = TRY(get_item(tx, caller, annotation.item_id));
    TRY(check_may_annotate(meet(tx, caller, item, env.clock.now()), item));
    tx.annotations().remove(id);
    note_event(env, tx, caller, annotation, "Deleted");
    return Done{};
  });
}

Result<std::uint64_t> delete_matching_annotations(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
) {
  constexpr Window whole{.offset = 0, .size = std::numeric_limits<std::uint32_t>::max()};
  const auto matched = TRY(read(env.store, [&](const Transaction& tx) {
    return match_annotations(tx, caller, dataset, query, whole);
  }));
  return write(env.store, [&](Transaction& tx) -> Result<std::uint64_t> {
    TRY(get_dataset(tx, caller, dataset, Verb::edit_data));
    const auto items = matched.on ? std::optional(still_matching(tx, *matched.on)) : std::nullopt;
    std::uint64_t deleted = 0;
    for (const auto& annotation : matched.page.annotations) {
      if (items && !items->contains(annotation.item)) continue;
      const auto now = tx.annotations().find(annotation.id);
      if (!now || !is_same(*now, annotation)) continue;
      tx.annotations().remove(annotation.id);
      note_event(env, tx, caller, annotation, "Deleted");
      ++deleted;
    }
    return deleted;
  });
}

}  // namespace allot
