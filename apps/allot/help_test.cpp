#include "commands/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "command_line.h"
#include "commands/letters.h"

namespace allot::app {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool is_quoted = false;
  for (const char letter : line + " ") {
    if (letter == '\'') {
      is_quoted = !is_quoted;
    } else if (letter == ' ' && !is_quoted) {
      words.push_back(std::exchange(word, {}));
    } else {
      word += letter;
    }
  }
  return words;
}

auto parsed(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

std::string told(const std::string& line) {
  return std::get<Information>(parsed(words_of(line))).text;
}

std::string refused(const std::string& line) {
  try {
    (void)parsed(words_of(line));
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

/// The words under "Subcommands:".
std::vector<std::string> verbs_of(const std::string& command) {
  std::istringstream lines(told(command + " --help"));
  std::vector<std::string> verbs;
  bool is_list = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "Subcommands:") {
      is_list = true;
    } else if (line.empty()) {
      is_list = false;
    } else if (is_list && line.starts_with("  ") && line[2] != ' ') {
      verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  return verbs;
}

std::vector<std::string> all_commands() {
  std::vector<std::string> commands;
  for (const auto& noun : verbs_of("allot")) {
    commands.push_back("allot " + noun);
    for (const auto& verb : verbs_of("allot " + noun)) {
      commands.push_back("allot " + noun + " " + verb);
    }
  }
  return commands;
}

TEST(Help, OfEveryCommandHasExamplesAndFitsEightyColumns) {
  const auto commands = all_commands();
  EXPECT_GT(commands.size(), 50u);
  for (const auto& command : commands) {
    const auto text = told(command + " --help");
    EXPECT_THAT(text, HasSubstr("\nExamples:\n  ")) << command;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(cli::columns_of(line), 80u) << command << ": " << line;
    }
  }
}

TEST(Help, HasExamplesThatAreUnderstood) {
  for (const auto& command : all_commands()) {
    for (const auto& example : cli::examples_of(command.substr(std::string("allot ").size()))) {
      if (example.find('<') != std::string::npos) continue;  // a shell's word
      EXPECT_EQ(refused(example), "") << example;
    }
  }
}

TEST(Help, MayBeAskedForInOtherWords) {
  const auto all = told("allot --help");
  EXPECT_THAT(all, HasSubstr("Subcommands:"));
  EXPECT_EQ(std::get<Information>(parsed({"allot"})).text, all);
  EXPECT_EQ(told("allot help"), all);
  EXPECT_EQ(told("allot help task create"), told("allot task create --help"));
  EXPECT_EQ(told("allot version"), told("allot --version"));
}

/// What it tells, in one line.
std::string told_in_a_line(const std::string& line) {
  std::istringstream words(told(line));
  std::string text;
  for (std::string word; words >> word;) text += word + " ";
  return text;
}

TEST(Help, NamesTheVerbsOfANounInOneOrderEverywhere) {
  for (const std::string noun : {"project", "member", "dataset", "item", "task", "assignment"}) {
    const auto verbs = fmt::format("{}", fmt::join(verbs_of("allot " + noun), ", "));
    EXPECT_THAT(told_in_a_line("allot " + noun + " --help"), HasSubstr(": " + verbs + " Usage:"));
    EXPECT_THAT(refused("allot " + noun), HasSubstr("needs a verb: " + verbs + ";"));
  }
}

TEST(Help, HasNoGapsAndNoWordsOfAParser) {
  for (const auto& command : all_commands()) {
    const auto text = told(command + " --help");
    for (const auto* const none : {"\n\n\n", "REQUIRED", "Excludes:", "Needs:"}) {
      EXPECT_THAT(text, Not(HasSubstr(none))) << command;
    }
  }
  EXPECT_THAT(
      told("allot item upload --help"),
      HasSubstr("-d,--dataset DATASET      The dataset's name or id (needed)\n")
  );
}

TEST(Help, OfPaceExplainsItsColumns) {
  const auto text = told_in_a_line("allot task pace --help");
  for (const auto* const column :
       {"HANDLED: ", "PER DAY: ", "AN HOUR: ", "ACTIVE: ", "DONE BY: "}) {
    EXPECT_THAT(text, HasSubstr(column));
  }
}

TEST(WrongWords, OfRenamingPointToTheVerbThatDoesIt) {
  EXPECT_EQ(
      refused("allot dataset rename day night"),
      "There is no `rename` here; `allot dataset update DATASET --name NAME` gives another name."
  );
  EXPECT_THAT(refused("allot task rename Cars"), HasSubstr("`allot task update TASK --name NAME`"));
  EXPECT_THAT(refused("allot item rename a.png"), HasSubstr("`allot item move ITEM --path PATH`"));
  EXPECT_THAT(refused("allot member rename ada"), Not(HasSubstr("another name")));
}

TEST(WrongWords, AreAnsweredWithTheNearest) {
  EXPECT_THAT(
      refused("allot tsak list"),
      HasSubstr("no `tsak` here; `allot --help` explains what "
                "there is; the nearest is `task`.")
  );
  EXPECT_THAT(refused("allot task shwo"), HasSubstr("the nearest is `show`."));
  EXPECT_THAT(refused("allot task create X -d D --asign ada"), HasSubstr("nearest is `--assign`."));
  EXPECT_THAT(refused("allot help tsak"), HasSubstr("the nearest is `task`."));
  EXPECT_THAT(refused("allot task shwo --help"), HasSubstr("the nearest is `show`."));
  EXPECT_EQ(
      refused("allot frobnicate"),
      "There is no `frobnicate` here; `allot --help` explains what there is."
  );
}

TEST(WrongWords, AValueThatIsNoneIsRefusedWithThoseThatThereAre) {
  for (const auto* const value : {"7", "0", "high", "2.5"}) {
    EXPECT_THAT(
        refused(std::string("allot task update X --priority ") + value),
        HasSubstr(std::string("--priority: `") + value + "` is no number from 1 to 3.")
    );
  }
  EXPECT_THAT(
      refused("allot member add x@example.org -p P --role anotator"),
      HasSubstr("--role: `anotator` is none of owner, developer, annotationManager, annotator; "
                "do you mean `annotator`?")
  );
}

TEST(WrongWords, SharesStandWithoutAnOptionWhereWorkIsMoved) {
  for (const auto* const verb :
       {"task redistribute Cars", "assignment redistribute 'Cars (ada)'"}) {
    EXPECT_THAT(
        refused(std::string("allot ") + verb + " --assign ada=40,ben=60"),
        HasSubstr(" redistribute` takes shares without `--assign`: ada=40 ben=60,")
    );
  }
}

TEST(WrongWords, ANounAloneIsAskedForItsVerb) {
  EXPECT_THAT(refused("allot member"), HasSubstr("`allot member` needs a verb: list, add, "));
}

}  // namespace
}  // namespace allot::app
