#include "commands/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <sstream>

#include "commands/console.h"
#include "commands/letters.h"

namespace allot::cli {

namespace {

constexpr std::size_t widest = 80;
constexpr std::size_t names_at_most = 26;  // columns; longer ones have a line of their own

std::size_t columns_of_help() {
  return std::clamp<std::size_t>(Console::style_of_terminal().width, 40, widest);
}

std::string spaces(std::size_t count) {
  return std::string(count, ' ');
}

/// Names at the left, what they mean at the right.
std::string entry(const std::string& names, const std::string& meaning) {
  const auto columns = columns_of_help();
  const auto indent = std::min(names_at_most, columns / 2) + 2;
  const auto width = columns_of(names) + 4;  // with what stands around them
  const auto gap = width > indent ? "\n" + spaces(indent) : spaces(indent - width + 2);
  auto text = "  " + names + gap;
  for (const char letter : wrapped(meaning, columns - indent)) {
    text += letter;
    if (letter == '\n') text += spaces(indent);
  }
  return text + "\n";
}

/// Lines that begin with spaces are examples, which stay whole.
std::string wrapped_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    out += (line.starts_with(' ') ? line : wrapped(line, columns_of_help())) + "\n";
  }
  return out;
}

/// No more than one empty line at a time.
std::string with_single_gaps(std::string text) {
  constexpr std::string_view gaps = "\n\n\n";
  for (auto at = text.find(gaps); at != std::string::npos; at = text.find(gaps, at)) {
    text.erase(at, 1);
  }
  return text;
}

class Formatter : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_help(
      const CLI::App* app, std::string name, CLI::AppFormatMode mode
  ) const override {
    return with_single_gaps(CLI::Formatter::make_help(app, std::move(name), mode));
  }

  /// The kind of the value alone: what goes with what is said in the explanations.
  [[nodiscard]] std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return {};
    const auto type = option->get_type_name();
    const bool takes_several = option->get_expected_max() == CLI::detail::expected_max_vector_size;
    return (type.empty() ? "" : " " + type) + (takes_several ? " ..." : "");
  }

  /// The usage tells which words by their place are needed.
  [[nodiscard]] std::string make_option_desc(const CLI::Option* option) const override {
    const bool is_told = option->get_positional() || !option->get_required();
    return option->get_description() + (is_told ? "" : " (needed)");
  }

  [[nodiscard]] std::string make_option(const CLI::Option* option, bool is_positional)
      const override {
    return entry(
        make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option)
    );
  }

  [[nodiscard]] std::string make_subcommand(const CLI::App* command) const override {
    return entry(command->get_name(), command->get_description());
  }

  [[nodiscard]] std::string make_description(const CLI::App* command) const override {
    return wrapped_lines(command->get_description());
  }

  [[nodiscard]] std::string make_footer(const CLI::App* command) const override {
    return wrapped_lines(command->get_footer());
  }
};

std::vector<CLI::App*> commands_of(CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

std::string footer_of(const std::vector<std::string>& examples) {
  return fmt::format("Examples:\n  {}", fmt::join(examples, "\n  "));
}

std::string footer_of(const std::string& command) {
  const auto more = explanation_of(command);
  return more + (more.empty() ? "" : "\n\n") + footer_of(examples_of(command));
}

}  // namespace

void set_style_of_help(CLI::App& app) {
  app.formatter(std::make_shared<Formatter>());
}

void add_examples(CLI::App& app) {
  constexpr std::size_t of_a_noun = 3;
  for (auto* const command : commands_of(app)) {
    auto examples = examples_of(command->get_name());
    for (auto* const verb : commands_of(*command)) {
      const auto name = command->get_name() + " " + verb->get_name();
      const auto own = examples_of(name);
      verb->footer(footer_of(name));
      if (examples.size() < of_a_noun && !own.empty()) examples.push_back(own.front());
    }
    const auto before = command->get_footer() == app.get_footer() ? "" : command->get_footer();
    command->footer(before + (before.empty() ? "" : "\n\n") + footer_of(examples));
  }
}

std::vector<std::string> without_other_words(std::vector<std::string> words) {
  if (words.empty()) return {"--help"};
  if (words.front() == "help") {
    words.erase(words.begin());
    if (words.empty() || words.back() != "--help") words.emplace_back("--help");
  } else if (words.size() == 1 && words.front() == "version") {
    words.front() = "--version";
  }
  return words;
}

}  // namespace allot::cli
