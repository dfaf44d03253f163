#pragma once

#include <optional>
#include <vector>

#include "domain/exports.h"
#include "usecases/env.h"

namespace allot {

struct ListExports {
  std::vector<ProjectId> projects;  // none: all of the caller's
  DatasetId dataset;                // empty: any; likewise
  UserId creator;
  CommandId id;
  bool newest_first = true;
  std::uint64_t offset = 0;
  std::uint64_t count = 0;
};

struct ListedExport {
  Export order;
  std::optional<Command> command;  // nullopt: so old that it is not kept any more
};

struct ListedExports {
  std::vector<ListedExport> exports;
  std::uint64_t total = 0;
};

/// Those in the projects of which the caller may edit the data. Unknown projects have none.
[[nodiscard]] ListedExports list_exports(Env& env, const Caller& caller, const ListExports& input);

}  // namespace allot
