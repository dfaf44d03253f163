#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "allot/calls.h"
#include "allot/errors.h"
#include "allot/transport.h"

namespace allot::inline v1 {

struct Tokens {
  std::string token;
  std::string refresh_token;
};

/// Where tokens are kept between runs. Thread-safe.
class TokenStore {
 public:
  virtual ~TokenStore() = default;
  [[nodiscard]] virtual Tokens load() = 0;
  virtual void save(const Tokens& tokens) = 0;

  /// Takes away what signing in has left.
  virtual void forget() { save({}); }
};

/// Keeps them as long as the process.
class TokensInMemory final : public TokenStore {
 public:
  [[nodiscard]] Tokens load() override { return tokens_; }

  void save(const Tokens& tokens) override { tokens_ = tokens; }

 private:
  Tokens tokens_;
};

using Query = std::vector<std::pair<std::string, std::string>>;

/// What clients and entities share: credentials, retries, commands. Thread-safe.
class Session {
 public:
  struct Settings {
    std::shared_ptr<Transport> transport;
    std::shared_ptr<Transport> gate = nullptr;  // for /token; default: `transport`
    std::shared_ptr<TokenStore> tokens;
    std::string api_path = "/api/v1";            // before every path
    std::string gate_path;                       // before /login and /token
    std::string gate_url;                        // for the browser; "" when there is none
    std::chrono::milliseconds retry_pause{200};  // doubled by each further try
    int tries = 6;
    OnProgress progress;  // of commands, in percent
    std::optional<Cancellation> stop;
    std::shared_ptr<std::mutex> renewing = std::make_shared<std::mutex>();
  };

  explicit Session(Settings settings);

  /// The answer's JSON. Throws errors.h. `path` is below the API, encoded.
  [[nodiscard]] boost::json::value get(std::string_view path, const Query& query = {});
  boost::json::value post(std::string_view path, const boost::json::value& body);
  boost::json::value patch(std::string_view path, const boost::json::value& body);
  boost::json::value put(std::string_view path, const boost::json::value& body);
  boost::json::value remove(std::string_view path);

  /// A change that answers a command: waits until it has ended well and gives it.
  boost::json::value command(
      std::string_view method, std::string_view path, const boost::json::value& body
  );

  /// Waits until a command has ended well and gives it.
  [[nodiscard]] boost::json::value ended(boost::json::value command);

  /// Any request below the API, with credentials and retries. A change gets an Idempotency-Key of
  /// its own, so trying again does nothing twice. Throws for a status other than 2xx.
  TransportResponse send(TransportRequest request);

  /// A GET whose answer goes on, with credentials; tried once. Throws for a status other than 2xx.
  [[nodiscard]] std::unique_ptr<AnswerStream> open(TransportRequest request);

  /// How often something is tried, and the pause before the second try.
  [[nodiscard]] int tries() const { return settings_.tries; }

  [[nodiscard]] std::chrono::milliseconds retry_pause() const { return settings_.retry_pause; }

  /// Throws Canceled when nobody wants more.
  void require_wanted() const;

  /// The same, with its own progress and cancellation.
  [[nodiscard]] std::shared_ptr<Session> watched(const OnProgress& progress, Cancellation stop)
      const;

  /// The same, with one try for each request.
  [[nodiscard]] std::shared_ptr<Session> trying_once() const;

  // Credentials
  [[nodiscard]] bool token_expired();
  /// Both keep the new tokens, or throw SignInFailed and keep those that are there.
  void sign_in(const std::string& email, const std::string& password);
  void sign_in_by(const std::string& token);
  void sign_out();
  void set_tokens(const Tokens& tokens);
  [[nodiscard]] std::string email();

  [[nodiscard]] const std::string& gate_url() const { return settings_.gate_url; }

 private:
  /// After ConnectionFailed, and while the server says that it is unavailable. Not once the sink
  /// has bytes.
  TransportResponse try_again_and_again(TransportRequest request, Transport& transport);

  [[nodiscard]] Transport& gate() const {
    return settings_.gate ? *settings_.gate : *settings_.transport;
  }

  /// A token that lasts another minute. Throws TokenExpired.
  [[nodiscard]] std::string valid_token();
  [[nodiscard]] bool renew(Tokens& tokens);
  boost::json::value call(
      std::string_view method, std::string_view path, const boost::json::value* body
  );

  /// Asks for the command until it has ended.
  boost::json::value waited_for(boost::json::value command);
  void abort(const std::string& command_id);
  [[nodiscard]] TransportRequest signed_request(TransportRequest request);

  const Settings settings_;
};

/// Is it none of the words of a running command?
[[nodiscard]] bool command_has_ended(std::string_view status);

/// `text` percent-encoded for a path segment or a query value.
[[nodiscard]] std::string encoded(std::string_view text);

}  // namespace allot::inline v1
