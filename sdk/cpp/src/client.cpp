#include "allot/client.h"

#include <boost/json.hpp>
#include <cstdlib>

#include "curl_transport.h"
#include "jwt_claims.h"
#include "login.h"
#include "session.h"
#include "settings_file.h"

namespace allot::inline v1 {

namespace {

struct Url {
  std::string root;  // "https://label.example.org"
  std::string path;  // "/api/v1"
};

Url parts_of(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  const auto scheme = url.find("://");
  const bool is_http = url.starts_with("http://") || url.starts_with("https://");
  if (!is_http || url.size() == scheme + 3) {
    throw BadRequest(
        0, "invalid", "`url` must be the address of an API: http(s)://HOST[:PORT]/api/v1."
    );
  }
  const auto path = url.find('/', scheme + 3);
  if (path == std::string::npos) return {.root = url, .path = {}};
  return {.root = url.substr(0, path), .path = url.substr(path)};
}

/// The address of an API as it is written in the settings file.
Url api_of(const std::string& url) {
  auto parts = parts_of(url);
  if (parts.path.empty()) parts.path = "/api/v1";
  return parts;
}

/// What the settings file says of `url`, or of the selected server.
Environment environment_of(const Connect& where) {
  Environment wanted;
  if (!where.url.empty()) {
    const auto url = api_of(where.url);
    wanted.url = url.root + url.path;
  }
  if (where.settings_file.empty()) return wanted;
  return SettingsFile(where.settings_file).environment(wanted.url);
}

}  // namespace

std::filesystem::path Connect::default_settings_file() {
  if (const char* const folder = std::getenv("DATALOOP_PATH")) {
    return std::filesystem::path(folder) / "cookie.json";
  }
  const char* const home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "." : home) / ".dataloop" / "cookie.json";
}

Client::Client(std::shared_ptr<Session> session)
    : projects(session),
      datasets(session, {}),
      tasks(session, {}),
      assignments(session, {}),
      items(session, {}),
      commands(session),
      events(session),
      inbox(session),
      operations(session),
      session_(std::move(session)) {}

Client Client::watched(const OnProgress& progress, Cancellation stop) const {
  return Client(session_->watched(progress, std::move(stop)));
}

Client Client::trying_once() const {
  return Client(session_->trying_once());
}

bool Client::token_expired() const {
  return session_->token_expired();
}

void Client::login(const Login& how) const {
  if (session_->gate_url().empty()) {
    throw BadRequest(0, "invalid", "There is no sign-in page: this client needs no server.");
  }
  const auto tokens = sign_in_by_browser(session_->gate_url(), how);
  if (tokens.token.empty()) {
    throw SignInFailed(
        0,
        "sign_in_failed",
        "Nobody signed in within " + std::to_string(how.patience.count()) + " seconds."
    );
  }
  session_->set_tokens(tokens);
}

void Client::login_m2m(const std::string& email, const std::string& password) const {
  session_->sign_in(email, password);
}

void Client::login_token(const std::string& token) const {
  session_->sign_in_by(token);
}

void Client::logout() const {
  session_->sign_out();
}

bool Client::has_account(const std::string& email) const {
  try {
    (void)session_->get("/users/" + encoded(email));
    return true;
  } catch (const NotFound&) {
    return false;
  }
}

std::string Client::url() const {
  return session_->gate_url();
}

std::string Client::email() const {
  return session_->email();
}

std::vector<KnownSignIn> known_sign_ins(const std::filesystem::path& settings_file) {
  constexpr std::string_view api_path = "/api/v1";
  std::vector<KnownSignIn> known;
  for (const auto& [api, token, is_default] : SettingsFile(settings_file).signed_in()) {
    auto url = api;
    if (url.ends_with(api_path)) url.resize(url.size() - api_path.size());
    known.push_back({std::move(url), claim_of(token, "email"), is_default});
  }
  return known;
}

Client connect(const Connect& where) {
  const SettingsFile file(where.settings_file);
  const bool has_file = !where.settings_file.empty();
  auto environment = environment_of(where);
  if (environment.url.empty()) {
    throw BadRequest(
        0, "invalid", "`url` is missing, and no server was signed in to or selected before."
    );
  }
  const auto url = api_of(environment.url);
  if (!where.gate_url.empty()) environment.gate_url = where.gate_url;
  if (environment.gate_url.empty()) environment.gate_url = url.root;
  const auto gate = parts_of(environment.gate_url);
  environment.url = url.root + url.path;
  environment.verify_tls = environment.verify_tls && where.verify_tls;
  std::shared_ptr<TokenStore> tokens = std::make_shared<TokensInMemory>();
  if (has_file) tokens = tokens_in_file(where.settings_file, environment);
  if (has_file && where.remember) file.remember(environment);
  if (has_file && where.select) file.select(environment);
  const auto transport_to = [&](const std::string& root) {
    return make_curl_transport(root, {environment.verify_tls, where.ca_file}, where.timeout);
  };
  return Client(std::make_shared<Session>(Session::Settings{
      .transport = transport_to(url.root),
      .gate = gate.root == url.root ? nullptr : transport_to(gate.root),
      .tokens = std::move(tokens),
      .api_path = url.path,
      .gate_path = gate.path,
      .gate_url = environment.gate_url
  }));
}

}  // namespace allot::inline v1
