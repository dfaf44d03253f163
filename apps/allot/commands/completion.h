#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace allot::cli {

/// What a shell wants to know: which words may stand where the cursor is.
struct Completion {
  std::string kind;                          // of the value: "PROJECT", "DATASET", "SHARES", …
  std::string begun;                         // what is typed of it
  std::map<std::string, std::string> given;  // the values so far: "PROJECT" → "Streets"
};

/// Names of that kind, in any order, whether they begin so or not.
using NamesOf = std::function<std::vector<std::string>(const Completion&)>;

/// Words that may stand in the place of the last of `words` (what is typed of it, "" for nothing
/// yet), which come after the program's name: verbs, options, values; sorted, each once.
[[nodiscard]] std::vector<std::string> complete(
    const CLI::App& app, const std::vector<std::string>& words, const NamesOf& names_of
);

/// Names that the server or the data folder of `given` tells, or the one signed in to last. Nothing
/// when that fails. Throws nothing.
[[nodiscard]] std::vector<std::string> names_of_server(const Completion& completion);

/// What a shell runs to complete our words: "bash", "zsh" or "fish".
[[nodiscard]] std::string completion_script(const std::string& shell);

/// The answer to `--complete -- WORDS…`, one candidate a line, and to `--manual`; nothing for other
/// words. A server that is silent for a second ends the process, with success: nobody waits for it.
[[nodiscard]] std::optional<std::string> answer_to_tools(
    const CLI::App& app, const std::vector<std::string>& words
);

}  // namespace allot::cli
