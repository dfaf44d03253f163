#pragma once

#include <string>
#include <string_view>

#include "http/json_body.h"

namespace allot::http {

/// The text of a query object that is kept until it is carried out, as sent; "" when absent. An
/// empty `join` is none. Errors: invalid (no object).
[[nodiscard]] Result<std::string> kept_query(const JsonBody& body, std::string_view name);

}  // namespace allot::http
