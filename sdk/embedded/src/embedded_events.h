#pragma once

#include <functional>
#include <memory>

#include "allot/transport.h"
#include "http/event_feed.h"
#include "usecases/env.h"

namespace allot::inline v1 {

/// A stream of events out of the server inside: works while somebody waits in `next`. `tell` makes
/// events of what is due and is called now and then by whoever waits. `env`, and what `tell` uses,
/// must outlive it.
[[nodiscard]] std::unique_ptr<AnswerStream> embedded_events(
    Env& env, const http::EventReading& reading, TransportResponse head, std::function<void()> tell
);

}  // namespace allot::inline v1
