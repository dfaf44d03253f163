#include "usecases/annotations/long_list.h"

#include <exception>

#include "base/log.h"
#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/meeting.h"
#include "usecases/assignments/withdraw_statuses.h"
#include "usecases/scopes.h"
#include "usecases/tasks/note_pace.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// What every job of a list looks at.
struct Place {
  Item item;
  ProjectId project;
  Meeting meeting;
};

Result<Place> place_of(const Transaction& tx, const Caller& caller, const ItemId& id, Time now) {
  auto item = TRY(get_item(tx, caller, id));
  const auto project = tx.datasets().find(item.dataset).value().project;
  auto meeting = meet(tx, caller, item, now);
  TRY(check_may_annotate(meeting, item));
  return Place{.item = std::move(item), .project = project, .meeting = std::move(meeting)};
}

Unexpected changed_meanwhile() {
  return fail(
      ErrorCode::conflict,
      "What you may do in the project changed while the annotations were stored; none is there, "
      "try again."
  );
}

Unexpected took_too_long() {
  return fail(
      ErrorCode::unavailable, "It took too long to store the annotations; none is there, try again."
  );
}

}  // namespace

LongList::LongList(Env& env, const Caller& caller, const ItemId& item)
    : env_(env), caller_(caller), item_(item) {}

LongList::~LongList() {
  if (number_ && !is_shown_) give_up_list(env_, dataset_, *number_);
}

Result<Done> LongList::add(std::vector<Annotation>& slice) {
  struct Written {
    DatasetId dataset;
    std::int64_t number = 0;
    bool may_import = false;
  };

  std::set<std::string> statuses;
  const auto write_slice = [&](Transaction& tx) -> Result<Written> {
    const auto now = env_.clock.now();
    TRY(require_account(tx, caller_));
    const auto [item, project, meeting] = TRY(place_of(tx, caller_, item_, now));
    const bool may_import = meeting.may_import();
    if (number_ && may_import != may_import_) return changed_meanwhile();
    for (auto& annotation : slice) {
      place_annotation(env_, caller_, item, may_import, annotation);
      TRY(check_status_change(meeting.standings, "", annotation.status));
      statuses.insert(annotation.status);
    }
    auto& lists = tx.annotation_lists();
    const auto number = number_ ? *number_
                                : lists.begin(
                                      {.dataset = item.dataset,
                                       .item = item.ordinal,
                                       .project = project,
                                       .actor = caller_.user,
                                       .at = now}
                                  );
    if (!lists.add(number, slice, now)) return took_too_long();
    return Written{.dataset = item.dataset, .number = number, .may_import = may_import};
  };
  const auto written =
      TRY(prepare_write(env_.store, scope_of(item_), write_slice, "annotations/add_slice"));
  dataset_ = written.dataset;
  number_ = written.number;
  may_import_ = written.may_import;
  statuses_.merge(statuses);
  return Done{};
}

Result<Done> LongList::show() {
  CHECK(number_.has_value());
  const auto show_all = [&](Transaction& tx) -> Result<Done> {
    const auto now = env_.clock.now();
    TRY(require_account(tx, caller_));
    const auto [item, project, meeting] = TRY(place_of(tx, caller_, item_, now));
    if (meeting.may_import() != may_import_) return changed_meanwhile();
    for (const auto& status : statuses_) {
      TRY(check_status_change(meeting.standings, "", status));
    }
    if (!tx.annotation_lists().show(*number_, now)) return took_too_long();
    tell_of_shown(tx, *number_);
    env_.in_use.end(item.dataset, {item.ordinal});
    note_annotating(env_, tx, caller_, item.dataset, meeting.held_in);
    // Which of the thousands they are is nobody's to hear: one line tells of the item.
    const auto tell_of_step = [&](IssueStep step) {
      tell(env_, tx, caller_, project, IssueMoved{.annotation = {}, .item = item.id, .step = step});
    };
    if (statuses_.contains("review")) tell_of_step(IssueStep::answered);
    if (statuses_.contains("issue")) {
      tell_of_step(IssueStep::opened);
      withdraw_statuses(env_, tx, caller_, item.dataset, ItemSet{item.ordinal});
    }
    return Done{};
  };
  TRY(write(env_.store, scope_of(item_), show_all, "annotations/show_list"));
  is_shown_ = true;
  tell_of_list(env_, dataset_, *number_);
  return Done{};
}

void give_up_list(Env& env, const DatasetId& dataset, std::int64_t list) {
  const auto give_up = [&](Transaction& tx) -> Result<Done> {
    tx.annotation_lists().give_up(list);
    return Done{};
  };
  try {
    (void)prepare_write(env.store, Scope::dataset(dataset), give_up, "annotations/give_up_list");
  } catch (const std::exception& e) {
    // It is taken away later, since nobody goes on with it.
    log(LogLevel::warning, "list_not_given_up", {{"reason", e.what()}});
  }
}

void tell_of_list(Env& env, const DatasetId& dataset, std::int64_t list) {
  const auto tell = [&](Transaction& tx) -> Result<bool> { return tell_of_shown(tx, list); };
  try {
    while (write(env.store, Scope::dataset(dataset), tell, "annotations/tell_of_list").value()) {
    }
  } catch (const std::exception& e) {
    // They are there; the rest is told later.
    log(LogLevel::warning, "list_not_told", {{"reason", e.what()}});
  }
}

void place_annotation(
    Env& env, const Caller& caller, const Item& item, bool may_import, Annotation& annotation
) {
  annotation.id = env.ids.next<AnnotationId>();
  annotation.dataset = item.dataset;
  annotation.item = item.ordinal;
  annotation.item_id = item.id;
  if (!may_import || annotation.creator.empty()) annotation.creator = caller.user;
  annotation.updated_by = caller.user;
  note_opener(caller, "", annotation);
  annotation.created_at = env.clock.now();
  annotation.updated_at = annotation.created_at;
}

bool tell_of_shown(Transaction& tx, std::int64_t list) {
  const auto slice = tx.annotation_lists().take_untold(list, list_rows_max);
  if (!slice) return false;
  for (const auto& annotation : slice->annotations) {
    tx.journal().append(
        {.what = created(annotation),
         .project = slice->project,
         .task = {},
         .actor = slice->actor,
         .at = slice->at}
    );
  }
  return true;
}

}  // namespace allot
