#include <fmt/format.h>

#include <iostream>

#include "allot/embedded.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct SignIn {
  std::string url;
  std::string email;  // "" for the browser
  bool password_stdin = false;
};

void sign_in(Console& console, const SignIn& how) {
  const auto client = connect({.url = how.url, .gate_url = {}, .select = true});
  if (how.email.empty()) {
    console.note("The browser opens the sign-in page; this waits for a minute.");
    if (!client.login()) {
      throw Unauthorized(401, "unauthorized", "Nobody signed in within a minute.");
    }
  } else {
    if (!how.password_stdin) throw UsageError("Give the password by --password-stdin.");
    std::string password;
    std::getline(std::cin, password);
    if (!client.login_m2m(how.email, password)) {
      throw Unauthorized(401, "unauthorized", "The address or the password is wrong.");
    }
  }
  console.id(client.email(), fmt::format("signed in as {}", client.email()));
}

void sign_out(Console& console, const Client& client, const Nothing&) {
  const auto email = client.email();
  client.logout();
  console.line(email.empty() ? "nobody was signed in" : fmt::format("{} is signed out", email));
}

void who_am_i(Console& console, const Client& client, const Nothing&) {
  const auto email = client.email();
  if (email.empty()) throw Unauthorized(401, "unauthorized", "Nobody is signed in.");
  console.id(
      email, client.token_expired() ? fmt::format("{} (the sign-in has ended)", email) : email
  );
  console.json(fmt::format(R"({{"email":"{}"}})", email));
}

}  // namespace

Client client_of(const Place& place) {
  if (!place.data.empty()) return open(place.data, {.as = place.as});
  return connect({.url = place.url, .gate_url = {}});
}

void add_signing_in(Verbs& top) {
  const auto take_how = [](Words& words, SignIn& how) {
    words.takes("URL", how.url, "The server (default: the one signed in to last)")
        .takes("--email", how.email, "Sign in by password, without a browser")
        .takes("--password-stdin", how.password_stdin, "Read it from standard input");
  };
  const auto take_nothing = [](Words&, Nothing&) {};
  top.add_alone<SignIn>("login", "Sign in to a server, by browser or password", take_how, sign_in);
  top.add<Nothing>("logout", "Forget the sign-in", take_nothing, sign_out);
  top.add<Nothing>("whoami", "Who is signed in", take_nothing, who_am_i);
}

}  // namespace allot::cli
