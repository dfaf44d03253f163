#pragma once

#include "base/json_writer.h"
#include "usecases/tasks/read.h"

namespace allot::http {

/// A task as contract and SDK know it (docs/spec/creating.md).
void write_task(JsonWriter& json, const Env& env, const TaskView& view);
[[nodiscard]] std::string task_json(const Env& env, const TaskView& view);

void write_assignment(JsonWriter& json, const Env& env, const AssignmentView& view);
[[nodiscard]] std::string assignment_json(const Env& env, const AssignmentView& view);

}  // namespace allot::http
