#pragma once

#include "base/metrics.h"

namespace allot::app {

/// Version, start, processor time, memory and open files of this process, from /proc; what cannot
/// be read is left out. Thread-safe.
void write_process_numbers(MetricsPage& page);

}  // namespace allot::app
