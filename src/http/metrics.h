#pragma once

#include "http/request.h"
#include "http/response.h"

namespace allot::http::metrics {

/// The numbers of docs/guides/watching.md, as Prometheus reads them. For whoever shows the
/// installation's metrics token, and for admins of the organisation (ADR 0017). Errors:
/// unauthorized (neither of them), forbidden (signed in, but no admin).
Result<Response> show(Env& env, const Request& request);

}  // namespace allot::http::metrics
