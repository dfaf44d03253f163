#include "usecases/annotations/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "query/plan.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"

namespace allot {

namespace {

/// Where a query looks for annotations.
struct PlaceOfQuery {
  std::optional<ItemSet> among;  // nullopt: on all items
  std::optional<Matched> on;     // when it asks for items: these
  bool is_in = true;             // in the query's context
};

Result<PlaceOfQuery> place_of(
    const Transaction& tx, const Caller& caller, const DatasetId& id, const query::Query& query
) {
  const auto dataset = tx.datasets().find(id);
  if (!dataset) return not_found("dataset", id.text);
  auto visible = TRY(visible_items(tx, caller, *dataset));
  PlaceOfQuery place{.among = std::move(visible), .on = {}};
  place.is_in = is_in_context(*dataset, query);
  if (!place.is_in || !query.join) return place;
  query::Query items;
  items.filter = query.join->filter;
  place.on = TRY(match_items(tx, caller, *dataset, items));
  place.among = place.on->items;
  return place;
}

std::uint64_t limit_of(const query::Query& query) {
  return query.limit.value_or(std::numeric_limits<std::uint64_t>::max());
}

/// Of the part of what is within the limit.
std::uint64_t size_of(Window window, const query::Query& query) {
  const auto limit = limit_of(query);
  return std::min(window.size, limit > window.offset ? limit - window.offset : 0);
}

}  // namespace

Result<Annotation> get_annotation(
    const Transaction& tx, const Caller& caller, const AnnotationId& id
) {
  const auto annotation = tx.annotations().find(id);
  if (annotation && get_item(tx, caller, annotation->item_id)) return *annotation;
  return fail(
      ErrorCode::not_found,
      fmt::format("There is no annotation `{}` that you may see.", printable(id.text))
  );
}

Result<Annotation> read_annotation(Env& env, const Caller& caller, const AnnotationId& id) {
  return read(env.store, [&](const Transaction& tx) { return get_annotation(tx, caller, id); });
}

Result<Done> list_annotations(
    Env& env, const Caller& caller, const ItemId& id, FunctionRef<void(const Annotation&)> visit
) {
  return read(env.store, [&](const Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, id));
    tx.annotations().each_of_item(item.dataset, item.ordinal, visit);
    return Done{};
  });
}

Result<MatchedAnnotations> match_annotations(
    const Transaction& tx,
    const Caller& caller,
    const DatasetId& id,
    const query::Query& query,
    Window window
) {
  auto [among, on, is_in] = TRY(place_of(tx, caller, id, query));
  MatchedAnnotations matched{.page = {}, .on = std::move(on)};
  if (!is_in) return matched;
  matched.page = tx.annotations().page(
      id,
      query::annotations_sql(query),
      query::annotation_order(query.sort),
      among,
      window.offset,
      size_of(window, query)
  );
  matched.page.total = std::min(matched.page.total, limit_of(query));
  return matched;
}

Result<Chosen> choose_annotations(
    const Transaction& tx, const Caller& caller, const DatasetId& id, const query::Query& query
) {
  auto [among, on, is_in] = TRY(place_of(tx, caller, id, query));
  Chosen chosen{.annotations = {}, .on = std::move(on)};
  chosen.annotations.dataset = id;
  if (!is_in) return chosen;
  chosen.annotations = tx.annotations().choose(
      id, query::annotations_sql(query), query::annotation_order(query.sort), among, query.limit
  );
  return chosen;
}

Result<Done> query_annotations(
    Env& env,
    const Caller& caller,
    const DatasetId& dataset,
    const query::Query& query,
    FunctionRef<void(std::uint64_t total)> begin,
    FunctionRef<void(const Annotation&)> visit
) {
  const Window window{.offset = query.page * query.page_size + query.skip, .size = query.page_size};
  const auto begin_within = [&](std::uint64_t total) { begin(std::min(total, limit_of(query))); };
  return read(env.store, [&](const Transaction& tx) -> Result<Done> {
    const auto place = TRY(place_of(tx, caller, dataset, query));
    if (!place.is_in) {
      begin(0);
      return Done{};
    }
    tx.annotations().each_of_page(
        dataset,
        query::annotations_sql(query),
        query::annotation_order(query.sort),
        place.among,
        window.offset,
        size_of(window, query),
        begin_within,
        visit
    );
    return Done{};
  });
}

}  // namespace allot
