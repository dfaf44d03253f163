#include "commands/manual.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <map>
#include <set>

#include "commands/help.h"

namespace allot::cli {

namespace {

constexpr auto beginning = R"(.\" Made by `allot --manual`; do not edit.
.TH ALLOT 1 "" Allot "User commands"
.SH NAME
allot \- hand out labelling work: split the items of a dataset among people
.SH SYNOPSIS
.B allot
.I COMMAND
.RI [ VERB ]
.RI [ WORDS ]
.RI [ OPTIONS ]
.SH DESCRIPTION
.B allot
is a server for labelling work, and the command line to work with one.
.B allot serve
serves a data folder;
.BR project ", " member ", " dataset ", " item ", " task " and " assignment
work with a server that
.B allot login
signed in to, or with
.B \-\-data
in a data folder, without any server.
.PP
A project, dataset, task or assignment is given by its name or its id.
When several have the name, their ids are listed;
.B \-\-project
narrows names down.
A person is an e\-mail address, or what stands in front of its @ where that is one member's of the project.
Shares are percentages that add up to 100:
.BR ada=60,ben=40 ;
names alone are equal parts.
.PP
What deletes, or takes items away, shows what will go and asks first;
.B \-\-yes
answers, and is needed where nobody can be asked.
)";

constexpr auto ending = R"(.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
It failed, what was named is not there, or some of several files failed; the standard error says why, in a sentence.
.TP
.B 2
The words were wrong: an unknown verb or option, a value that cannot be, or a name that several things have.
.TP
.B 3
Nobody is signed in, no server is known, or the password is wrong.
.TP
.B 4
Not confirmed: the answer was no, or nobody could be asked; nothing was done.
.SH ENVIRONMENT
.TP
.B ALLOT_URL
The server, where
.B \-\-url
and
.B \-\-data
name none.
.TP
.B ALLOT_CA_FILE
Certificates (PEM) to trust instead of the system's, for a server whose own is signed by nobody known.
.TP
.B DATALOOP_PATH
The folder of the sign\-in, which
.B allot
shares with the Python SDK (dtlpy); default:
.IR ~/.dataloop .
.TP
.B NO_COLOR
When set and not empty, no colours on a terminal. Elsewhere there are none.
.TP
.BR ALLOT_DATA ", " ALLOT_LISTEN ", " ALLOT_PUBLIC_URL ", …"
Options of
.BR serve ", " demo ", " user ", " check ", " backup " and " restore ;
a flag is stronger than the environment, and it than the settings file.
.SH FILES
.TP
.I ~/.dataloop/cookie.json
The sign\-in.
.TP
.IR DIR /allot.toml
Settings of a data folder, for
.BR "allot serve" .
.SH EXAMPLES
.EX
allot login https://allot.example.org
allot project create Streets
allot dataset create day \-\-project Streets \-\-label car
allot item upload pictures/ \-\-dataset day
allot task create Cars \-\-dataset day \-\-filter dir=/night \e
    \-\-assign ada=60,ben=40 \-\-due 2026\-12\-24
allot task watch Cars
allot assignment redistribute 'Cars (ada@example.org)' ben cleo \-\-dry\-run
allot task list \-\-project Streets \-\-json
.EE
.SH SEE ALSO
The guide
.I docs/guides/command\-line.md
and, for completion in a shell,
.BR "allot completion" .
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '-') {
      out += "\\-";
    } else if (letter == '\\') {
      out += "\\e";
    } else if (letter == '\'' && out.empty()) {
      out += "\\(aq";
    } else {
      out += letter;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

bool is_of_one_command(const CLI::Option& option) {
  return option.get_group() == "Options";
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options([&](const CLI::Option* option) {
    return option != command.get_help_ptr() && !option->get_group().empty();
  });
}

/// `-d, --dataset DATASET`, with what is typed in bold and what is meant in italics.
std::string names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("\\fB\\-" + escaped(name) + "\\fR");
  for (const auto& name : option.get_lnames()) {
    names.push_back("\\fB\\-\\-" + escaped(name) + "\\fR");
  }
  if (option.get_positional()) names.push_back("\\fI" + escaped(option.get_name()) + "\\fR");
  auto text = fmt::format("{}", fmt::join(names, ", "));
  const auto type = option.get_type_name();
  const bool is_flag = option.get_items_expected_max() == 0;
  if (!is_flag && !type.empty()) text += " \\fI" + escaped(type) + "\\fR";
  return text;
}

