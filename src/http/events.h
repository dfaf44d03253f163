#pragma once

#include "http/request.h"
#include "http/response.h"

// GET /events: what happens, as it happens, or as a page.
namespace allot::http::events {

/// A page where the caller accepts JSON and no stream; else a stream.
[[nodiscard]] Result<Response> read(Env& env, const Request& request);
[[nodiscard]] bool is_for_page(const Request& request);

}  // namespace allot::http::events
