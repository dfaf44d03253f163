#include "commands/words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>

#include "commands/filters.h"
#include "commands/nearest.h"

namespace allot::cli {

namespace {

/// What help and completion call a value: `--dataset,-d` takes a DATASET; one by its place has its
/// own name.
std::string kind_of(const std::string& name) {
  if (!name.starts_with("--")) return {};
  auto kind = name.substr(2, name.find(',') - 2);
  std::ranges::transform(kind, kind.begin(), [](unsigned char letter) {
    return static_cast<char>(std::toupper(letter));
  });
  return kind;
}

template <class Value>
CLI::Option* add(CLI::App& app, const std::string& name, Value& into, const std::string& help) {
  return app.add_option(name, into, help)->type_name(kind_of(name));
}

CLI::Option* add_several(
    CLI::App& app, const std::string& name, std::vector<std::string>& into, const std::string& help
) {
  auto* const option = add(app, name, into, help);
  if (name.starts_with('-')) option->expected(1)->take_all();
  return option;
}

// Validators, which give what is wrong, behind the option's name.

CLI::Validator number_from(int least, int most, const std::string& note) {
  const auto fault = [least, most, note](const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    if (is_number && number >= least && number <= most) return std::string();
    return fmt::format("`{}` is no number from {} to {}{}", text, least, most, note);
  };
  return {fault, ""};
}

CLI::Validator one_of(const std::vector<std::string>& values) {
  const auto fault = [values](const std::string& text) {
    if (std::ranges::find(values, text) != values.end()) return std::string();
    const auto question = meant(text, values);
    return fmt::format("`{}` is none of {}{}", text, fmt::join(values, ", "), question);
  };
  return {fault, ""};
}

}  // namespace

Words& Words::needs(const std::string& name, std::string& into, const std::string& help) {
  add(app_, name, into, help)->required();
  return *this;
}

Words& Words::takes(const std::string& name, std::string& into, const std::string& help) {
  add(app_, name, into, help);
  return *this;
}

Words& Words::needs(const std::string& name, std::filesystem::path& into, const std::string& help) {
  add(app_, name, into, help)->required();
  return *this;
}

Words& Words::takes(const std::string& name, std::filesystem::path& into, const std::string& help) {
  add(app_, name, into, help);
  return *this;
}

Words& Words::needs(
    const std::string& name, std::vector<std::string>& into, const std::string& help
) {
  add_several(app_, name, into, help)->required();
  return *this;
}

Words& Words::takes(
    const std::string& name, std::vector<std::string>& into, const std::string& help
) {
  add_several(app_, name, into, help);
  return *this;
}

Words& Words::takes(const std::string& name, bool& into, const std::string& help) {
  app_.add_flag(name, into, help);
  return *this;
}

Words& Words::takes(
    const std::string& name,
    int& into,
    int least,
    int most,
    const std::string& help,
    const std::string& note
) {
  add(app_, name, into, help)->type_name("NUMBER")->check(number_from(least, most, note));
  return *this;
}

Words& Words::needs_one_of(
    const std::string& name,
    std::string& into,
    const std::vector<std::string>& values,
    const std::string& help
) {
  takes_one_of(name, into, values, help);
  app_.get_option(name.substr(0, name.find(',')))->required();
  return *this;
}

Words& Words::takes_one_of(
    const std::string& name,
    std::string& into,
    const std::vector<std::string>& values,
    const std::string& help
) {
  app_.add_option(name, into, help)
      ->type_name(fmt::format("{}", fmt::join(values, "|")))
      ->check(one_of(values));
  return *this;
}

Words& Words::takes_project(std::string& project) {
  return takes("--project,-p", project, "The project's name or id");
}

Words& Words::needs_project(std::string& project) {
  return needs("--project,-p", project, "The project's name or id");
}

Words& Words::needs_named(const std::string& noun, Named& named) {
  return needs(noun, named.name, "Its name or id").takes_project(named.project);
}

Words& Words::takes_task(const std::string& name, std::string& into, const std::string& help) {
  add(app_, name, into, help)->type_name("TASK");
  return *this;
}

Words& Words::takes_filters(std::vector<std::string>& filters) {
  return takes("--filter,-f", filters, help_of_filters());
}

Words& Words::takes_dry_run(bool& dry_run) {
  return takes("--dry-run,-n", dry_run, "Show what would move; change nothing");
}

}  // namespace allot::cli
