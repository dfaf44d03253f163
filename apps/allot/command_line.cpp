#include "command_line.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "commands/completion.h"
#include "commands/help.h"
#include "server_options.h"
#include "version.h"
#include "wrong_words.h"

namespace allot::app {

namespace {

using Verb = UserCommand::Verb;

void add_data_options(CLI::App& command, Configuration& configuration, const char* help) {
  command.add_option("--data", configuration.data, help)->type_name("DIR")->group("Data folder");
  command
      .add_option(
          "--config",
          configuration.config,
          "The settings file (default: allot.toml in the data folder); ALLOT_CONFIG"
      )
      ->type_name("FILE")
      ->group("Data folder");
}

constexpr const char* made_when_absent = "The data folder; made when absent; ALLOT_DATA";
constexpr const char* must_be_there = "The data folder; ALLOT_DATA";

void add_folder_options(CLI::App& command, Configuration& configuration, const char* data_help) {
  add_data_options(command, configuration, data_help);
  command
      .add_option(
          "--public-url",
          configuration.public_url,
          "How clients reach the server: http(s)://HOST[:PORT] (default: the address it listens "
          "on); ALLOT_PUBLIC_URL"
      )
      ->type_name("URL")
      ->group("Data folder");
  command
      .add_option(
          "--log-level",
          configuration.log_level,
          "debug, info (default), warning or error; ALLOT_LOG_LEVEL"
      )
      ->type_name("LEVEL")
      ->group("Data folder");
  command
      .add_option(
          "--log-format", configuration.log_format, "text (default) or json; ALLOT_LOG_FORMAT"
      )
      ->type_name("FORMAT")
      ->group("Data folder");
}

void add_log_level(CLI::App& app, Configuration& configuration, LogLevelCommand& wanted) {
  auto* const command =
      app.add_subcommand("log-level", "Change how much the running server of a data folder logs");
  command->add_option("LEVEL", wanted.level, "debug, info, warning or error")
      ->required()
      ->type_name("");
  command->add_option("--data", configuration.data, must_be_there)
      ->type_name("DIR")
      ->group("Data folder");
}

/// The verbs of `allot user`.
struct UserOptions {
  UserCommand command;
  bool password_stdin = false;
};

void add_user_verb(
    CLI::App& user,
    Configuration& configuration,
    UserOptions& options,
    Verb verb,
    const char* name,
    const char* help
) {
  auto* const command = user.add_subcommand(name, help);
  command->callback([&options, verb] { options.command.verb = verb; });
  if (verb != Verb::list) {
    command->add_option("EMAIL", options.command.address, "The account's address")
        ->required()
        ->type_name("");
  }
  if (verb == Verb::add || verb == Verb::passwd) {
    command
        ->add_flag(
            "--password-stdin", options.password_stdin, "Read the password from standard input"
        )
        ->required();
  }
  if (verb == Verb::add) {
    command->add_flag("--admin", options.command.admin, "May manage the whole organisation");
  }
  add_folder_options(*command, configuration, verb == Verb::add ? made_when_absent : must_be_there);
}

void add_user_verbs(CLI::App& user, Configuration& configuration, UserOptions& options) {
  const auto add = [&](Verb verb, const char* name, const char* help) {
    add_user_verb(user, configuration, options, verb, name, help);
  };
  add(Verb::add, "add", "Make an account that signs in by password");
  add(Verb::passwd, "passwd", "Give an account a new password and end its sessions");
  add(Verb::disable, "disable", "Refuse every call of an account from now on");
  add(Verb::enable, "enable", "Let a disabled account in again");
  add(Verb::list, "list", "Print all accounts: address, state, role");
  add(Verb::link, "link", "Print a link by which a person sets their password, once");
  user.require_subcommand(1);
}

void add_check(CLI::App& app, Configuration& configuration, CheckCommand& check) {
  auto* const command = app.add_subcommand(
      "check", "Look for anything wrong in a data folder, whether its server runs or not"
  );
  command->add_flag("--content", check.content, "Hash every file as well, which reads all of them");
  command->add_flag(
      "--repair",
      check.repair,
      "Mend what the rows decide, after a copy of the database; no server may run"
  );
  command->add_flag("--json", check.json, "Print JSON");
  add_data_options(*command, configuration, must_be_there);
}

void add_backup(CLI::App& app, Configuration& configuration, BackupCommand& backup) {
  auto* const command = app.add_subcommand(
      "backup", "Copy a data folder as it is at one moment, whether its server runs or not"
  );
  command
      ->add_option(
          "TO",
          backup.target,
          "The backup's folder: made, or brought up to date; broken off it goes on the next time"
      )
      ->required()
      ->type_name("");
  add_data_options(*command, configuration, must_be_there);
}

void add_restore(CLI::App& app, Configuration& configuration, RestoreCommand& restore) {
  auto* const command = app.add_subcommand("restore", "Make a data folder of a backup");
  command->add_option("FROM", restore.backup, "The backup's folder")->required()->type_name("");
  add_data_options(
      *command, configuration, "The data folder, made when absent, else empty; ALLOT_DATA"
  );
}

/// The first line, without its end.
std::string read_password() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) throw UsageError("There is no password on standard input.");
  return line;
}

}  // namespace

