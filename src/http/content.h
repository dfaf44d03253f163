#pragma once

#include "http/response.h"
#include "usecases/items/read.h"

namespace allot::http {

/// The bytes of an item, whole or by `Range: bytes=N-`, with ETag, and headers under which nothing
/// in them can run: uploaded bytes are strangers' bytes. Errors: range_not_satisfiable.
[[nodiscard]] Result<Response> content_response(const Request& request, const ItemContent& content);

}  // namespace allot::http
