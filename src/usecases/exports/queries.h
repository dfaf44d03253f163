#pragma once

#include <cstddef>
#include <optional>

#include "domain/exports.h"
#include "query/query.h"

namespace allot {

/// What an export asks for.
struct ExportQueries {
  query::Query items;
  std::optional<query::Query> annotations;  // nullopt: all
};

/// The text of each: an order is kept until its export has ended.
constexpr std::size_t query_bytes_max = 500'000;

/// Errors: invalid (too long; cannot be understood; asks for a change; names whose query it is).
[[nodiscard]] Result<ExportQueries> parse_queries(const ExportOrder& order);

}  // namespace allot
