#pragma once

#include "http/route.h"

namespace allot::http {

/// Does the route take `?dryRun=true`, and answer the plan of a move (http/move_body.h)?
[[nodiscard]] bool can_be_previewed(const Route& route);

/// Who asks to be shown what a change would do never has it done. Errors: invalid (`dryRun` is true
/// and the route has no preview, or it is neither true nor false).
[[nodiscard]] Result<Done> require_preview(const Route& route, const Request& request);

}  // namespace allot::http
