#include "commands/completion.h"

#include <CLI/App.hpp>
#include <set>
#include <utility>

namespace allot::cli {

namespace {

bool is_option(const std::string& word) {
  return word.size() > 1 && word.starts_with('-');
}

/// Where in the command line one is: the words so far, understood as far as they go.
class Place {
 public:
  explicit Place(const CLI::App& app) : app_(&app) {}

  void take(const std::string& word) {
    if (const auto* const option = std::exchange(awaited_, nullptr)) {
      given_[option->get_type_name()] = word;
      return;
    }
    if (is_option(word)) return take_option(word);
    for (const auto* const verb : app_->get_subcommands(is_shown)) {
      if (verb->get_name() == word) {
        app_ = verb;
        return;
      }
    }
    if (const auto* const positional = next_positional()) given_[positional->get_name()] = word;
    ++positionals_;
  }

  /// The kind of the value that stands here; "" for none.
  [[nodiscard]] std::string kind() const {
    if (awaited_ != nullptr) return awaited_->get_type_name();
    const auto* const positional = next_positional();
    if (positional == nullptr) return {};
    const auto type = positional->get_type_name();
    return type.empty() ? positional->get_name() : type;
  }

  /// `--project=` for a word that begins so; its value stands here then.
  std::string take_beginning(const std::string& word) {
    const auto equals = word.find('=');
    if (awaited_ != nullptr || !word.starts_with("--") || equals == std::string::npos) return {};
    take_option(word.substr(0, equals));
    return awaited_ == nullptr ? std::string() : word.substr(0, equals + 1);
  }

  [[nodiscard]] bool is_value_awaited() const { return awaited_ != nullptr; }

  [[nodiscard]] const std::map<std::string, std::string>& given() const { return given_; }

  [[nodiscard]] std::vector<std::string> verbs() const {
    std::vector<std::string> names;
    for (const auto* const verb : app_->get_subcommands(is_shown)) {
      names.push_back(verb->get_name());
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> options() const {
    std::vector<std::string> names;
    for (const auto* const option : app_->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
  }

 private:
  static bool is_shown(const CLI::App* app) { return !app->get_group().empty(); }

  [[nodiscard]] const CLI::Option* option_of(const std::string& word) const {
    for (const auto* const option : app_->get_options()) {
      if (!option->get_positional() && option->check_name(word)) return option;
    }
    return nullptr;
  }

  void take_option(const std::string& word) {
    const auto equals = word.find('=');
    const auto* const option = option_of(word.substr(0, equals));
    if (option == nullptr || option->get_items_expected_max() == 0) return;
    awaited_ = option;
    if (equals != std::string::npos) take(word.substr(equals + 1));
  }

  [[nodiscard]] const CLI::Option* next_positional() const {
    int left = positionals_;
    for (const auto* const option : app_->get_options()) {
      if (!option->get_positional()) continue;
      if (left-- == 0 || option->get_items_expected_max() > 1) return option;
    }
    return nullptr;
  }

  const CLI::App* app_;
  const CLI::Option* awaited_ = nullptr;  // its value comes next
  int positionals_ = 0;
  std::map<std::string, std::string> given_;
};

/// `owner|developer`, or what the server knows.
std::vector<std::string> values_of(const Completion& wanted, const NamesOf& names_of) {
  if (wanted.kind.find('|') == std::string::npos) return names_of(wanted);
  std::vector<std::string> values;
  for (std::size_t at = 0; at < wanted.kind.size(); at = wanted.kind.find('|', at)) {
    if (wanted.kind[at] == '|') ++at;
    values.push_back(wanted.kind.substr(at, wanted.kind.find('|', at) - at));
  }
  return values;
}

/// People with commas between them.
bool names_several(const std::string& kind) {
  return kind == "ASSIGN" || kind == "SHARES" || kind == "PULL" || kind == "ADD" ||
         kind == "REMOVE";
}

}  // namespace

std::vector<std::string> complete(
    const CLI::App& app, const std::vector<std::string>& words, const NamesOf& names_of
) {
  if (words.empty()) return {};
  Place place(app);
  for (auto word = words.begin(); word + 1 != words.end(); ++word) place.take(*word);
  auto last = words.back();
  auto before = place.take_beginning(last);  // stays as it is typed
  last.erase(0, before.size());
  std::vector<std::string> found;
  if (!place.is_value_awaited() && is_option(last)) {
    found = place.options();
  } else {
    const auto kind = place.kind();
    if (!place.is_value_awaited()) found = place.verbs();
    if (found.empty() && kind.empty()) found = place.options();
    if (names_several(kind)) {  // ada=60,be…
      const auto comma = last.rfind(',');
      const auto done = comma == std::string::npos ? 0 : comma + 1;
      before += last.substr(0, done);
      last.erase(0, done);
    }
    if (!kind.empty()) {
      const auto values =
          values_of({.kind = kind, .begun = last, .given = place.given()}, names_of);
      found.insert(found.end(), values.begin(), values.end());
    }
  }
  std::set<std::string> fitting;
  for (const auto& word : found) {
    if (word.starts_with(last)) fitting.insert(before + word);
  }
  return {fitting.begin(), fitting.end()};
}

}  // namespace allot::cli
