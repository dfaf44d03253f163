#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "allot/embedded.h"
#include "commands/addresses.h"
#include "commands/table.h"
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

/// "http://127.0.0.1:8080 (ada@example.org)"
std::string told(const KnownSignIn& known) {
  return known.email.empty() ? known.url : fmt::format("{} ({})", known.url, known.email);
}

/// Where nobody is meant by now, though they may be.
void tell_of_others(Console& console) {
  const auto known = known_sign_ins();
  if (known.empty() || std::ranges::any_of(known, &KnownSignIn::is_default)) return;
  std::vector<std::string> others;
  for (const auto& each : known) others.push_back(told(each));
  console.note(fmt::format(
      "Still signed in: {}; `allot use {}` goes on there.",
      fmt::join(others, ", "),
      known.front().url
  ));
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
  if (place.data.empty()) tell_of_others(console);
}

void who_am_i(Console& console, const Place& place) {
  const auto client = known_client(place);
  if (!client) {
    const auto* const elsewhere =
        known_sign_ins().empty() ? "" : " `allot use` lists where somebody still is.";
    throw Unauthorized(401, "unauthorized", fmt::format("Nobody is signed in.{}", elsewhere));
  }
  const auto at =
      client->url().empty() ? "in the data folder " + place.data : "at " + client->url();
  const auto email = client->email();
  if (email.empty()) {
    throw Unauthorized(401, "unauthorized", fmt::format("Nobody is signed in {}.", at));
  }
  const auto* const ended = client->token_expired() ? " (the sign-in has ended)" : "";
  tell(console, *client, fmt::format("{} {}{}", email, at, ended));
}

void print_sign_ins(Console& console) {
  std::vector<std::string> texts;
  Table table({"SERVER", "PERSON", "STATE"});
  for (const auto& each : known_sign_ins()) {
    table.row({each.url, each.email, each.is_default ? "in use" : ""});
    texts.push_back(fmt::format(
        R"({{"url":{},"email":{},"isDefault":{}}})",
        json_quoted(each.url),
        json_quoted(each.email),
        each.is_default
    ));
    if (console.is_quiet()) console.id(each.url, {});
  }
  if (texts.empty()) {
    console.line("Nobody is signed in anywhere; `allot login URL` signs in.");
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

/// Goes on at a server that was signed in to before.
void use(Console& console, const std::string& url) {
  if (url.empty()) return print_sign_ins(console);
  auto where = where_of(url);
  const auto client = connect(where);
  if (client.email().empty()) {
    throw not_signed_in(
        fmt::format("Nobody is signed in at {0}; `allot login {0}` signs in.", client.url())
    );
  }
  where.remember = true;
  (void)connect(where);
  tell(console, client, fmt::format("{} at {}", client.email(), client.url()));
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
  top.add_placed(
      "logout", "Forget the sign-in; then nobody is signed in until `login` or `use`", sign_out
  );
  const auto take_url = [](Words& words, std::string& url) {
    words.takes("URL", url, "A server that is signed in to (default: list them, and who)");
  };
  top.add_alone<std::string>(
      "use", "Go on at another server that is signed in to, or list them", take_url, use
  );
  top.add_placed("whoami", "Who is signed in, and where", who_am_i);
}

}  // namespace allot::cli
