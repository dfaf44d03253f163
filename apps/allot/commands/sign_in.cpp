#include <fmt/format.h>

#include <cstdlib>
#include <iostream>

#include "allot/embedded.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct SignIn {
  std::string url;
  std::string email;  // "" for the browser
  bool password_stdin = false;
};

/// The server that was named, or that the environment names.
Connect where_of(const std::string& url) {
  const char* const named = std::getenv("ALLOT_URL");
  const char* const ca_file = std::getenv("ALLOT_CA_FILE");
  Connect where{.url = url.empty() && named != nullptr ? named : url, .gate_url = {}};
  if (ca_file != nullptr) where.ca_file = ca_file;
  return where;
}

void tell(Console& console, const std::string& email, const std::string& sentence) {
  console.id(email, sentence);
  console.json(fmt::format(R"({{"email":{}}})", json_quoted(email)));
}

void sign_in(Console& console, const SignIn& how) {
  const auto where = where_of(how.url);
  const auto client = connect(where);
  if (how.email.empty()) {
    console.note("The browser opens the sign-in page; this waits for a minute.");
    if (!client.login()) {
      throw Unauthorized(401, "unauthorized", "Nobody signed in within a minute.");
    }
  } else {
    std::string password;
    if (how.password_stdin) {
      std::getline(std::cin, password);
      if (password.ends_with('\r')) password.pop_back();
    } else {
      password = console.ask_secret(fmt::format("Password of {}: ", how.email));
    }
    if (!client.login_m2m(how.email, password)) {
      throw Unauthorized(401, "unauthorized", "The address or the password is wrong.");
    }
  }
  auto selected = where;  // only now: whoever mistyped an address stays where they were
  selected.select = true;
  (void)connect(selected);
  tell(console, client.email(), fmt::format("signed in as {}", client.email()));
}

void sign_out(Console& console, const Client& client, const Nothing&) {
  const auto email = client.email();
  client.logout();
  tell(
      console,
      email,
      email.empty() ? "nobody was signed in" : fmt::format("{} is signed out", email)
  );
}

void who_am_i(Console& console, const Client& client, const Nothing&) {
  const auto email = client.email();
  if (email.empty()) throw Unauthorized(401, "unauthorized", "Nobody is signed in.");
  tell(
      console,
      email,
      client.token_expired() ? fmt::format("{} (the sign-in has ended)", email) : email
  );
}

}  // namespace

Client client_of(const Place& place) {
  if (!place.data.empty()) return open(place.data, {.as = place.as});
  return connect(where_of(place.url));
}

void add_signing_in(Verbs& top) {
  const auto take_how = [](Words& words, SignIn& how) {
    words.takes("URL", how.url, "The server (default: the one signed in to last); ALLOT_URL")
        .takes("--email", how.email, "Sign in by password, without a browser")
        .takes("--password-stdin", how.password_stdin, "Read the password from standard input");
  };
  const auto take_nothing = [](Words&, Nothing&) {};
  top.add_alone<SignIn>("login", "Sign in to a server, by browser or password", take_how, sign_in);
  top.add<Nothing>("logout", "Forget the sign-in", take_nothing, sign_out);
  top.add<Nothing>("whoami", "Who is signed in", take_nothing, who_am_i);
}

}  // namespace allot::cli
