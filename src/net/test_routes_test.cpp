// Stands in for http/routes.cpp: the linker takes these two functions and leaves that file in its
// library. So the server is tested with handlers that do what a test needs, and every lane and kind
// of body.

#include <fmt/format.h>

#include "base/check.h"
#include "base/patience.h"
#include "http/events.h"
#include "http/parameters.h"
#include "http/places.h"
#include "net/test_server.h"

namespace allot::http {

namespace {

Result<Response> quick(Env&, const Request&) {
  return json_response(R"({"quick":true})");
}

std::string counted(std::size_t bytes) {
  std::string text = "[0";
  for (int i = 1; text.size() < bytes; ++i) text += "," + std::to_string(i);
  return text + "]";
}

/// A JSON text of about `?bytes=`; `?secret`, `?type=`, `?tag`, `?weak` are headers.
Result<Response> text(Env&, const Request& request) {
  const Parameters asked(request);
  auto response = json_response(counted(std::stoul(asked.text("bytes"))));
  if (asked.flag("secret").value()) response.with("cache-control", "no-store");
  if (asked.flag("cookie").value()) response.with("set-cookie", "a=b");
  if (asked.flag("tag").value()) response.with("etag", "\"1\"");
  if (asked.flag("weak").value()) response.with("etag", "W/\"1\"");
  if (const auto type = asked.text("type"); !type.empty()) {
    response.headers.front().second = type;
  }
  return response;
}

Result<Response> mark(Env&, const Request&) {
  net::count_mark();
  return json_response("{}");
}

Result<Response> big(Env&, const Request&) {
  return json_response(std::string(64u << 20, 'x'));
}

Result<Response> echo(Env&, const Request& request) {
  return json_response(std::string(request.body));
}

Result<Response> write_something(Env&, const Request& request) {
  if (request.body == "break") throw StoreFailure("the disk is gone");
  return json_response(R"({"written":true})", 201);
}

std::chrono::milliseconds hold_as_asked(Env&, const Request& request) {
  return request.body == "briefly" ? std::chrono::milliseconds{1} : std::chrono::hours{1};
}

Result<Response> wait_at_gate(Env&, const Request&) {
  net::gate().pass();
  return json_response(R"({"waited":true})");
}

/// Reads for as long as somebody may want it.
Result<Response> read_on(Env&, const Request&) {
  net::gate().pass();
  if (net::eventually([] { return Patience::is_over(); })) net::count_mark();
  Patience::require();
  return no_content();
}

bool is_easy(const Request& request) {
  return request.body == "easy";
}

Result<Response> stream(Env&, const Request& request) {
  auto left = std::make_shared<int>(3);
  const bool breaks = Parameters(request).flag("breaks").value();
  const bool is_withheld = Parameters(request).flag("withheld").value();
  auto is_ready = std::make_shared<bool>(false);
  PullStream pull = [left, breaks, is_withheld, is_ready]() -> std::optional<std::string> {
    *is_ready = !*is_ready;
    if (!*is_ready) return "";  // every other time there is nothing yet
    if (breaks && *left == 1) throw std::runtime_error("the rows are gone");
    if (is_withheld && *left == 1) throw StreamWithheld("it is not yours any more");
    if (*left == 0) return std::nullopt;
    return fmt::format("piece {};", --*left);
  };
  return Response{.status = 200, .headers = {}, .body = std::move(pull)};
}

/// Marks its end.
struct Told {
  Told() = default;

  ~Told() { net::count_mark(); }

  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

  bool is_asked = false;
};

/// Has nothing to say for as long as it is asked.
Result<Response> stream_nothing(Env&, const Request&) {
  const auto told = std::make_shared<Told>();
  PullStream pull = [told]() -> std::optional<std::string> {
    if (!std::exchange(told->is_asked, true)) net::gate().pass();
    return "";
  };
  return Response{.status = 200, .headers = {}, .body = std::move(pull)};
}

Result<Response> program(Env&, const Request&) {
  const std::filesystem::path file = "/proc/self/exe";
  return Response{
      .status = 200,
      .headers = {},
      .body = FileRange{.path = file, .offset = 0, .length = std::filesystem::file_size(file)}
  };
}

Result<Response> lost_file(Env&, const Request&) {
  return Response{.status = 200, .headers = {}, .body = FileRange{"/nowhere", 0, 10}};
}

Result<Response> upload(Env&, const Request& request) {
  std::string told(request.body);
  for (const auto& part : request.parts) {
    told += fmt::format("{}:{};", part.name, part.file ? part.file->size() : part.bytes.size());
  }
  return json_response(told);
}

Result<Response> peer(Env&, const Request& request) {
  return json_response(request.head.peer);
}

Result<Response> meet_a_bug(Env&, const Request&) {
  CHECK(1 + 1 == 3);
  return no_content();
}

using enum Method;

constexpr Route table[] = {
    {get, "/here", Lane::here, Verb::public_, BodyKind::none, quick},
    {get, "/quick", Lane::read, Verb::public_, BodyKind::none, quick},
    {get, "/text", Lane::read, Verb::public_, BodyKind::none, text},
    {get, "/slowtext", Lane::slow, Verb::public_, BodyKind::none, text},
    {get, "/mark", Lane::read, Verb::public_, BodyKind::none, mark},
    {get, "/big", Lane::read, Verb::public_, BodyKind::none, big},
    {post, "/form", Lane::read, Verb::public_, BodyKind::form, echo},
    {get, "/bug", Lane::read, Verb::public_, BodyKind::none, meet_a_bug},
    {get, "/peer", Lane::read, Verb::public_, BodyKind::none, peer},
    {post, "/quick", Lane::read, Verb::public_, BodyKind::none, quick},
    {post, "/echo", Lane::read, Verb::public_, BodyKind::json, echo},
    {post, "/unread", Lane::read, Verb::public_, BodyKind::none, echo},
    {get, "/unread", Lane::read, Verb::public_, BodyKind::none, echo},
    {post, "/held", Lane::slow, Verb::public_, BodyKind::json, echo, nullptr, hold_as_asked},
    {post, "/write", Lane::write, Verb::public_, BodyKind::json, write_something, nowhere},
    {get, "/gate", Lane::slow, Verb::public_, BodyKind::none, wait_at_gate},
    {get, "/read/on", Lane::slow, Verb::public_, BodyKind::none, read_on},
    {get, "/gate/here", Lane::here, Verb::public_, BodyKind::none, wait_at_gate},
    {post, "/gate", Lane::write, Verb::public_, BodyKind::json, wait_at_gate, nowhere},
    {post,
     "/password",
     Lane::password,
     Verb::public_,
     BodyKind::json,
     wait_at_gate,
     nullptr,
     nullptr,
     is_easy},
    {get, "/stream", Lane::slow, Verb::public_, BodyKind::none, stream},
    {get, "/stream/nothing", Lane::slow, Verb::public_, BodyKind::none, stream_nothing},
    {get, "/program", Lane::read, Verb::public_, BodyKind::none, program},
    {get, "/lost", Lane::read, Verb::public_, BodyKind::none, lost_file},
    {post, "/upload", Lane::slow, Verb::public_, BodyKind::upload, upload},
    {get,
     "/events",
     Lane::read,
     Verb::own_account,
     BodyKind::none,
     events::read,
     nullptr,
     nullptr,
     nullptr,
     events::is_for_page},
    {post, "/private", Lane::slow, Verb::own_account, BodyKind::upload, upload},
};

}  // namespace

std::span<const Route> api_routes() {
  return {};
}

std::span<const Route> root_routes() {
  return table;
}

}  // namespace allot::http
