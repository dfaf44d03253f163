#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "commands.h"
#include "control_socket.h"
#include "installation/data_folder.h"
#include "installation/folder_reader.h"
#include "installation/installation.h"
#include "usecases/accounts/links.h"
#include "usecases/accounts/manage.h"

namespace allot::app {

namespace {

std::string_view name_of(UserState state) {
  switch (state) {
    case UserState::active: return "active";
    case UserState::invited: return "invited";
    case UserState::disabled: return "disabled";
  }
  return "";
}

std::string_view name_of(OrgRole role) {
  switch (role) {
    case OrgRole::owner: return "owner";
    case OrgRole::admin: return "admin";
    case OrgRole::member: return "member";
    case OrgRole::worker: return "worker";
  }
  return "";
}

Outcome outcome_of(const Result<User>& user, std::string_view what) {
  if (!user) return {.exit_code = 1, .out = {}, .err = user.error().message};
  return {.exit_code = 0, .out = fmt::format("{} {}\n", user->id.text, what), .err = {}};
}

Outcome list(Env& env) {
  const auto users = list_users(env);
  if (users.empty()) {
    return {.out = "There are no accounts yet; `allot user add ADDRESS` makes one.\n", .err = {}};
  }
  std::size_t width = std::string_view("ACCOUNT").size();
  for (const auto& user : users) width = std::max(width, user.id.text.size());
  const auto row = [&](std::string_view account, std::string_view state, std::string_view role) {
    return fmt::format("{:{}}  {:8}  {}\n", account, width, state, role);
  };
  Outcome outcome{.out = row("ACCOUNT", "STATE", "ROLE"), .err = {}};
  for (const auto& user : users) {
    outcome.out +=
        row(user.id.text,
            name_of(user.state),
            user.is_bot ? fmt::format("{}, bot “{}”", name_of(user.org_role), user.first_name)
                        : std::string(name_of(user.org_role)));
  }
  return outcome;
}

Outcome link(Env& env, const std::string& address) {
  const auto link = make_account_link(env, address);
  if (!link) return {.exit_code = 1, .out = {}, .err = link.error().message};
  return {.exit_code = 0, .out = link->url + "\n", .err = {}};
}

/// The folder, or what the server that has it answers. A command of a moment may have it too, so it
/// waits a little.
std::variant<DataFolder, Outcome> reach(
    const std::filesystem::path& folder, const UserCommand& command
) {
  constexpr int tries = 100;
  constexpr std::chrono::milliseconds pause{50};
  for (int i = 0; i < tries; ++i) {
    if (auto opened = DataFolder::try_open(folder)) return *std::move(opened);
    if (auto outcome = ask_server(folder, command)) return *std::move(outcome);
    std::this_thread::sleep_for(pause);
  }
  throw std::runtime_error(fmt::format(
      "The data folder {} is in use by another process that does not answer.", folder.string()
  ));
}

}  // namespace

Outcome run_user_command(Env& env, const UserCommand& command) {
  using Verb = UserCommand::Verb;
  switch (command.verb) {
    case Verb::add:
      return outcome_of(
          add_user(
              env,
              {.address = command.address, .password = command.password, .admin = command.admin}
          ),
          "added"
      );
    case Verb::passwd:
      return outcome_of(
          change_password(env, command.address, command.password), "has a new password"
      );
    case Verb::disable: return outcome_of(disable_user(env, command.address), "disabled");
    case Verb::enable: return outcome_of(enable_user(env, command.address), "enabled");
    case Verb::list: return list(env);
    case Verb::link: return link(env, command.address);
  }
  throw std::logic_error("an unknown verb");
}

Outcome user(const Configuration& configuration, const UserCommand& command) {
  const auto folder = data_folder_of(configuration);
  // Only the first account makes a folder: nobody is found in a mistyped one.
  if (command.verb != UserCommand::Verb::add) static_cast<void>(database_in(folder));
  auto reached = reach(folder, command);
  if (auto* outcome = std::get_if<Outcome>(&reached)) return std::move(*outcome);
  const auto url = configuration.public_url.value_or("http://" + configuration.listen_address());
  Installation installation(
      std::get<DataFolder>(std::move(reached)), {.public_url = checked_public_url(url)}
  );
  return run_user_command(installation.env(), command);
}

}  // namespace allot::app
