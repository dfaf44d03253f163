#include "http/dry_run.h"

#include <algorithm>

#include "http/assignments.h"
#include "http/operations.h"
#include "http/parameters.h"
#include "http/tasks.h"

namespace allot::http {

namespace {

constexpr Handler previewed[] = {
    tasks::create,
    tasks::remove,
    tasks::add_items,
    tasks::remove_items,
    tasks::redistribute,
    assignments::redistribute,
    assignments::reassign,
    assignments::remove,
    assignments::batch,
    assignments::clear,
    operations::undo,
};

}  // namespace

bool can_be_previewed(const Route& route) {
  return std::ranges::find(previewed, route.handler) != std::ranges::end(previewed);
}

Result<Done> require_preview(const Route& route, const Request& request) {
  const bool is_question = route.method == Method::get || route.method == Method::head;
  if (is_question || can_be_previewed(route)) return Done{};
  if (!TRY(Parameters(request).flag("dryRun"))) return Done{};
  return invalid_field(
      "dryRun", "is not taken here: this call has no preview, so nothing was done"
  );
}

}  // namespace allot::http
