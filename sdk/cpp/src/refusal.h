#pragma once

#include "allot/transport.h"

namespace allot::inline v1 {

/// Throws what stands for an answer that is no success (errors.h), with the server's sentence; for
/// an answer of somebody between, with its status.
[[noreturn]] void throw_error(const TransportResponse& response);

}  // namespace allot::inline v1
