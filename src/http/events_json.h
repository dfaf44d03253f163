#pragma once

#include <string>

#include "base/json_writer.h"
#include "domain/events.h"

namespace allot::http {

/// `{"id": 57, "event": "Task.Created", "data": {…}}`, as in pages of events.
void write_event(JsonWriter& json, const Event& event);

/// The same as one event of a stream: `id`, `event` and `data` on a line each, and an empty line.
[[nodiscard]] std::string event_text(const Event& event);

}  // namespace allot::http
