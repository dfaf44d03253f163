#pragma once

#include <string>

#include "usecases/env.h"
#include "usecases/members/read.h"

namespace allot {

struct NewBot {
  ProjectId project;
  std::string name;
};

/// Adds a bot to a project as developer, in the transaction of a change, without looking at rights.
/// `password_hash` "" makes one that cannot sign in by password. Its address is
/// `bot.<uuid>@bot.<host of the public address>`.
[[nodiscard]] MemberView add_bot(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const NewBot& input,
    const std::string& password_hash
);

struct CreateBot {
  ProjectId project;
  std::string name;
  bool return_credentials = false;
};

struct MadeBot {
  MemberView bot;
  std::string password;  // shown this once; "" when it was not asked for
};

/// Makes a bot with the rights of a developer. Slow when credentials are asked for: the password is
/// hashed. Atomic. Not repeatable.
/// Errors: not_found, forbidden (not an owner of the project), invalid (a blank name).
[[nodiscard]] Result<MadeBot> create_bot(Env& env, const Caller& caller, const CreateBot& input);

}  // namespace allot