std::variant<CommandLine, Information, cli::Work> parse_command_line(int count, char** words) {
  Configuration configuration;
  Lists lists;
  UserOptions user_options;

  CLI::App app(
      "Allot hands out labelling work: it splits the items of a dataset among people.", "allot"
  );
  cli::set_style_of_help(app);
  app.set_version_flag("--version", fmt::format("allot {}", version));
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  allot demo --data demo\n"
      "  allot login http://127.0.0.1:8080 --email ADDRESS\n"
      "  allot task list\n"
      "  allot help task create\n\n"
      "Exit codes: 0 done, 1 failed, 2 used wrongly, 3 not signed in,\n"
      "4 not confirmed. More: man allot."
  );
  auto* const serve = app.add_subcommand("serve", "Serve a data folder until SIGTERM or SIGINT");
  add_folder_options(*serve, configuration, made_when_absent);
  add_server_options(*serve, configuration, lists);
  auto* const demo = app.add_subcommand("demo", "Serve a folder with a demo project, made once");
  add_folder_options(*demo, configuration, made_when_absent);
  add_server_options(*demo, configuration, lists);
  for (auto* const command : {serve, demo}) {
    command->footer(
        "Each option may also be set in the environment (--public-url by ALLOT_PUBLIC_URL, …) and "
        "in the settings file (public_url = \"…\"); flags are stronger than the environment, it "
        "than the "
        "file."
    );
  }
  auto* const user = app.add_subcommand(
      "user", "Manage accounts, whether the server of the data folder runs or not"
  );
  add_user_verbs(*user, configuration, user_options);
  LogLevelCommand log_level;
  add_log_level(app, configuration, log_level);
  CheckCommand check;
  add_check(app, configuration, check);
  BackupCommand backup;
  add_backup(app, configuration, backup);
  RestoreCommand restore;
  add_restore(app, configuration, restore);
  cli::Work work;
  cli::add_work_verbs(app, work);
  std::vector<std::string> none;
  app.add_subcommand("help", "Explain a command")
      ->add_option("COMMAND", none, "Its words; without any, all commands")
      ->type_name("");
  app.add_subcommand("version", "Say which version this is");
  cli::add_examples(app);

  const auto asked = cli::without_other_words({words + 1, words + count});
  if (auto answer = cli::answer_to_tools(app, asked)) return Information{std::move(*answer)};
  std::vector<const char*> arguments{words[0]};
  for (const auto& word : asked) arguments.push_back(word.c_str());
  try {
    app.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::ParseError& error) {
    return information_of(app, error);
  }
  if (work.run) return work;
  if (!lists.origins.empty()) configuration.callback_origins = std::move(lists.origins);
  if (!lists.proxies.empty()) configuration.trusted_proxies = std::move(lists.proxies);
  add_environment(configuration);
  if (user->parsed()) {
    if (user_options.password_stdin) user_options.command.password = read_password();
    return CommandLine{std::move(configuration), std::move(user_options.command)};
  }
  if (app.got_subcommand("log-level")) return CommandLine{std::move(configuration), log_level};
  if (app.got_subcommand("backup")) return CommandLine{std::move(configuration), backup};
  if (app.got_subcommand("restore")) return CommandLine{std::move(configuration), restore};
  if (app.got_subcommand("check")) return CommandLine{std::move(configuration), check};
  if (demo->parsed()) return CommandLine{std::move(configuration), DemoCommand{}};
  return CommandLine{std::move(configuration), ServeCommand{}};
}

}  // namespace allot::app
