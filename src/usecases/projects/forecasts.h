#pragma once

#include "usecases/projects/summarize.h"

namespace allot {

/// What the pace of work tells a project's summary, at this moment (B-310).
[[nodiscard]] Forecasts forecasts_by_pace(Time now);

}  // namespace allot
