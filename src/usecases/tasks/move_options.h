#pragma once

#include <optional>

#include "domain/expectation.h"

namespace allot {

/// How a move is asked for, whatever it moves.
struct MoveOptions {
  bool dry_run = false;                    // return the plan, change nothing
  bool include_in_use = false;             // items on somebody's screen move, too
  std::optional<Expectation> expect = {};  // keep to what was previewed

  /// Is the version of the plan told, or compared with another?
  [[nodiscard]] bool needs_version() const { return dry_run || expect.has_value(); }
};

}  // namespace allot
