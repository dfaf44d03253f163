#pragma once

#include <memory>

#include "allot/transport.h"
#include "http/event_feed.h"
#include "usecases/env.h"

namespace allot::inline v1 {

/// A stream of events out of the server inside: works while somebody waits in `next`. `env` must
/// outlive it.
[[nodiscard]] std::unique_ptr<AnswerStream> embedded_events(
    Env& env, const http::EventReading& reading, TransportResponse head
);

}  // namespace allot::inline v1
