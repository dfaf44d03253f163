#pragma once

#include <string_view>

#include "base/id.h"
#include "http/request.h"

namespace allot::http {

/// Does the filter `name` of a list let this person pass? It names one or several people, however
/// they are spelled (B-007); where it names nobody everybody passes.
[[nodiscard]] bool lets_pass(const Request& request, std::string_view name, const UserId& person);

}  // namespace allot::http
