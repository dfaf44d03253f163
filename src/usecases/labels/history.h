#pragma once

#include "formats/history.h"
#include "usecases/labels/export.h"

namespace allot {

/// What became of each item in a task: who moved it from whom to whom, oldest move first; then who
/// set which status, item by item, oldest first. Of items that are there still; of those that left
/// the task, too. In short reads, as labels. Errors: not_found, forbidden (see_operations),
/// unavailable (the caller has too many streams).
[[nodiscard]] Result<LabelsOut> export_history(
    Env& env, const Caller& caller, const TaskId& task, formats::HistoryForm form
);

}  // namespace allot
