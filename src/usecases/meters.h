#pragma once

#include "base/metrics.h"

namespace allot {

/// What use cases count while the process runs, and who else tells numbers. Thread-safe.
struct Meters {
  Counter sign_ins;         // sessions opened by a password, a link or a browser that was known
  Counter sign_ins_failed;  // a wrong password or an unknown address
  Counter uploaded_bytes;   // of files that were kept
  MetricsReports reports;   // of the parts around the use cases
};

}  // namespace allot
