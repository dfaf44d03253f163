#include "settings_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "json_text.h"

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
  const auto text = json::serialize(settings);
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

/// The parameters of the environment, put into the settings when they are new.
json::object& remembered(json::object& settings, const Environment& environment) {
  auto& all = settings["login_parameters"];
  if (!all.is_object()) all.emplace_object();
  auto& parameters = all.get_object()[environment.url];
  if (!parameters.is_object()) {
    parameters = {
        {"alias", nullptr},
        {"gate_url", environment.gate_url},
        {"url", environment.gate_url + "/"},
        {"verify_ssl", environment.verify_tls}
    };
  }
  return parameters.get_object();
}

class TokensInFile final : public TokenStore {
 public:
  TokensInFile(const std::filesystem::path& file, Environment environment)
      : file_(file), environment_(std::move(environment)) {}

  [[nodiscard]] Tokens load() override { return file_.tokens(environment_.url); }

  void save(const Tokens& tokens) override { file_.save_tokens(environment_, tokens); }

 private:
  const SettingsFile file_;
  const Environment environment_;
};

}  // namespace

Environment SettingsFile::environment(const std::string& url) const {
  if (!std::filesystem::exists(file_)) return {.url = url};
  const FileLock lock(file_);
  const auto settings = read_settings(file_);
  Environment found{.url = url.empty() ? text_of(settings, "url") : url};
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

void SettingsFile::select(const Environment& environment) const {
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
  const FileLock lock(file_);
  auto settings = read_settings(file_);
  remembered(settings, environment);
  settings["url"] = environment.url;
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
  if (text_of(settings, "url").empty()) settings["url"] = environment.url;
  write_settings(file_, settings);
}

std::shared_ptr<TokenStore> tokens_in_file(
    const std::filesystem::path& file, const Environment& environment
) {
  return std::make_shared<TokensInFile>(file, environment);
}

}  // namespace allot::inline v1
