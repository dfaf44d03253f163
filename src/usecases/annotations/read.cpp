#include "usecases/annotations/read.h"

#include <fmt/format.h>

#include "base/text.h"
#include "query/plan.h"
#include "usecases/access.h"
#include "usecases/items/matching.h"

namespace allot {

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

Result<Annotations::Page> query_annotations(
    Env& env, const Caller& caller, const DatasetId& id, const query::Query& query
) {
  return read(env.store, [&](const Transaction& tx) -> Result<Annotations::Page> {
    const auto dataset = tx.datasets().find(id);
    if (!dataset) return not_found("dataset", id.text);
    const auto plan = query::plan_annotations(query);
    auto among = TRY(visible_items(tx, caller, *dataset));
    if (plan.items) {
      const auto universe = among.value_or(tx.datasets().sets(id).live);
      among = resolve(tx, *dataset, *plan.items, universe);
    }
    return tx.annotations().page(
        id,
        plan.condition,
        query::annotation_order(query.sort),
        among,
        query.page * query.page_size + query.skip,
        query.page_size
    );
  });
}

}  // namespace allot
