#include "usecases/annotations/by_query.h"

#include <limits>
#include <tuple>

#include "usecases/access.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/read.h"

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

/// All that a query names, on a reader's snapshot: filters never run on the writer.
Result<MatchedAnnotations> match(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
) {
  constexpr Window whole{.offset = 0, .size = std::numeric_limits<std::uint32_t>::max()};
  return read(env.store, [&](const Transaction& tx) -> Result<MatchedAnnotations> {
    TRY(get_dataset(tx, caller, dataset, Verb::edit_data));
    return match_annotations(tx, caller, dataset, query, whole);
  });
}

/// Does `change` to those that nobody edited since, on items that the query names still (B-254).
/// Returns how many.
Result<std::uint64_t> for_each_still_matching(
    const Transaction& tx,
    const MatchedAnnotations& matched,
    FunctionRef<Result<Done>(const Annotation&)> change
) {
  const auto items = matched.on ? std::optional(still_matching(tx, *matched.on)) : std::nullopt;
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

}  // namespace

Result<std::uint64_t> change_matching_annotations(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset_id,
    const query::Query& query,
    const std::string& difference,
    bool system
) {
  const auto matched = TRY(match(env, caller, dataset_id, query));
  if (difference == "{}") return matched.page.annotations.size();
  return write(env.store, [&](Transaction& tx) -> Result<std::uint64_t> {
    const auto dataset = TRY(get_dataset(tx, caller, dataset_id, Verb::edit_data));
    const auto standings = standings_in(tx, caller, dataset.project);
    const auto change = [&](const Annotation& before) -> Result<Done> {
      auto after =
          TRY(changed(before, {.annotation = before.id, .metadata = difference, .system = system}));
      TRY(check_status_change(standings, before.status, after.status));
      after.updated_by = caller.user;
      after.updated_at = env.clock.now();
      tx.annotations().update(after);
      note_annotation_event(env, tx, caller, after, "Updated");
      after_status_change(env, tx, caller, after, before.status);
      return Done{};
    };
    return for_each_still_matching(tx, matched, change);
  });
}

Result<std::uint64_t> delete_matching_annotations(
    Env& env, const Caller& caller, const DatasetId& dataset, const query::Query& query
) {
  const auto matched = TRY(match(env, caller, dataset, query));
  return write(env.store, [&](Transaction& tx) -> Result<std::uint64_t> {
    TRY(get_dataset(tx, caller, dataset, Verb::edit_data));
    return for_each_still_matching(tx, matched, [&](const Annotation& annotation) -> Result<Done> {
      tx.annotations().remove(annotation.id);
      note_annotation_event(env, tx, caller, annotation, "Deleted");
      return Done{};
    });
  });
}

}  // namespace allot
