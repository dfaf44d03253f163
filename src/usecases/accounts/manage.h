#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "usecases/env.h"

namespace allot {

// Accounts as the installation's administrator handles them on the command line: no caller, whoever
// holds the data folder may.

struct AddUser {
  std::string address;
  std::string password;
  bool admin = false;
};

/// Makes an account that can sign in, or turns an invited address into one; the first of all owns
/// the organisation, later ones are members, with `admin` admins. Atomic. Errors: invalid (address,
/// password too short or long), conflict (the account exists).
[[nodiscard]] Result<User> add_user(Env& env, const AddUser& input);

/// Gives a new password and ends every session and one-time link of the person (API keys stay).
/// Errors: invalid, not_found.
[[nodiscard]] Result<User> change_password(
    Env& env, const std::string& address, const std::string& password
);

/// Every call of a disabled person is refused from now on (B-006). Errors: invalid, not_found.
[[nodiscard]] Result<User> disable_user(Env& env, const std::string& address);
/// Lets them in again; offer_due offers them batches (B-053). Errors: the same.
[[nodiscard]] Result<User> enable_user(Env& env, const std::string& address);

[[nodiscard]] std::vector<User> list_users(Env& env);

/// The purpose of one-time links that let somebody choose a password.
constexpr std::string_view account_link_purpose = "password";

/// Stores the password and makes the account active inside somebody else's transaction; ends all
/// sessions, and one-time links that would give yet another password.
void set_password(Env& env, Transaction& tx, User user, std::string password_hash);

/// The one organisation of the installation is made with its first account.
void found_organization(Env& env, Transaction& tx, const UserId& owner);

}  // namespace allot
