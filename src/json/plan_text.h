#pragma once

#include <optional>
#include <string>

#include "domain/plan_summary.h"

namespace allot {

class JsonWriter;

/// A plan as the API shows it: `{"kind", "taskId", "assignmentId", "version", "total", "people":
/// [{"assigneeId", "assignmentId", "open", "handled", "inUse", "gives", "gets", "after"}], "left":
/// {"handled", "inUse", "notMatching"}, "undoable"}`.
void write_plan(JsonWriter& json, const PlanSummary& plan);

/// Reads it again; what is missing or of another kind is as in a plan of nothing.
[[nodiscard]] PlanSummary read_plan(const std::string& text);

}  // namespace allot
