#include "wrong_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <map>
#include <sstream>

#include "commands/nearest.h"

namespace allot::app {

namespace {

/// As far as the words were understood: `allot task show`, and its command.
struct Understood {
  const CLI::App* command;
  std::string words = "allot";

  explicit Understood(const CLI::App& app) : command(&app) {
    while (!command->get_subcommands().empty()) {
      command = command->get_subcommands().front();
      words += " " + command->get_name();
    }
  }

  [[nodiscard]] std::vector<std::string> verbs() const {
    std::vector<std::string> names;
    for (const auto* const verb : command->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(verb->get_name());
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> options() const {
    std::vector<std::string> names;
    for (const auto* const option : command->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
  }
};

/// Shares stand by themselves here, as in `redistribute`.
void point_to_shares(const Understood& understood, const std::string& name) {
  const auto takes_shares = [](const CLI::Option* option) {
    return option->get_name() == "SHARES";
  };
  if (name != "--assign" || understood.command->get_options(takes_shares).empty()) return;
  throw UsageError(fmt::format(
      "`{}` takes shares without `--assign`: ada=40 ben=60, or ada ben for equal parts.",
      understood.words
  ));
}

/// A verb that other nouns have, and this one by another name.
void point_to_renaming(const Understood& understood, const std::string& name) {
  static const std::map<std::string, std::string> ways{
      {"allot dataset", "allot dataset update DATASET --name NAME"},
      {"allot task", "allot task update TASK --name NAME"},
      {"allot item", "allot item move ITEM --path PATH"}
  };
  const auto way = ways.find(understood.words);
  if (name != "rename" || way == ways.end()) return;
  throw UsageError(fmt::format("There is no `{}` here; `{}` gives another name.", name, way->second)
  );
}

[[noreturn]] void refuse(const Understood& understood, const std::string& word) {
  const auto name = word.substr(0, word.find('='));
  point_to_shares(understood, name);
  point_to_renaming(understood, name);
  const auto near =
      cli::nearest(name, name.starts_with('-') ? understood.options() : understood.verbs());
  throw UsageError(fmt::format(
      "There is no `{}` here; `{} --help` explains what there is{}.",
      word,
      understood.words,
      near.empty() ? "" : fmt::format("; the nearest is `{}`", near)
  ));
}

}  // namespace

Information information_of(const CLI::App& app, const CLI::ParseError& error) {
  const Understood understood(app);
  const auto rest = app.remaining(true);
  // Help is given beside an option of a verb that is not there yet.
  const bool asks_help = dynamic_cast<const CLI::CallForHelp*>(&error) != nullptr;
  if (!rest.empty() && !(asks_help && rest.front().starts_with('-'))) {
    refuse(understood, rest.front());
  }
  std::ostringstream out;
  std::ostringstream err;
  if (app.exit(error, out, err) == 0) return {out.str()};
  if (const auto verbs = understood.verbs(); !verbs.empty()) {
    throw UsageError(fmt::format(
        "`{0}` needs a verb: {1}; `{0} --help` explains them.",
        understood.words,
        fmt::join(verbs, ", ")
    ));
  }
  std::string reason = error.what();
  if (const auto end = reason.find('\n'); end != std::string::npos) reason.resize(end);
  if (!reason.ends_with('.') && !reason.ends_with('?')) reason += '.';
  throw UsageError(fmt::format("{} `{} --help` explains it.", reason, understood.words));
}

}  // namespace allot::app
