#include "usecases/exports/queries.h"

#include <fmt/format.h>

namespace allot {

Result<query::Query> parse_kept_query(
    std::string_view member, const std::string& text, query::Resource resource
) {
  if (text.size() > query_bytes_max) {
    return invalid_field(
        std::string(member), fmt::format("must have at most {} bytes", query_bytes_max)
    );
  }
  return query::parse_taking(text, resource, std::string(member));
}

Result<ExportQueries> parse_queries(const ExportOrder& order) {
  ExportQueries queries;
  queries.items = TRY(parse_kept_query("itemsQuery", order.items_query, query::Resource::items));
  if (!order.annotations_query.empty()) {
    queries.annotations = TRY(
        parse_kept_query("annotationsQuery", order.annotations_query, query::Resource::annotations)
    );
  }
  return queries;
}

}  // namespace allot
