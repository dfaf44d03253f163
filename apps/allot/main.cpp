#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/log.h"
#include "command_line.h"
#include "commands.h"
#include "commands/console.h"
#include "commands/table.h"
#include "demo.h"

namespace {

using namespace allot::app;

allot::cli::Console console() {
  using allot::cli::Console;
  return {std::cout, std::cerr, std::cin, Console::style_of_terminal()};
}

void complain(const std::string& sentence) {
  console().complain("allot: " + sentence);
}

void print_prose(const std::string& lines) {
  auto terminal = console();
  std::istringstream rest(lines);
  for (std::string line; std::getline(rest, line);) terminal.line(line);
  terminal.flush();
}

/// A line's cells, which stand two spaces apart at least; the last has the rest.
std::vector<std::string> cells_of(std::string_view line, std::size_t count) {
  std::vector<std::string> cells;
  while (cells.size() + 1 < count && !line.empty()) {
    const auto end = std::min(line.find("  "), line.size());
    cells.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(line.find_first_not_of(' ', end), line.size()));
  }
  cells.emplace_back(line);
  cells.resize(count);
  return cells;
}

/// The accounts, which a running server may have written, so that a row fits a terminal.
void print_accounts(const std::string& lines) {
  constexpr std::size_t columns = 3;
  std::istringstream rest(lines);
  std::string line;
  std::getline(rest, line);
  allot::cli::Table table(cells_of(line, columns));
  while (std::getline(rest, line)) table.row(cells_of(line, columns));
  auto terminal = console();
  table.print(terminal);
  terminal.flush();
}

int print(const Outcome& outcome) {
  if (outcome.is_prose) {
    print_prose(outcome.out);
  } else {
    std::cout << outcome.out << std::flush;
  }
  if (!outcome.err.empty()) complain(outcome.err);
  if (!std::cout && console().is_read_no_more()) return allot::cli::read_no_more;
  if (!std::cout) {
    complain("Not all of the output could be written.");
    return outcome.exit_code == 0 ? 1 : outcome.exit_code;
  }
  return outcome.exit_code;
}

int run(CommandLine line) {
  add_settings_file(line.configuration);
  allot::set_log_level(log_level_of(line.configuration));
  allot::set_log_format(log_format_of(line.configuration));
  if (const auto* command = std::get_if<UserCommand>(&line.command)) {
    const auto outcome = user(line.configuration, *command);
    const bool fits_a_terminal =
        command->verb == UserCommand::Verb::list && outcome.out.starts_with("ACCOUNT ");
    if (!fits_a_terminal || !console().style().is_terminal) return print(outcome);
    print_accounts(outcome.out);
    return 0;
  }
  if (const auto* command = std::get_if<LogLevelCommand>(&line.command)) {
    return print(log_level(line.configuration, *command));
  }
  if (const auto* command = std::get_if<CheckCommand>(&line.command)) {
    return print(check(line.configuration, *command));
  }
  if (const auto* command = std::get_if<BackupCommand>(&line.command)) {
    return print(backup(line.configuration, *command));
  }
  if (const auto* command = std::get_if<RestoreCommand>(&line.command)) {
    return print(restore(line.configuration, *command));
  }
  if (std::holds_alternative<DemoCommand>(line.command)) return demo(line.configuration);
  return serve(line.configuration);
}

}  // namespace

int main(int count, char** words) {
  try {
    auto parsed = parse_command_line(count, words);
    if (const auto* information = std::get_if<Information>(&parsed)) {
      return print({.out = information->text});
    }
    if (const auto* work = std::get_if<allot::cli::Work>(&parsed)) {
      // In a data folder: what a server's log says of its pace is nothing to whoever types a
      // command.
      allot::set_log_level(allot::LogLevel::error);
      return work->run();
    }
    return run(std::get<CommandLine>(std::move(parsed)));
  } catch (const UsageError& error) {
    return print({.exit_code = 2, .err = error.what()});
  } catch (const std::exception& error) {
    return print({.exit_code = 1, .err = error.what()});
  }
}
