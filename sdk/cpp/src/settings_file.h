#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "session.h"

namespace allot::inline v1 {

/// What the file says of one server.
struct Environment {
  std::string url;       // the API
  std::string gate_url;  // "" when it does not say
  bool verify_tls = true;
};

/// Where somebody is signed in.
struct KnownServer {
  std::string url;  // the API
  std::string token;
  bool is_default = false;  // it is the one of whoever names none
};

/// dtlpy's own settings file: JSON with `url` (the selected API) and `login_parameters` (API →
/// parameters with `token` and `refresh_token`). Ours is `allot`: `url` (the API that was signed in
/// to last), `made` (the parameters that are there by us), `before` (what dtlpy had selected before
/// we did; null for nothing) and `passed_over` (what dtlpy had selected when somebody signed out
/// here, which is no longer what whoever names none means). What is not ours in it is kept. Written
/// whole, by a rename, with mode 0600, under the lock that dtlpy uses (FILE.lock), so that both may
/// run at once. Thread-safe.
class SettingsFile {
 public:
  explicit SettingsFile(std::filesystem::path file) : file_(std::move(file)) {}

  /// Of this API; for "" of the remembered one, else of the selected one. `url` is empty when the
  /// file does not know. Throws std::runtime_error (one sentence): not readable, no JSON.
  [[nodiscard]] Environment environment(const std::string& url) const;

  /// By address. Tokens may have ended.
  [[nodiscard]] std::vector<KnownServer> signed_in() const;

  [[nodiscard]] Tokens tokens(const std::string& url) const;
  /// Makes it the one that whoever names none means; dtlpy's choice stays. Known from now on.
  void remember(const Environment& environment) const;
  /// The same, and dtlpy's choice.
  void select(const Environment& environment) const;
  /// Also remembers the environment, when it is new to the file.
  void save_tokens(const Environment& environment, const Tokens& tokens) const;
  /// Undoes these three: the tokens go, the parameters where they are ours, and what was remembered
  /// or selected is as it was before. Where this was the server of whoever names none, another that
  /// somebody is signed in to does not take its place.
  void forget(const std::string& url) const;

 private:
  std::filesystem::path file_;
};

/// Tokens of one environment in the file.
[[nodiscard]] std::shared_ptr<TokenStore> tokens_in_file(
    const std::filesystem::path& file, const Environment& environment
);

}  // namespace allot::inline v1
