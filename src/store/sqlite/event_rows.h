#pragma once

#include "store/sqlite/transaction.h"

namespace allot::sqlite {

#define ALLOT_EVENT_COLUMNS "resource, action, resource_id, project_id, task_id, actor, at, detail"

void append_event(Database& db, const Event& event);

/// Rows of `sequence` and ALLOT_EVENT_COLUMNS, in their order; `until` is the last one's number, or
/// `otherwise` without any.
[[nodiscard]] EventPage read_events(Query query, std::int64_t otherwise);

}  // namespace allot::sqlite
