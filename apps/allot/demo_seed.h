#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot::app {

struct DemoSignIn {
  std::string address;
  std::string role;
  std::string password;
};

/// The file in the data folder that keeps the sign-ins, readable by its owner alone; it is there
/// once the demo is complete.
[[nodiscard]] std::filesystem::path demo_sign_ins_file(const std::filesystem::path& folder);

/// Makes the demo unless it is complete: accounts, a project with pictures, a running task and its
/// review. It is done by the use cases, by a clock of its own (demo_clock.h): people seem to have
/// worked for three days. An interrupted start is taken up where it ended. Returns the sign-ins,
/// the same each time. Throws std::runtime_error (one sentence): the folder holds other accounts.
[[nodiscard]] std::vector<DemoSignIn> seed_demo(Env& env, const std::filesystem::path& folder);

}  // namespace allot::app
