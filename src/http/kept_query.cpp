#include "http/kept_query.h"

#include "json/text.h"

namespace allot::http {

Result<std::string> kept_query(const JsonBody& body, std::string_view name) {
  const auto query = TRY(body.optional_object(name));
  if (!query) return std::string{};
  const auto join = TRY(query->optional_object("join"));
  return join && join->names().empty() ? json::without_members(query->raw(), {"join"})
                                       : query->raw();
}

}  // namespace allot::http
