#include "usecases/annotations/by_query.h"

#include <limits>
#include <tuple>

#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/issues_gone.h"
#include "usecases/annotations/log.h"
#include "usecases/annotations/read.h"
#include "usecases/assignments/withdraw_statuses.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/purge.h"
#include "usecases/scopes.h"
#include "usecases/tasks/note_pace.h"
#include "usecases/telling.h"

namespace allot {

namespace {

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

/// All that a query names, on a reader's snapshot: filters never run on the writer. Of an earlier
/// match its items alone are found anew: whether its annotations are what they were is seen in the
/// write.
Result<Done> match(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset,
    const query::Query& query,
    std::optional<MatchedAnnotations>& matched
) {
  const Window window{.offset = 0, .size = matched ? 0 : std::numeric_limits<std::uint32_t>::max()};
  auto found = TRY(read(env.store, [&](const Transaction& tx) -> Result<MatchedAnnotations> {
    TRY(get_dataset(tx, caller, dataset, Verb::edit_data));
    return match_annotations(tx, caller, dataset, query, window);
  }));
  if (matched) found.page = std::move(matched->page);
  matched = std::move(found);
  return Done{};
}

/// Does `change` to those that nobody edited since, on items that the query names still (B-254).
/// Returns how many.
Result<std::uint64_t> for_each_still_matching(
    const Transaction& tx,
    const MatchedAnnotations& matched,
    LookAgain look,
    FunctionRef<Result<Done>(const Annotation&)> change
) {
  std::optional<ItemSet> items;
  if (matched.on) items = TRY(still_matching(tx, *matched.on, look));
  std::uint64_t count = 0;
  for (const auto& annotation : matched.page.annotations) {
    if (items && !items->contains(annotation.item)) continue;
    const auto now = tx.annotations().find(annotation.id);
    if (!now || !is_same(*now, annotation)) continue;
    TRY(change(annotation));
    ++count;
  }
  return count;
}

Result<std::uint64_t> match_and_merge(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset_id,
    const query::Query& query,
    const std::string& difference,
    bool system,
    std::optional<MatchedAnnotations>& matched,
    LookAgain look
) {
  TRY(match(env, caller, dataset_id, query, matched));
  if (difference == "{}") return matched->page.annotations.size();
  return write(
      env.store,
      scope_of_content(dataset_id),
      [&](Transaction& tx) -> Result<std::uint64_t> {
        const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
        TRY(require_writable(dataset));
        const auto standings = standings_in(tx, caller, dataset.project);
        ItemSet touched;
        ItemSet with_new_issue;
        const auto change = [&](const Annotation& before) -> Result<Done> {
          auto after = TRY(
              changed(before, {.annotation = before.id, .metadata = difference, .system = system})
          );
          TRY(check_status_change(standings, before.status, after.status));
          after.updated_by = caller.user;
          after.updated_at = env.clock.now();
          note_opener(caller, before.status, after);
          tx.annotations().update(after);
          log_change(tx, before, after);
          env.in_use.end(after.dataset, {after.item});
          tell(env, tx, caller, dataset.project, updated(after.id));
          touched.insert(after.item);
          tell_of_issue(env, tx, caller, dataset.project, after, before.status);
          if (opens_issue(after, before.status)) with_new_issue.insert(after.item);
          return Done{};
        };
        const auto count = TRY(for_each_still_matching(tx, *matched, look, change));
        note_annotating(env, tx, caller, dataset_id, touched);
        withdraw_statuses(env, tx, caller, dataset_id, with_new_issue);
        return count;
      },
      "annotations/change_by_query"
  );
}

using Act = FunctionRef<std::optional<std::uint64_t>(
    Transaction& tx, const Dataset& dataset, const ChosenAnnotations& chosen, const ItemSet& kept
)>;

/// When an annotation has to have been as it is, to be among those that a query names.
enum class AsOf {
  first_look,  // what came, or was edited, after that stays as it is, however often it is looked
  last_look
};

/// Does `act` to the set of annotations that the query names, in one job of this kind.
Result<std::uint64_t> choose_and_act(
    Env& env,
    const Caller& caller,
    const DatasetId& id,
    const query::Query& query,
    JobKind kind,
    AsOf as_of,
    Act act
) {
  std::optional<Moment> first;
  return match_and_change([&](LookAgain look) -> Result<std::uint64_t> {
    auto [chosen, on] = TRY(read(env.store, [&](const Transaction& tx) -> Result<Chosen> {
      TRY(get_dataset(tx, caller, id, Verb::edit_data));
      return choose_annotations(tx, caller, id, query);
    }));
    first = first.value_or(chosen.moment);
    if (as_of == AsOf::first_look) chosen.moment = *first;
    const auto write_it = [&](Transaction& tx) -> Result<std::uint64_t> {
      const auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
      TRY(require_writable(dataset));
      ItemSet kept;
      if (on) kept = chosen.items - TRY(still_matching(tx, *on, look));
      const auto count = act(tx, dataset, chosen, kept);
      if (!count) {
        return fail(ErrorCode::unavailable, "It took too long to find them; try again.");
      }
      if (*count == 0) return *count;
      const auto items = chosen.items - kept;
      env.in_use.end(id, items);
      note_annotating(env, tx, caller, id, items);
      return *count;
    };
    return write(env.store, scope_of_content(id), write_it, kind);
  });
}

}  // namespace

Result<std::uint64_t> change_matching_annotations(
    Env& env,
    const Caller& caller,
    const DatasetId& id,
    const query::Query& query,
    const std::string& metadata,
    bool system
) {
  const auto difference = TRY(allowed_annotation_difference(metadata, system));
  if (metadata == "{}" || may_change_status(difference)) {
    std::optional<MatchedAnnotations> matched;
    return match_and_change([&](LookAgain look) {
      return match_and_merge(env, caller, id, query, metadata, system, matched, look);
    });
  }
  TRY(read(env.store, [&](const Transaction& tx) -> Result<Done> {
    TRY(get_dataset(tx, caller, id, Verb::edit_data));
    return require_room_for_bulk_change(tx, id);
  }));
  const auto change = [&](Transaction& tx,
                          const Dataset& dataset,
                          const ChosenAnnotations& chosen,
                          const ItemSet& kept) {
    const auto count = tx.bulk_changes().change_annotations(
        chosen,
        kept,
        {.difference = difference,
         .project = dataset.project,
         .actor = caller.user,
         .at = env.clock.now()}
    );
    if (count) write_bulk_slice(tx, id);
    return count;
  };
  return choose_and_act(
      env, caller, id, query, "annotations/change_by_query", AsOf::last_look, change
  );
}

Result<std::uint64_t> delete_matching_annotations(
    Env& env, const Caller& caller, const DatasetId& id, const query::Query& query
) {
  const auto remove = [&](Transaction& tx,
                          const Dataset& dataset,
                          const ChosenAnnotations& chosen,
                          const ItemSet& kept) {
    const auto before = tx.datasets().sets(id);
    const auto count = tx.annotations().remove(
        chosen, kept, {.project = dataset.project, .actor = caller.user, .at = env.clock.now()}
    );
    if (!count) return count;
    tell_of_gone_issues(env, tx, caller, dataset, before);
    purge_slice(tx, id);
    return count;
  };
  return choose_and_act(
      env, caller, id, query, "annotations/remove_by_query", AsOf::first_look, remove
  );
}

}  // namespace allot
