#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace allot::cli {

/// Explanations break at words, in as many columns as the terminal has, 80 at most. Before commands
/// are added: they inherit it.
void set_style_of_help(CLI::App& app);

/// Examples under the explanation of every command: those of `examples_of`, and for a noun one of
/// each of its first verbs. Once all commands are there.
void add_examples(CLI::App& app);

/// What one may type for a command, by its words ("task create"); none for one that there is not.
[[nodiscard]] std::vector<std::string> examples_of(const std::string& command);

/// What one must know to read what a command prints; "" where its words say it.
[[nodiscard]] std::string explanation_of(const std::string& command);

/// `allot help task create` and `allot version` are other words for `allot task create --help` and
/// `allot --version`; no words at all ask for help. What follows the program's name.
[[nodiscard]] std::vector<std::string> without_other_words(std::vector<std::string> words);

}  // namespace allot::cli
