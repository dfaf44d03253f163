#pragma once

#include <optional>

#include "domain/exports.h"
#include "query/query.h"

namespace allot {

/// What an export asks for.
struct ExportQueries {
  query::Query items;
  std::optional<query::Query> annotations;  // nullopt: all
};

/// Errors: invalid (cannot be understood; asks for a change; names whose query it is).
[[nodiscard]] Result<ExportQueries> parse_queries(const ExportOrder& order);

}  // namespace allot
