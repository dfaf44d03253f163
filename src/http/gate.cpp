#include "http/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "auth/callback.h"
#include "base/json_writer.h"
#include "http/json_body.h"
#include "http/pages.h"
#include "http/parameters.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/accounts/links.h"
#include "usecases/accounts/sign_in.h"

namespace allot::http::gate {

namespace {

constexpr std::string_view cookie_name = "allot_session";
/// Comes with our forms alone: browsers send it along from no other site.
constexpr std::string_view form_cookie_name = "allot_form";
constexpr std::string_view start_path = "/projects";

/// "" when the browser sent none.
std::string cookie_of(const Request& request, std::string_view name = cookie_name) {
  std::string_view rest = request.header("cookie");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name && equals != std::string_view::npos) {
      return std::string(pair.substr(equals + 1));
    }
  }
  return "";
}

std::string_view secure_mark(const Env& env) {
  return env.settings.public_url.starts_with("https:") ? "; Secure" : "";
}

std::string cookie_header(const Env& env, std::string_view value, std::chrono::seconds lifetime) {
  return fmt::format(
      "{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
      cookie_name,
      value,
      lifetime.count(),
      secure_mark(env)
  );
}

Response redirect(std::string address) {
  Response response{.status = 303, .headers = {}, .body = std::string{}};
  response.with("location", std::move(address));
  response.with("cache-control", "no-store");
  return std::move(response.with("referrer-policy", "no-referrer"));
}

/// A form of another site could sign a person in as somebody else, or use that they are signed in.
/// Browsers say where it came from to servers that are reached by https or at loopback; to others
/// they name its origin, or `null` for pages that want no referrer, as ours do. What names none is
/// no browser.
bool is_foreign_form(const Env& env, const Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const auto origin = request.header("origin");
  if (origin.empty()) return false;
  if (origin == "null") return cookie_of(request, form_cookie_name).empty();
  const auto host = origin.substr(std::min(origin.find("://"), origin.size() - 3) + 3);
  return origin != env.settings.public_url && host != request.header("host");
}

/// The page with the mark that its form shows again.
Response with_form_cookie(const Env& env, Response page) {
  page.with(
      "set-cookie",
      fmt::format("{}=1; Path=/; HttpOnly; SameSite=Strict{}", form_cookie_name, secure_mark(env))
  );
  return page;
}

Response foreign_form() {
  return message_page(
      403, "Not accepted", "The form was sent by another site; open the page here and try again."
  );
}

/// A page of ours, told by its characters, so that it cannot lead elsewhere; "" for anything else.
std::string checked_next(const std::string& next) {
  const bool is_console = next.starts_with("/projects") || next.starts_with("/iam/");
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '-';
  };
  return is_console && std::ranges::all_of(next, is_plain) ? next : "";
}

struct LoginInput {
  SignInForm form;
  std::optional<Callback> callback;
};

/// Errors: invalid (a callback that is not allowed).
Result<LoginInput> login_input(const Env& env, std::string callback, const std::string& next) {
  LoginInput input;
  input.form.next = checked_next(next);
  if (callback.empty()) return input;
  input.callback = TRY(parse_callback(callback, env.settings.callback_origins));
  input.form.callback = std::move(callback);
  input.form.form_origin = input.callback->origin;
  return input;
}

Response after_sign_in(const Env& env, const LoginInput& input, const SignedIn& signed_in) {
  std::string target(input.form.next.empty() ? start_path : std::string_view(input.form.next));
  if (input.callback) {
    // Both tokens consist of characters that need no encoding.
    target = fmt::format(
        "{0}?id_token={1}&access_token={1}&refresh_token={2}",
        input.callback->base,
        signed_in.id_token,
        signed_in.refresh_token
    );
  }
  auto response = redirect(std::move(target));
  response.with("set-cookie", cookie_header(env, signed_in.id_token, token_lifetime));
  return response;
}

constexpr std::string_view renewal = "refresh_token";

Result<SignedIn> tokens_for(Env& env, const JsonBody& body, const Request& request) {
  const auto type = TRY(body.text_or("type", "user_credentials"));
  if (type == renewal) return renew(env, TRY(body.text("refresh_token")));
  if (type != "user_credentials") {
    return invalid_field("type", "must be user_credentials or refresh_token");
  }
  SignIn credentials;
  credentials.address = TRY(body.text("username"));
  credentials.password = TRY(body.text("password"));
  credentials.peer = request.head.peer;
  return sign_in(env, credentials);
}

std::chrono::milliseconds hold_for(Env& env, const Request& request, std::string_view member) {
  const auto body = JsonBody::of(request);
  const auto address = body ? body->text_or(member, "") : Result<std::string>("");
  return sign_in_delay(env, address.value_or(""), request.head.peer);
}

}  // namespace

