#pragma once

#include "usecases/exports/run.h"

namespace allot::test {

/// A turn of the export that is next, which is enough for a small one. False: none waits.
inline bool run_next_export(Env& env, const std::atomic<bool>& is_stopping) {
  return ExportTurns(env, is_stopping).take();
}

}  // namespace allot::test
