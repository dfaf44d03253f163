#pragma once

#include <optional>
#include <string>

#include "usecases/users/read.h"

namespace allot {

struct UpdateMe {
  std::optional<std::string> first_name;  // absent: stays
  std::optional<std::string> last_name;
};

/// Changes how the caller is shown. Repeatable. Errors: unauthorized (the account is gone), invalid
/// (control characters, over 200 bytes).
[[nodiscard]] Result<UserView> update_me(Env& env, const Caller& caller, const UpdateMe& input);

}  // namespace allot