Caller caller_of_cookie(Env& env, const Request& request) {
  const auto token = cookie_of(request);
  return token.empty() ? Caller{} : authenticate_token(env, token).value_or(Caller{});
}

Result<Response> login_page(Env& env, const Request& request) {
  const Parameters parameters(request);
  auto input = login_input(env, parameters.text("callback"), parameters.text("next"));
  if (!input) return message_page(400, "This callback is not allowed", input.error().message);
  input->form.known_as = caller_of_cookie(env, request).user.text;
  return form_page(env, input->form);
}

Response form_page(const Env& env, const SignInForm& form) {
  return with_form_cookie(env, sign_in_page(form));
}

Result<Response> login(Env& env, const Request& request) {
  if (is_foreign_form(env, request)) return foreign_form();
  const auto body = TRY(JsonBody::of(request));
  auto input = login_input(env, TRY(body.text_or("callback", "")), TRY(body.text_or("next", "")));
  if (!input) return message_page(400, "This callback is not allowed", input.error().message);
  auto& form = input->form;
  const auto known = caller_of_cookie(env, request);
  if (body.has("continue")) {
    if (!known.is_anonymous()) return after_sign_in(env, *input, open_session(env, known.user));
    form.trouble = "You are no longer signed in.";
    form.status = 401;
    return sign_in_page(form);
  }
  const auto address = TRY(body.text_or("email", ""));
  SignIn credentials;
  credentials.address = address;
  credentials.password = TRY(body.text_or("password", ""));
  credentials.peer = request.head.peer;
  const auto signed_in = sign_in(env, credentials);
  if (signed_in) return after_sign_in(env, *input, *signed_in);
  form.address = address;
  form.trouble = signed_in.error().message;
  form.known_as = known.user.text;
  form.status = 401;
  return sign_in_page(form);
}

Result<Response> logout(Env& env, const Request& request) {
  if (is_foreign_form(env, request)) return foreign_form();
  const auto caller = caller_of_cookie(env, request);
  if (!caller.is_anonymous()) sign_out(env, caller);
  auto response = redirect("/login");
  // Browsers send it along from no other site, so another site cannot drop it either.
  if (cookie_of(request).empty()) return response;
  response.with("set-cookie", cookie_header(env, "", std::chrono::seconds{0}));
  return response;
}

Result<Response> token(Env& env, const Request& request) {
  const auto tokens = TRY(tokens_for(env, TRY(JsonBody::of(request)), request));
  JsonWriter json;
  json.object([&] {
    json.member("id_token", tokens.id_token);
    json.member("access_token", tokens.id_token);
    json.member("refresh_token", tokens.refresh_token);
  });
  auto response = json_response(json.take());
  response.with("cache-control", "no-store");
  response.with("referrer-policy", "no-referrer");
  return response;
}

Result<Response> welcome_page(Env& env, const Request& request) {
  const auto link = Parameters(request).text("token");
  const auto person = read_link(env, link);
  if (!person) return message_page(404, "This link does not work", person.error().message);
  return with_form_cookie(
      env,
      welcome_page_of(
          {.token = link, .address = person->text, .is_setup = person->empty(), .trouble = {}}
      )
  );
}

Result<Response> welcome(Env& env, const Request& request) {
  if (is_foreign_form(env, request)) return foreign_form();
  const auto body = TRY(JsonBody::of(request));
  UseLink input;
  input.token = TRY(body.text_or("token", ""));
  input.address = TRY(body.text_or("email", ""));
  input.password = TRY(body.text_or("password", ""));
  const auto signed_in = use_link(env, input);
  if (signed_in) return after_sign_in(env, {}, *signed_in);
  const auto& error = signed_in.error();
  const auto person = read_link(env, input.token);
  if (!person) return message_page(404, "This link does not work", person.error().message);
  return welcome_page_of(
      {.token = input.token,
       .address = person->empty() ? input.address : person->text,
       .is_setup = person->empty(),
       .trouble = error.message,
       .status = status_of(error.code)}
  );
}

Result<Response> style(Env&, const Request&) {
  return style_answer();
}

std::chrono::milliseconds hold_login(Env& env, const Request& request) {
  return hold_for(env, request, "email");
}

std::chrono::milliseconds hold_token(Env& env, const Request& request) {
  return hold_for(env, request, "username");
}

bool is_renewal(const Request& request) {
  const auto body = JsonBody::of(request);
  const auto type = body ? body->text_or("type", "") : Result<std::string>("");
  return type && *type == renewal;
}

}  // namespace allot::http::gate
