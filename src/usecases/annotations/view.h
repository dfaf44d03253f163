#pragma once

#include "base/json_writer.h"
#include "usecases/env.h"
#include "usecases/items/view.h"

namespace allot {

/// An annotation as contract and SDK know it, its addresses included.
void write_annotation(JsonWriter& json, const Env& env, const Annotation& annotation);

}  // namespace allot
