#include <exception>

#include "base/log.h"
#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/long_list.h"
#include "usecases/annotations/meeting.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/withdraw_statuses.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/scopes.h"
#include "usecases/tasks/note_pace.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// Annotations that were read and looked at before the write: so many as one job may have.
class Slice {
 public:
  std::vector<Annotation> annotations;

  /// Has it no room for this one? There is room for one in any case.
  [[nodiscard]] bool is_full_for(const Annotation& next) const {
    return !annotations.empty() &&
           (annotations.size() >= list_rows_max || bytes_ + bytes_of(next) > list_bytes_max);
  }

  void add(Annotation next) {
    bytes_ += bytes_of(next);
    annotations.push_back(std::move(next));
  }

  void clear() {
    annotations.clear();
    bytes_ = 0;
  }

 private:
  std::size_t bytes_ = 0;
};

struct Prepared {
  Slice slice;           // empty when there are more
  bool is_long = false;  // there are more
};

/// Looks at all, and holds them if they are a slice at most.
Result<Prepared> prepare(NewAnnotations added) {
  Prepared prepared;
  TRY(added([&](const NewAnnotation& each) -> Result<Done> {
    TRY(check_label(each.label));
    TRY(check_type(each.type));
    if (has_system(each.metadata)) TRY(require_metadata(each.metadata));
    TRY(require_annotation_metadata(each.metadata));
    if (prepared.is_long) return Done{};
    auto annotation = without_place(each);
    if (prepared.slice.is_full_for(annotation)) {
      prepared = {.slice = {}, .is_long = true};
    } else {
      prepared.slice.add(std::move(annotation));
    }
    return Done{};
  }));
  return prepared;
}

Result<Done> add_at_once(
    Env& env, const Caller& caller, const ItemId& item_id, std::vector<Annotation>& annotations
) {
  const auto add_all = [&](Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, item_id));
    const auto project = tx.datasets().find(item.dataset).value().project;
    const auto meeting = meet(tx, caller, item, env.clock.now());
    TRY(check_may_annotate(meeting, item));
    bool opens_issues = false;
    for (auto& annotation : annotations) {
      place_annotation(env, caller, item, meeting.may_import(), annotation);
      TRY(check_status_change(meeting.standings, "", annotation.status));
      tx.annotations().add(annotation);
      tell(env, tx, caller, project, created(annotation.id));
      tell_of_issue(env, tx, caller, project, annotation, "");
      opens_issues = opens_issues || opens_issue(annotation, "");
    }
    env.in_use.end(item.dataset, {item.ordinal});
    note_annotating(env, tx, caller, item.dataset, meeting.held_in);
    if (opens_issues) withdraw_statuses(env, tx, caller, item.dataset, ItemSet{item.ordinal});
    return Done{};
  };
  return write(env.store, scope_of(item_id), add_all, "annotations/add");
}

Result<Done> add_in_slices(
    Env& env,
    const Caller& caller,
    const ItemId& item,
    NewAnnotations added,
    FunctionRef<void(const Annotation&)> made
) {
  LongList list(env, caller, item);
  Slice slice;
  const auto write_slice = [&]() -> Result<Done> {
    TRY(list.add(slice.annotations));
    for (const auto& annotation : slice.annotations) made(annotation);
    slice.clear();
    return Done{};
  };
  TRY(added([&](const NewAnnotation& each) -> Result<Done> {
    auto annotation = without_place(each);
    if (slice.is_full_for(annotation)) TRY(write_slice());
    slice.add(std::move(annotation));
    return Done{};
  }));
  TRY(write_slice());
  return list.show();
}

}  // namespace

Result<Done> create_annotations(
    Env& env,
    const Caller& caller,
    const ItemId& item,
    NewAnnotations added,
    FunctionRef<void()> begin,
    FunctionRef<void(const Annotation&)> made
) {
  auto [slice, is_long] = TRY(prepare(added));
  if (is_long) {
    begin();
    return add_in_slices(env, caller, item, added, made);
  }
  if (slice.annotations.empty()) {
    return fail(ErrorCode::invalid, "The list of annotations is empty.");
  }
  TRY(add_at_once(env, caller, item, slice.annotations));
  try {
    begin();
    for (const auto& annotation : slice.annotations) made(annotation);
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

}  // namespace allot
