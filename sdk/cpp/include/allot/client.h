#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/commands.h"
#include "allot/errors.h"
#include "allot/events.h"
#include "allot/inbox.h"
#include "allot/operations.h"
#include "allot/projects.h"
#include "allot/transport.h"

namespace allot::inline v1 {

/// How a person signs in by a browser.
struct Login {
  /// Opens the page; default: the system's browser. The address is printed as well.
  std::function<void(const std::string& url)> open_page;
  unsigned short port = 3001;  // where this process listens for the answer, on loopback alone
  std::chrono::seconds patience{60};

  /// Whether the default can open a page here: $BROWSER, or a desktop with xdg-open.
  [[nodiscard]] static bool has_browser();
};

/// One person at one server; the way in to everything else.
///
/// Thread-safe: a client, and whatever came from it, may be used from several threads at once, as
/// long as nobody assigns to the very object that another thread reads. Copies share sign-in and
/// connections. Calls block, and throw what errors.h lists.
class Client {
 public:
  /// Made by `connect` and `open`.
  explicit Client(std::shared_ptr<Session> session);

  Projects projects;
  Datasets datasets;
  Tasks tasks;
  Assignments assignments;
  Items items;
  Commands commands;
  Events events;
  Inbox inbox;

  /// The assignments of whoever is signed in, of all projects, in the order in which they are to be
  /// worked: higher priority first, then the earlier due date. `active`: unfinished ones of tasks
  /// that are not dismissed, or the others; nothing: all.
  [[nodiscard]] std::vector<Assignment> my_assignments(std::optional<bool> active = true) const;
  Operations operations;

  /// The same client for calls that are watched: commands that take long tell their percent, and
  /// every call ends with Canceled once `stop` says so (a command is aborted then; what it did
  /// stays done). Holds for whatever comes from it.
  [[nodiscard]] Client watched(const OnProgress& progress, Cancellation stop = {}) const;

  /// The same client for calls that are made again anyway: what gets no answer, or hears that the
  /// server is unavailable, throws at once instead of after several tries. Holds for whatever comes
  /// from it.
  [[nodiscard]] Client trying_once() const;

  /// True when there is no token, or it ends within a minute and cannot be renewed.
  [[nodiscard]] bool token_expired() const;

  // Each of these signs in, and throws SignInFailed when it does not; then nothing has changed. The
  // tokens are kept where dtlpy finds them.

  /// Opens the sign-in page in a browser and waits until the person has signed in.
  void login(const Login& how = {}) const;
  /// By address and password.
  void login_m2m(const std::string& email, const std::string& password) const;
  /// By a token, or an API key.
  void login_token(const std::string& token) const;

  /// Forgets the tokens on this machine, and what else signing in to this server has left there:
  /// the choice that `remember` and `select` made is as it was before. Where whoever names no
  /// server meant this one, they mean none from now on, until one is signed in to, remembered or
  /// selected: never another that somebody is signed in to.
  void logout() const;
  /// The address of whoever is signed in; "" when nobody is.
  [[nodiscard]] std::string email() const;
  /// Whether somebody with this address has an account here, or was invited to one.
  [[nodiscard]] bool has_account(const std::string& email) const;
  /// Where the server's pages are: http(s)://HOST[:PORT]; "" for a data folder.
  [[nodiscard]] std::string url() const;

 private:
  std::shared_ptr<Session> session_;
};

struct Connect {
  std::string url;       // the API: http(s)://HOST[:PORT]/api/v1; "" for the one remembered, else
                         // the one dtlpy has selected
  std::string gate_url;  // where /login and /token are; default: the server of `url`
  bool verify_tls = true;
  std::chrono::milliseconds timeout{120'000};  // without a byte
  bool remember = false;  // from now on the server of whoever names none; dtlpy's choice stays
  bool select = false;    // the same, and dtlpy's choice too
  /// dtlpy's own file by default (`cookie.json` in $DATALOOP_PATH or ~/.dataloop), so that a person
  /// signs in once; an empty path keeps nothing.
  std::filesystem::path settings_file = default_settings_file();
  /// PEM certificates to trust instead of the system's, for a server whose own are signed by nobody
  /// known. Default: the system's.
  std::filesystem::path ca_file;

  [[nodiscard]] static std::filesystem::path default_settings_file();
};

/// Somebody's sign-in that a settings file keeps.
struct KnownSignIn {
  std::string url;          // the server: http(s)://HOST[:PORT]
  std::string email;        // "" where its token tells none
  bool is_default = false;  // it is taken by whoever names no server
};

/// All of them, by address of the server; also those that have ended. Throws std::runtime_error (a
/// settings file that cannot be read).
[[nodiscard]] std::vector<KnownSignIn> known_sign_ins(
    const std::filesystem::path& settings_file = Connect::default_settings_file()
);

/// A client of the server at `url`. No request is sent. Throws BadRequest (no URL, or one that is
/// none) and std::runtime_error (a settings file that cannot be read).
[[nodiscard]] Client connect(const Connect& where);

}  // namespace allot::inline v1
