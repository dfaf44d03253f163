// Who is signed in: tokens that are got, renewed and forgotten.

#include <boost/json.hpp>

#include "json_text.h"
#include "jwt_claims.h"
#include "refusal.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds token_margin{60};

/// The gate says what it refuses; a server that was asked by the wrong protocol, or somebody
/// between, knows nothing of the password.
bool is_of_the_gate(const TransportResponse& response) {
  boost::system::error_code broken;
  const auto body = json::parse(response.body, broken);
  return !broken && !text_of(body, "error").empty();
}

}  // namespace

std::string Session::valid_token() {
  const std::scoped_lock lock(*settings_.renewing);
  auto tokens = settings_.tokens->load();
  if (tokens.token.empty()) {
    throw Unauthorized(401, "unauthorized", "Nobody is signed in here.");
  }
  if (ends_within(tokens.token, token_margin) && !renew(tokens)) {
    throw TokenExpired(401, "token_expired", "The token has expired; sign in again.");
  }
  return tokens.token;
}

bool Session::renew(Tokens& tokens) {
  if (tokens.refresh_token.empty()) return false;
  TransportRequest request;
  request.method = "POST";
  request.target = settings_.gate_path + "/token?default";
  request.headers.emplace_back("content-type", "application/json");
  request.body =
      to_text(json::object{{"type", "refresh_token"}, {"refresh_token", tokens.refresh_token}});
  const auto response = try_again_and_again(std::move(request), gate());
  if (response.status >= 500) throw_error(response);
  if (response.status != 200) return false;
  auto token = text_of(parse_json(response.body), "id_token");
  if (token.empty()) return false;
  tokens.token = std::move(token);
  settings_.tokens->save(tokens);
  return true;
}

bool Session::token_expired() {
  const std::scoped_lock lock(*settings_.renewing);
  auto tokens = settings_.tokens->load();
  if (tokens.token.empty()) return true;
  return ends_within(tokens.token, token_margin) && !renew(tokens);
}

void Session::sign_in(const std::string& email, const std::string& password) {
  TransportRequest request;
  request.method = "POST";
  request.target = settings_.gate_path + "/token?default";
  request.headers.emplace_back("content-type", "application/json");
  request.body = to_text(
      json::object{{"username", email}, {"password", password}, {"type", "user_credentials"}}
  );
  const auto response = try_again_and_again(std::move(request), gate());
  const bool is_refused =
      response.status == 401 || (response.status == 400 && is_of_the_gate(response));
  if (response.status != 200 && !is_refused) throw_error(response);
  const auto body = is_refused ? json::value() : parse_json(response.body);
  const Tokens tokens{
      .token = text_of(body, "id_token"), .refresh_token = text_of(body, "refresh_token")
  };
  if (tokens.token.empty()) {
    throw SignInFailed(
        401,
        "sign_in_failed",
        "The address or the password is wrong.",
        response.header("x-request-id").value_or("")
    );
  }
  set_tokens(tokens);
}

void Session::sign_in_by(const std::string& token) {
  auto trial = settings_;
  trial.tokens = std::make_shared<TokensInMemory>();
  trial.tokens->save({.token = token, .refresh_token = {}});
  trial.renewing = std::make_shared<std::mutex>();
  try {
    (void)Session(std::move(trial)).get("/users/me");
  } catch (const Unauthorized& error) {
    throw SignInFailed(
        401,
        "sign_in_failed",
        "The token was refused: " + std::string(error.what()),
        error.request_id()
    );
  }
  set_tokens({.token = token, .refresh_token = {}});
}

void Session::sign_out() {
  const std::scoped_lock lock(*settings_.renewing);
  settings_.tokens->forget();
}

void Session::set_tokens(const Tokens& tokens) {
  const std::scoped_lock lock(*settings_.renewing);
  settings_.tokens->save(tokens);
}

std::string Session::email() {
  const std::scoped_lock lock(*settings_.renewing);
  return claim_of(settings_.tokens->load().token, "email");
}

}  // namespace allot::inline v1
