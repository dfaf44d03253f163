#include "http/pages.h"

#include <fmt/format.h>

#include "http/style.h"

namespace allot::http {

namespace {

/// Three shares of one whole.
constexpr std::string_view mark =
    R"(<svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">)"
    R"(<rect x="1" y="2" width="18" height="4" rx="1.5"/>)"
    R"(<rect x="1" y="8" width="8" height="4" rx="1.5"/>)"
    R"(<rect x="11" y="8" width="8" height="4" rx="1.5"/>)"
    R"(<rect x="1" y="14" width="4.7" height="4" rx="1.5"/>)"
    R"(<rect x="7.7" y="14" width="4.7" height="4" rx="1.5"/>)"
    R"(<rect x="14.4" y="14" width="4.6" height="4" rx="1.5"/></svg>)";

/// An address by number in brackets cannot be named in a policy; its scheme can.
std::string policy_source(const std::string& origin) {
  if (origin.find('[') == std::string::npos) return origin;
  return origin.substr(0, origin.find(':') + 1);
}

std::string policy_of(const Page& page) {
  return fmt::format(
      "default-src 'none'; style-src 'self'; form-action 'self'{}{}; base-uri 'none'; "
      "frame-ancestors 'none'",
      page.form_origin.empty() ? "" : " ",
      policy_source(page.form_origin)
  );
}

std::string header_of(const Page& page) {
  if (page.person.empty()) return "";
  return fmt::format(
      R"(<header><a class="home" href="/projects">{}Allot</a>)"
      R"(<form method="post" action="/logout"><span class="muted">{}</span>)"
      R"(<button class="quiet" type="submit">Sign out</button></form></header>)",
      mark,
      escape_html(page.person)
  );
}

std::string hidden(std::string_view name, std::string_view value) {
  if (value.empty()) return "";
  return fmt::format(R"(<input type="hidden" name="{}" value="{}">)", name, escape_html(value));
}

std::string trouble_of(std::string_view sentence) {
  if (sentence.empty()) return "";
  return fmt::format(
      R"(<p class="trouble" id="trouble" role="alert">{}</p>)", escape_html(sentence)
  );
}

std::string address_field(std::string_view address, bool has_focus) {
  return fmt::format(
      R"(<label for="email">E-mail</label>)"
      R"(<input id="email" name="email" type="email" autocomplete="username" required)"
      R"( value="{}"{}>)",
      escape_html(address),
      has_focus ? " autofocus" : ""
  );
}

std::string password_form(const SignInForm& form) {
  const bool is_second = !form.known_as.empty();
  return fmt::format(
      R"(<form method="post" action="/login">{}{}{})"
      R"(<label for="password">Password</label>)"
      R"(<input id="password" name="password" type="password" autocomplete="current-password")"
      R"( required{}{}>)"
      R"(<button class="{}" type="submit">Sign in</button></form>)",
      hidden("callback", form.callback),
      hidden("next", form.next),
      address_field(form.address, form.address.empty() && !is_second),
      form.address.empty() ? "" : " autofocus",
      form.trouble.empty() ? "" : R"( aria-describedby="trouble")",
      is_second ? "" : "main"
  );
}

/// Who is known already presses one button; it is never pressed by itself.
std::string continue_form(const SignInForm& form) {
  return fmt::format(
      R"(<form method="post" action="/login">{}{})"
      R"(<button class="main" type="submit" name="continue" value="yes">Continue as {}</button>)"
      R"(</form><details{}><summary>Use another account</summary>{}</details>)",
      hidden("callback", form.callback),
      hidden("next", form.next),
      escape_html(form.known_as),
      form.trouble.empty() ? "" : " open",
      password_form(form)
  );
}

std::string card(std::string_view title, std::string_view content) {
  return fmt::format(
      R"(<p class="brand">{}Allot</p><h1>{}</h1>{})", mark, escape_html(title), content
  );
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

Response page_answer(const Page& page) {
  auto response = html_response(
      fmt::format(
          R"(<!doctype html><html lang="en"><head><meta charset="utf-8">)"
          R"(<meta name="viewport" content="width=device-width, initial-scale=1">)"
          R"(<meta name="color-scheme" content="light dark">)"
          R"(<title>{} · Allot</title><link rel="stylesheet" href="/style.css"></head>)"
          R"(<body>{}<main{}>{}</main></body></html>)"
          "\n",
          escape_html(page.title),
          header_of(page),
          page.is_narrow ? R"( class="card")" : "",
          page.body
      ),
      page.status
  );
  return std::move(response.with("content-security-policy", policy_of(page)));
}

Response message_page(int status, std::string_view title, std::string_view sentence) {
  const auto content = fmt::format(
      R"(<p>{}</p><p><a href="/projects">Go to the projects</a></p>)", escape_html(sentence)
  );
  return page_answer(
      {.title = std::string(title),
       .body = card(title, content),
       .status = status,
       .form_origin = {},
       .is_narrow = true,
       .person = {}}
  );
}

Response style_answer() {
  Response response{.status = 200, .headers = {}, .body = std::string(style_sheet)};
  response.with("content-type", "text/css; charset=utf-8");
  response.with("x-content-type-options", "nosniff");
  return std::move(response.with("cache-control", "public, max-age=300"));
}

Response sign_in_page(const SignInForm& form) {
  std::string content = trouble_of(form.trouble);
  if (!form.form_origin.empty()) {
    content += fmt::format(
        R"(<p class="muted">The program at <strong>{}</strong> will act as you.</p>)",
        escape_html(form.form_origin)
    );
  }
  content += form.known_as.empty() ? password_form(form) : continue_form(form);
  return page_answer(
      {.title = "Sign in",
       .body = card("Sign in", content),
       .status = form.status,
       .form_origin = form.form_origin,
       .is_narrow = true,
       .person = {}}
  );
}

Response welcome_page_of(const WelcomeForm& form) {
  const std::string_view title = form.is_setup ? "Make the first account" : "Choose a password";
  const auto who = form.is_setup
                       ? address_field(form.address, true)
                       : fmt::format(
                             R"(<p class="muted">for <strong>{0}</strong></p>)"
                             R"(<input type="hidden" name="username" autocomplete="username")"
                             R"( value="{0}">)",
                             escape_html(form.address)
                         );
  const auto content = fmt::format(
      R"({}<form method="post" action="/welcome">{}{})"
      R"(<label for="password">New password</label>)"
      R"(<input id="password" name="password" type="password" autocomplete="new-password")"
      R"( required minlength="8" maxlength="1024" aria-describedby="rule{}"{}>)"
      R"(<p class="hint" id="rule">At least 8 characters.</p>)"
      R"(<button class="main" type="submit">{}</button></form>)",
      trouble_of(form.trouble),
      hidden("token", form.token),
      who,
      form.trouble.empty() ? "" : " trouble",
      form.is_setup ? "" : " autofocus",
      form.is_setup ? "Make account" : "Set password"
  );
  return page_answer(
      {.title = std::string(title),
       .body = card(title, content),
       .status = form.status,
       .form_origin = {},
       .is_narrow = true,
       .person = {}}
  );
}

}  // namespace allot::http