std::string explained(const CLI::Option& option) {
  return fmt::format(".TP\n{}\n{}.\n", names_of(option), escaped(option.get_description()));
}

/// `allot task create NAME --dataset DATASET [OPTIONS]`
std::string usage_of(const CLI::App& command, const std::string& path) {
  std::string places;
  std::string needed;
  bool has_more = false;
  for (const auto* const option : options_of(command)) {
    const auto name = escaped(option->get_name());
    if (option->get_positional()) {
      const auto* const dots = option->get_items_expected_max() > 1 ? "…" : "";
      const auto place = fmt::format("\\fI{}\\fR{}", name, dots);
      places += option->get_required() ? " " + place : " [" + place + "]";
    } else if (option->get_required()) {
      const auto type = option->get_type_name();
      needed += fmt::format(" \\fB{}\\fR", name);
      if (!type.empty()) needed += fmt::format(" \\fI{}\\fR", escaped(type));
    } else {
      has_more = true;
    }
  }
  return fmt::format(
      "\\fB{}\\fR{}{}{}", escaped(path), places, needed, has_more ? " [\\fIOPTIONS\\fR]" : ""
  );
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

std::string entry_of(const CLI::App& command, const std::string& path) {
  auto text =
      fmt::format(".TP\n{}\n{}.\n", usage_of(command, path), escaped(command.get_description()));
  const auto more = explanation_of(path.substr(std::string_view("allot ").size()));
  if (!more.empty()) text += escaped(more) + "\n";
  std::string own;
  for (const auto* const option : options_of(command)) {
    if (is_of_one_command(*option)) own += explained(*option);
  }
  return own.empty() ? text : text + ".RS\n" + own + ".RE\n";
}

std::string commands_text(const CLI::App& app) {
  std::string text = ".SH COMMANDS\n";
  for (const auto* const command : commands_of(app)) {
    const auto verbs = commands_of(*command);
    if (verbs.empty()) text += entry_of(*command, "allot " + command->get_name());
  }
  for (const auto* const noun : commands_of(app)) {
    const auto verbs = commands_of(*noun);
    if (verbs.empty()) continue;
    const auto path = "allot " + noun->get_name();
    text += fmt::format(".SS {}\n", path);
    for (const auto* const verb : verbs) text += entry_of(*verb, path + " " + verb->get_name());
  }
  return text;
}

/// Options that several commands share, by their group, each once.
struct Shared {
  std::vector<std::string> groups;                           // in the order in which they come
  std::map<std::string, std::vector<std::string>> commands;  // that have the group's options
  std::map<std::string, std::string> texts;
  std::set<std::pair<std::string, std::string>> told;
};

void add_shared(Shared& shared, const CLI::App& command, const std::string& name) {
  for (const auto* const option : options_of(command)) {
    const auto group = option->get_group();
    if (is_of_one_command(*option)) continue;
    auto& commands = shared.commands[group];
    if (commands.empty()) shared.groups.push_back(group);
    if (commands.empty() || commands.back() != name) commands.push_back(name);
    if (shared.told.insert({group, option->get_name()}).second) {
      shared.texts[group] += explained(*option);
    }
  }
  for (const auto* const verb : commands_of(command)) add_shared(shared, *verb, name);
}

std::string options_text(const CLI::App& app) {
  Shared shared;
  for (const auto* const command : commands_of(app)) {
    add_shared(shared, *command, command->get_name());
  }
  std::string text = ".SH OPTIONS\n";
  for (const auto* const option : options_of(app)) text += explained(*option);
  text += ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nExplain a command, and exit.\n";
  for (const auto& group : shared.groups) {
    const auto commands = fmt::format("{}", fmt::join(shared.commands[group], ", "));
    text += fmt::format(".SS {}\nOf {}.\n{}", group, commands, shared.texts[group]);
  }
  return text;
}

}  // namespace

std::string manual_page(const CLI::App& app) {
  return beginning + commands_text(app) + options_text(app) + ending;
}

}  // namespace allot::cli
