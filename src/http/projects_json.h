#pragma once

#include "base/json_writer.h"
#include "usecases/projects/read.h"

namespace allot::http {

/// `contributors` is empty when they are not asked for.
void write_project(
    JsonWriter& json, const Env& env, const ProjectView& view, bool with_contributors = true
);

}  // namespace allot::http
