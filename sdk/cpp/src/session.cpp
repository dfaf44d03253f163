#include "session.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <random>
#include <thread>

#include "json_text.h"
#include "refusal.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds pause_max{30};

std::string new_idempotency_key() {
  std::random_device source;
  std::string key;
  for (int i = 0; i < 4; ++i) {
    char digits[9] = {};
    const auto word = source();
    for (int at = 0; at < 8; ++at) digits[at] = "0123456789abcdef"[(word >> (at * 4)) & 15u];
    key += digits;
  }
  return key;
}

bool is_passing(int status) {
  return status == 502 || status == 503 || status == 504;
}

std::chrono::milliseconds pause_of(
    const TransportResponse& response, std::chrono::milliseconds otherwise
) {
  const auto asked = response.header("retry-after");
  int seconds = 0;
  if (!asked) return otherwise;
  const auto [end, error] = std::from_chars(asked->data(), asked->data() + asked->size(), seconds);
  if (error != std::errc{} || end != asked->data() + asked->size()) return otherwise;
  return std::clamp<std::chrono::milliseconds>(std::chrono::seconds(seconds), otherwise, pause_max);
}

/// Ends with Canceled when the caller wants no more.
void wait(std::chrono::milliseconds pause, const TransportRequest& request) {
  constexpr std::chrono::milliseconds piece{200};
  for (; pause.count() > 0; pause -= piece) {
    if (request.progress && !request.progress(0)) throw Canceled();
    std::this_thread::sleep_for(std::min(pause, piece));
  }
}

}  // namespace

std::unique_ptr<AnswerStream> Transport::open(const TransportRequest& /*request*/) {
  throw Error(0, "no_streams", "This way to the server has no answers that go on.");
}

std::optional<std::string> TransportResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

bool command_has_ended(std::string_view status) {
  constexpr std::array running{
      "created",
      "making-children",
      "waiting-children",
      "in-progress",
      "finalizing",
      "cleaning-up",
      "on-error"
  };
  return std::ranges::find(running, status) == running.end();
}

std::string encoded(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@";
  std::string out;
  for (const char letter : text) {
    if (plain.find(letter) != std::string_view::npos) {
      out += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 15];
    }
  }
  return out;
}

Session::Session(Settings settings) : settings_(std::move(settings)) {}

std::shared_ptr<Session> Session::watched(const OnProgress& progress, Cancellation stop) const {
  auto settings = settings_;
  settings.progress = progress;
  settings.stop = std::move(stop);
  return std::make_shared<Session>(std::move(settings));
}

std::shared_ptr<Session> Session::trying_once() const {
  auto settings = settings_;
  settings.tries = 1;
  return std::make_shared<Session>(std::move(settings));
}

json::value Session::call(std::string_view method, std::string_view path, const json::value* body) {
  TransportRequest request;
  request.method = method;
  request.target = path;
  if (body != nullptr) {
    request.body = to_text(*body);
    request.headers.emplace_back("content-type", "application/json");
  }
  const auto response = send(std::move(request));
  return response.body.empty() ? json::value() : parse_json(response.body);
}

json::value Session::get(std::string_view path, const Query& query) {
  std::string target(path);
  char separator = '?';
  for (const auto& [name, value] : query) {
    target += separator + encoded(name) + "=" + encoded(value);
    separator = '&';
  }
  return call("GET", target, nullptr);
}

json::value Session::post(std::string_view path, const json::value& body) {
  return call("POST", path, &body);
}

json::value Session::patch(std::string_view path, const json::value& body) {
  return call("PATCH", path, &body);
}

json::value Session::put(std::string_view path, const json::value& body) {
  return call("PUT", path, &body);
}

json::value Session::remove(std::string_view path) {
  return call("DELETE", path, nullptr);
}

json::value Session::command(
    std::string_view method, std::string_view path, const json::value& body
) {
  return ended(call(method, path, &body));
}

json::value Session::ended(json::value command) {
  const auto id = text_of(command, "id");
  try {
    command = waited_for(std::move(command));
  } catch (const Canceled&) {
    abort(id);
    throw;
  }
  const auto status = text_of(command, "status");
  if (status == "success") return command;
  const auto reason = text_of(command, "error");
  throw FailedDependency(
      424,
      "command_failed",
      "The command " + id + " ended as " + status + (reason.empty() ? "." : ": " + reason)
  );
}

json::value Session::waited_for(json::value command) {
  TransportRequest patience;
  if (settings_.stop) {
    patience.progress = [stop = *settings_.stop](std::uint64_t) { return !stop.is_canceled(); };
  }
  std::chrono::milliseconds pause{100};
  while (!command_has_ended(text_of(command, "status"))) {
    if (settings_.progress) {
      settings_.progress({.done = count_of(command, "progress"), .total = 100});
    }
    wait(pause, patience);
    pause = std::min<std::chrono::milliseconds>(pause * 2, pause_max);
    command = get("/commands/" + text_of(command, "id"));
  }
  return command;
}

/// Nobody waits for it any more; what it did stays done.
void Session::abort(const std::string& command_id) {
  TransportRequest request;
  request.method = "POST";
  request.target = "/commands/" + command_id + "/abort";
  request.body = "{}";
  request.headers.emplace_back("content-type", "application/json");
  try {
    (void)try_again_and_again(signed_request(std::move(request)), *settings_.transport);
  } catch (const Error&) {
    // The caller hears of the cancellation; the command ends by itself.
  }
}

TransportRequest Session::signed_request(TransportRequest request) {
  request.target = settings_.api_path + request.target;
  request.headers.emplace_back("authorization", "Bearer " + valid_token());
  if (request.method != "GET") {
    request.headers.emplace_back("idempotency-key", new_idempotency_key());
  }
  return request;
}

TransportResponse Session::send(TransportRequest request) {
  if (settings_.stop) {
    if (settings_.stop->is_canceled()) throw Canceled();
    request.progress = [stop = *settings_.stop, given = request.progress](std::uint64_t sent) {
      return !stop.is_canceled() && (!given || given(sent));
    };
  }
  auto response = try_again_and_again(signed_request(std::move(request)), *settings_.transport);
  if (response.status < 200 || response.status > 299) throw_error(response);
  return response;
}

std::unique_ptr<AnswerStream> Session::open(TransportRequest request) {
  require_wanted();
  if (settings_.stop) {
    request.progress = [stop = *settings_.stop](std::uint64_t) { return !stop.is_canceled(); };
  }
  auto stream = settings_.transport->open(signed_request(std::move(request)));
  const auto& head = stream->head();
  if (head.status < 200 || head.status > 299) throw_error(head);
  return stream;
}

void Session::require_wanted() const {
  if (settings_.stop && settings_.stop->is_canceled()) throw Canceled();
}

TransportResponse Session::try_again_and_again(TransportRequest request, Transport& transport) {
  bool has_given = false;  // what the sink has taken cannot be taken back
  if (request.sink) {
    request.sink = [&has_given, sink = std::move(request.sink)](std::string_view piece) {
      has_given = true;
      sink(piece);
    };
  }
  auto pause = settings_.retry_pause;
  for (int left = settings_.tries;; --left) {
    auto next = pause;
    try {
      auto response = transport.send(request);
      if (!is_passing(response.status) || left <= 1) return response;
      next = pause_of(response, pause);
    } catch (const CertificateRefused&) {
      throw;
    } catch (const ConnectionFailed&) {
      if (left <= 1 || has_given) throw;
    }
    wait(next, request);
    pause *= 2;
  }
}

}  // namespace allot::inline v1
