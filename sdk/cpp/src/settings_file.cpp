#include "settings_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "json_text.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

/// Held while the file is read or written; the lock of dtlpy's `filelock`.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file) {
    const auto name = file.string() + ".lock";
    lock_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0 || ::flock(lock_, LOCK_EX) != 0) {
      throw std::runtime_error("The settings file " + file.string() + " cannot be locked.");
    }
  }

  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  ~FileLock() { ::close(lock_); }

 private:
  int lock_;
};

json::object read_settings(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return {};
  std::stringstream text;
  text << in.rdbuf();
  if (text.view().empty()) return {};
  boost::system::error_code error;
  auto value = json::parse(text.str(), error);
  if (error || !value.is_object()) {
    throw std::runtime_error("The settings file " + file.string() + " is no JSON object.");
  }
  return std::move(value.get_object());
}

/// Whoever reads finds the old settings or the new ones, never half of them.
void write_settings(const std::filesystem::path& file, const json::object& settings) {
  const auto draft = file.string() + "." + std::to_string(::getpid()) + ".draft";
  const auto text = to_text(settings);
  const int out = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool is_written =
      out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (out >= 0) ::close(out);
  if (!is_written) throw std::runtime_error("The settings file " + draft + " cannot be written.");
  std::filesystem::rename(draft, file);
}

json::value parameters_of(const json::object& settings, const std::string& url) {
  const auto* all = settings.if_contains("login_parameters");
  const auto* one = all == nullptr ? nullptr : member_of(*all, url);
  return one == nullptr ? json::value() : *one;
}

json::object& object_in(json::object& settings, std::string_view name) {
  auto& member = settings[name];
  if (!member.is_object()) member.emplace_object();
  return member.get_object();
}

/// A name for `dl.setenv`: HOST:PORT, unless another server has it.
std::string free_alias(const json::object& all, const std::string& url) {
  const auto begin = url.find("://") + 3;
  const auto host = url.substr(begin, url.find('/', begin) - begin);
  auto alias = host;
  const auto is_taken = [&](const auto& entry) { return text_of(entry.value(), "alias") == alias; };
  for (int number = 2; std::ranges::any_of(all, is_taken); ++number) {
    alias = host + "-" + std::to_string(number);
  }
  return alias;
}

/// The parameters of the environment, put into the settings when they are new.
json::object& remembered(json::object& settings, const Environment& environment) {
  const auto* known = object_in(settings, "login_parameters").if_contains(environment.url);
  if (known == nullptr || !known->is_object()) {
    auto& made = object_in(settings, "allot")["made"];  // may move the other members
    if (!made.is_array()) made.emplace_array();
    made.get_array().emplace_back(environment.url);
    auto& all = object_in(settings, "login_parameters");
    all[environment.url] = {
        {"alias", free_alias(all, environment.url)},
        {"gate_url", environment.gate_url},
        {"url", environment.gate_url + "/"},
        {"verify_ssl", environment.verify_tls}
    };
  }
  return object_in(settings, "login_parameters")[environment.url].get_object();
}

/// The server of whoever names none. What dtlpy had chosen when somebody signed out here is not
/// taken, until dtlpy chooses another.
std::string named_by_default(const json::object& settings) {
  auto chosen = text_of(settings, "url");
  const auto* const ours = settings.if_contains("allot");
  if (ours == nullptr) return chosen;
  auto url = text_of(*ours, "url");
  if (!url.empty()) return url;
  return text_of(*ours, "passed_over") == chosen ? std::string() : chosen;
}

bool is_signed_in(const json::value& parameters) {
  return !text_of(parameters, "token").empty() || !text_of(parameters, "refresh_token").empty();
}

/// Nobody goes on, unasked, as whoever is signed in at the server that dtlpy has chosen.
void pass_over_choice(json::object& settings, json::object& ours) {
  const auto chosen = text_of(settings, "url");
  if (is_signed_in(parameters_of(settings, chosen))) ours["passed_over"] = chosen;
}

void choose(json::object& ours, const std::string& url) {
  ours["url"] = url;
  ours.erase("passed_over");
}

/// dtlpy's choice is what it was before we chose this server; unless it chose another since.
void give_choice_back(json::object& settings, json::object& ours, const std::string& url) {
  if (text_of(settings, "url") != url || !ours.contains("before")) return;
  if (ours["before"].is_string()) {
    settings["url"] = ours["before"];
  } else {
    settings.erase("url");
  }
  ours.erase("before");
}

/// True when the parameters of this server are there by us; they are no longer ours then.
bool take_out_of_made(json::object& ours, const std::string& url) {
  auto* const made = ours.if_contains("made");
  if (made == nullptr || !made->is_array()) return false;
  auto& all = made->get_array();
  const auto entry = std::find(all.begin(), all.end(), json::value(url));
  if (entry == all.end()) return false;
  all.erase(entry);
  if (all.empty()) ours.erase("made");
  return true;
}

