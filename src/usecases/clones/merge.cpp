#include "usecases/clones/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/name.h"
#include "usecases/access.h"
#include "usecases/clones/begin.h"

namespace allot {

namespace {

/// Each once, in the order in which they were named first.
template <class AnId>
std::vector<AnId> once(const std::vector<AnId>& named) {
  std::vector<AnId> ids;
  for (const auto& id : named) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

Result<CloneOrder> order_of(const MergeDatasets& input) {
  TRY(check_name(input.name));
  if (input.datasets.empty()) return invalid_field("datasetsIds", "must name a dataset");
  if (input.datasets.size() > merged_datasets_max || input.projects.size() > merged_datasets_max) {
    return invalid_field(
        input.projects.size() > merged_datasets_max ? "projectIds" : "datasetsIds",
        fmt::format("may name {} at most", merged_datasets_max)
    );
  }
  CloneOrder order;
  order.name = input.name;
  order.parts = input.parts;
  order.merged = once(input.datasets);
  return order;
}

}  // namespace

Result<Command> begin_merge(Env& env, const Caller& caller, MergeDatasets input) {
  const auto order = TRY(order_of(input));
  return write(env.store, Scope{}, [&](Transaction& tx) -> Result<Command> {
    auto projects = input.projects;
    for (const auto& id : order.merged) {
      const auto source = TRY(get_dataset(tx, caller, id, Verb::edit_data));
      if (input.projects.empty()) projects.push_back(source.project);
      if (std::ranges::find(projects, source.project) != projects.end()) continue;
      return invalid_field(
          "datasetsIds", "names a dataset of a project that is not in `projectIds`"
      );
    }
    for (const auto& id : projects) TRY(get_project(tx, caller, id, Verb::edit_data));
    return put_command_of(
        tx, TRY(add_clone(env, tx, caller, projects.front(), order.merged.front(), order))
    );
  });
}

}  // namespace allot
