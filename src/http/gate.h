#pragma once

#include <chrono>

#include "base/result.h"
#include "http/pages.h"
#include "http/request.h"
#include "http/response.h"

// Where people and scripts get their tokens (docs/spec/connecting.md).
namespace allot::http::gate {

[[nodiscard]] Result<Response> login_page(Env& env, const Request& request);
/// A form: `email`, `password`; or `continue` for the person whom the cookie names. With a
/// `callback` the browser is sent there with three tokens, else to `next` or the projects.
[[nodiscard]] Result<Response> login(Env& env, const Request& request);
[[nodiscard]] Result<Response> logout(Env& env, const Request& request);
/// JSON: a password or a refresh token for tokens.
[[nodiscard]] Result<Response> token(Env& env, const Request& request);
/// One-time links: set-up, invitation, new password.
[[nodiscard]] Result<Response> welcome_page(Env& env, const Request& request);
[[nodiscard]] Result<Response> welcome(Env& env, const Request& request);
[[nodiscard]] Result<Response> style(Env& env, const Request& request);

[[nodiscard]] std::chrono::milliseconds hold_login(Env& env, const Request& request);
[[nodiscard]] std::chrono::milliseconds hold_token(Env& env, const Request& request);
/// Does it bring a refresh token, which takes no password hash?
[[nodiscard]] bool is_renewal(const Request& request);

/// The sign-in form, with the cookie by which it is known to be ours when it comes back.
[[nodiscard]] Response form_page(const Env& env, const SignInForm& form);

/// Who is signed in by the cookie of this browser; nobody when there is none, or none that is good.
[[nodiscard]] Caller caller_of_cookie(Env& env, const Request& request);

}  // namespace allot::http::gate