void forget_tokens(json::object& settings, const std::string& url) {
  auto* const all = settings.if_contains("login_parameters");
  if (all == nullptr || !all->is_object()) return;
  auto* const parameters = all->get_object().if_contains(url);
  if (parameters == nullptr || !parameters->is_object()) return;
  parameters->get_object()["token"] = nullptr;
  parameters->get_object()["refresh_token"] = nullptr;
}

void forget_parameters(json::object& settings, const std::string& url) {
  auto* const all = settings.if_contains("login_parameters");
  if (all == nullptr || !all->is_object()) return;
  all->get_object().erase(url);
  if (all->get_object().empty()) settings.erase("login_parameters");
}

class TokensInFile final : public TokenStore {
 public:
  TokensInFile(const std::filesystem::path& file, Environment environment)
      : file_(file), environment_(std::move(environment)) {}

  [[nodiscard]] Tokens load() override { return file_.tokens(environment_.url); }

  void save(const Tokens& tokens) override { file_.save_tokens(environment_, tokens); }

  void forget() override { file_.forget(environment_.url); }

 private:
  const SettingsFile file_;
  const Environment environment_;
};

}  // namespace

Environment SettingsFile::environment(const std::string& url) const {
  if (!std::filesystem::exists(file_)) return {.url = url};
  const FileLock lock(file_);
  const auto settings = read_settings(file_);
  Environment found{.url = url.empty() ? named_by_default(settings) : url};
  const auto parameters = parameters_of(settings, found.url);
  found.gate_url = text_of(parameters, "gate_url");
  const auto* verify = member_of(parameters, "verify_ssl");
  found.verify_tls = verify == nullptr || !verify->is_bool() || verify->get_bool();
  return found;
}

Tokens SettingsFile::tokens(const std::string& url) const {
  if (!std::filesystem::exists(file_)) return {};
  const FileLock lock(file_);
  const auto parameters = parameters_of(read_settings(file_), url);
  return {
      .token = text_of(parameters, "token"), .refresh_token = text_of(parameters, "refresh_token")
  };
}

std::vector<KnownServer> SettingsFile::signed_in() const {
  if (!std::filesystem::exists(file_)) return {};
  const FileLock lock(file_);
  const auto settings = read_settings(file_);
  const auto* const all = settings.if_contains("login_parameters");
  if (all == nullptr || !all->is_object()) return {};
  const auto chosen = named_by_default(settings);
  std::vector<KnownServer> known;
  for (const auto& [url, parameters] : all->get_object()) {
    if (!is_signed_in(parameters)) continue;
    known.push_back(
        {.url = std::string(std::string_view(url)),
         .token = text_of(parameters, "token"),
         .is_default = std::string_view(url) == chosen}
    );
  }
  std::ranges::sort(known, {}, &KnownServer::url);
  return known;
}

void SettingsFile::select(const Environment& environment) const {
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
  const FileLock lock(file_);
  auto settings = read_settings(file_);
  remembered(settings, environment);
  auto& ours = object_in(settings, "allot");
  choose(ours, environment.url);
  const auto selected = text_of(settings, "url");
  if (selected != environment.url) {
    if (!ours.contains("before")) {
      ours["before"] = selected.empty() ? json::value() : json::value(selected);
    }
    settings["url"] = environment.url;
  }
  write_settings(file_, settings);
}

void SettingsFile::remember(const Environment& environment) const {
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
  const FileLock lock(file_);
  auto settings = read_settings(file_);
  remembered(settings, environment);
  choose(object_in(settings, "allot"), environment.url);
  write_settings(file_, settings);
}

void SettingsFile::save_tokens(const Environment& environment, const Tokens& tokens) const {
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
  const FileLock lock(file_);
  auto settings = read_settings(file_);
  auto& parameters = remembered(settings, environment);
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
  };
  parameters["token"] = text_or_null(tokens.token);
  parameters["refresh_token"] = text_or_null(tokens.refresh_token);
  write_settings(file_, settings);
}

void SettingsFile::forget(const std::string& url) const {
  if (!std::filesystem::exists(file_)) return;
  const FileLock lock(file_);
  auto settings = read_settings(file_);
  const bool was_default = named_by_default(settings) == url;
  forget_tokens(settings, url);
  auto& ours = object_in(settings, "allot");
  if (text_of(ours, "url") == url) ours.erase("url");
  give_choice_back(settings, ours, url);
  if (was_default) pass_over_choice(settings, ours);
  if (text_of(ours, "passed_over") == url) ours.erase("passed_over");
  // dtlpy must know what it has selected.
  if (text_of(settings, "url") != url && take_out_of_made(ours, url)) {
    forget_parameters(settings, url);  // may move the others
  }
  if (object_in(settings, "allot").empty()) settings.erase("allot");
  write_settings(file_, settings);
}

std::shared_ptr<TokenStore> tokens_in_file(
    const std::filesystem::path& file, const Environment& environment
) {
  return std::make_shared<TokensInFile>(file, environment);
}

}  // namespace allot::inline v1
