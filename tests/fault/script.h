#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "installation/installation.h"

namespace allot::fault {

/// A data folder, opened as `allot serve` opens it, and closed as that closes it.
[[nodiscard]] std::unique_ptr<Installation> open(const std::filesystem::path& data);

/// A day of a small team, on a data folder that is not there yet: accounts, a project, uploads,
/// tasks, statuses, every kind of move and deletion, with the write-ahead log moved into the
/// database, used anew, and done away with on the way. `done` is called when a step was
/// acknowledged; each step is one change.
void run_script(const std::filesystem::path& data, const std::function<void()>& done);

/// Goes on to work with what a script left: one change, which is acknowledged. Throws where it is
/// not.
void make_one_change(Env& env);

}  // namespace allot::fault
