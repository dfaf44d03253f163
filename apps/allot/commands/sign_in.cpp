#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "allot/embedded.h"
#include "commands/addresses.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct SignIn {
  std::string url;
  std::string email;  // "" for the browser
  bool password_stdin = false;
  bool select = false;
};

/// The server that was named, or that the environment names.
Connect where_of(const std::string& url) {
  const char* const named = std::getenv("ALLOT_URL");
  const char* const ca_file = std::getenv("ALLOT_CA_FILE");
  const auto given = url.empty() && named != nullptr ? std::string(named) : url;
  Connect where{.url = given.empty() ? given : server_address(given), .gate_url = {}};
  if (ca_file != nullptr) where.ca_file = ca_file;
  return where;
}

void tell(Console& console, const Client& client, const std::string& sentence) {
  const auto email = client.email();
  console.id(email, sentence);
  console.json(
      fmt::format(R"({{"email":{},"url":{}}})", json_quoted(email), json_quoted(client.url()))
  );
}

SignInFailed not_signed_in(const std::string& sentence) {
  return {0, "sign_in_failed", sentence};
}

void sign_in_by_browser(Console& console, const Client& client) {
  if (!Login::has_browser()) {
    throw not_signed_in(fmt::format(
        "No browser can be opened here; sign in by password: "
        "`allot login {} --email ADDRESS`.",
        client.url()
    ));
  }
  console.note(
      "The browser opens the sign-in page; this waits for a minute (without a browser: --email)."
  );
  try {
    client.login();
  } catch (const SignInFailed& error) {
    throw not_signed_in(fmt::format("{} --email signs in by password.", error.what()));
  }
}

std::string password_of(Console& console, const SignIn& how) {
  if (!how.password_stdin) return console.ask_secret(fmt::format("Password of {}: ", how.email));
  std::string password;
  std::getline(std::cin, password);
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty()) throw UsageError("There is no password on standard input.");
  return password;
}

/// HOST:PORT, which is also the environment's name for dtlpy, unless the person gave it another.
void tell_how_to_use_it(Console& console, const Connect& where, const Client& client) {
  if (where.select || console.is_json()) return;
  console.note(fmt::format(
      "For dtlpy: `dl.setenv('{}/api/v1')`; `allot login --select` makes it dtlpy's choice.",
      client.url()
  ));
}

void sign_in(Console& console, const SignIn& how) {
  auto where = where_of(how.url);
  const auto client = connect(where);
  if (how.email.empty()) {
    if (how.password_stdin)
      throw UsageError("--password-stdin needs --email ADDRESS, whose it is.");
    sign_in_by_browser(console, client);
  } else {
    client.login_m2m(how.email, password_of(console, how));
  }
  where.remember = true;  // only now: whoever mistyped something stays where they were
  where.select = how.select;
  (void)connect(where);
  tell(console, client, fmt::format("signed in as {} at {}", client.email(), client.url()));
  tell_how_to_use_it(console, where, client);
}

/// Nothing when no server is known.
std::optional<Client> known_client(const Place& place) {
  try {
    return client_of(place);
  } catch (const BadRequest&) {
    if (!place.url.empty()) throw;  // it is none
    return std::nullopt;
  }
}

void sign_out(Console& console, const Place& place) {
  const auto client = known_client(place);
  const auto email = client ? client->email() : std::string();
  if (client) client->logout();
  console.id(
      email,
      email.empty() ? "nobody was signed in"
                    : fmt::format("{} is signed out of {}", email, client->url())
  );
  const auto url = client ? client->url() : std::string();
  console.json(fmt::format(R"({{"email":{},"url":{}}})", json_quoted(email), json_quoted(url)));
}

void who_am_i(Console& console, const Place& place) {
  const auto client = known_client(place);
  if (!client) throw Unauthorized(401, "unauthorized", "Nobody is signed in.");
  const auto at =
      client->url().empty() ? "in the data folder " + place.data : "at " + client->url();
  const auto email = client->email();
  if (email.empty()) {
    throw Unauthorized(401, "unauthorized", fmt::format("Nobody is signed in {}.", at));
  }
  const auto* const ended = client->token_expired() ? " (the sign-in has ended)" : "";
  tell(console, *client, fmt::format("{} {}{}", email, at, ended));
}

/// A server has its socket in the folder that it holds.
bool is_served(const std::filesystem::path& folder, std::string_view sentence) {
  std::error_code unknown;
  return sentence.ends_with("is in use by another process.") &&
         std::filesystem::is_socket(folder / "allot.sock", unknown);
}

Client client_in(const Place& place, IfAbsent if_absent) {
  try {
    // How long history is kept is the server's setting, which is not known here.
    return open(
        place.data, {.as = place.as, .create = if_absent == IfAbsent::make, .history_days = 0}
    );
  } catch (const std::runtime_error& error) {
    if (!is_served(place.data, error.what())) throw;
    throw std::runtime_error(fmt::format(
        "{} A server serves it: sign in there, `allot login http://HOST:PORT`, and leave --data "
        "out.",
        error.what()
    ));
  }
}

}  // namespace

Client client_of(const Place& place, IfAbsent if_absent) {
  return place.data.empty() ? connect(where_of(place.url)) : client_in(place, if_absent);
}

void add_signing_in(Verbs& top) {
  const auto take_how = [](Words& words, SignIn& how) {
    words.takes("URL", how.url, "The server (default: the one signed in to last); ALLOT_URL")
        .takes("--email", how.email, "Sign in by password, without a browser")
        .takes("--password-stdin", how.password_stdin, "Read the password from standard input")
        .takes("--select", how.select, "Make it the environment that dtlpy has chosen, too");
  };
  top.add_alone<SignIn>("login", "Sign in to a server, by browser or password", take_how, sign_in);
  top.add_placed("logout", "Forget the sign-in", sign_out);
  top.add_placed("whoami", "Who is signed in, and where", who_am_i);
}

}  // namespace allot::cli
