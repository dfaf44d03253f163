#pragma once

#include <string>
#include <string_view>

#include "usecases/env.h"

namespace allot {

/// Writes one line to the outbox, in the transaction of the change: `resource` ("Dataset") with
/// this id in this project was `action` ("Created", "Updated", "Deleted") by the caller, now.
void append_event(
    Transaction& tx,
    const Env& env,
    const Caller& caller,
    std::string_view resource,
    std::string_view action,
    const std::string& id,
    const ProjectId& project
);

}  // namespace allot
