#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

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

/// Of a query that is kept until it is carried out, and only asks. Errors: invalid (too long;
/// cannot be understood; asks for a change; names `member`).
[[nodiscard]] Result<query::Query> parse_kept_query(
    std::string_view member, const std::string& text, query::Resource resource
);

/// Errors: those of each.
[[nodiscard]] Result<ExportQueries> parse_queries(const ExportOrder& order);

}  // namespace allot
