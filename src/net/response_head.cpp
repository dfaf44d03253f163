#include "net/response_head.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <string_view>
#include <utility>
#include <variant>

#include "base/json_writer.h"
#include "base/text.h"

namespace allot::net {

namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

/// Would it end a line early, or name no header at all?
bool breaks_the_form(const std::pair<std::string, std::string>& header) {
  const auto& [name, value] = header;
  return name.empty() || name.find_first_of(" :\t") != std::string::npos ||
         has_control_characters(name) || has_control_characters(value);
}

/// Statuses that no use case has.
http::Response protocol_error(
    int status, ErrorCode code, std::string_view message, std::string_view request_id
) {
  JsonWriter json;
  json.object([&] {
    json.member("statusCode", status);
    json.member("error", http::name_of(code));
    json.member("message", message);
    json.member("requestId", request_id);
  });
  return http::json_response(json.take(), status);
}

/// What every answer carries unless it says otherwise: browsers take its type as it is, tell nobody
/// where they came from, and keep nothing.
constexpr std::pair<std::string_view, std::string_view> defaults[] = {
    {"x-content-type-options", "nosniff"},
    {"referrer-policy", "no-referrer"},
    {"cache-control", "no-store"},
};

bool has_header(const http::Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const auto& header) {
    return to_lower(header.first) == name;
  });
}

}  // namespace

std::string http_date(Time time) {
  // A second's text serves all answers of that second on this thread.
  thread_local std::time_t last = -1;
  thread_local std::string text;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  if (seconds == last) return text;
  last = seconds;
  std::tm parts{};
  ::gmtime_r(&last, &parts);
  return text = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", parts);
}

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::optional<std::uint64_t> body_length(const http::Response& response) {
  if (const auto* bytes = std::get_if<std::string>(&response.body)) return bytes->size();
  if (const auto* range = std::get_if<http::FileRange>(&response.body)) return range->length;
  return std::nullopt;
}

std::string render_head(const http::Response& response, const Framing& framing) {
  auto out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  for (const auto& header : response.headers) {
    if (!breaks_the_form(header)) out += fmt::format("{}: {}\r\n", header.first, header.second);
  }
  for (const auto& [name, value] : defaults) {
    if (!has_header(response, name)) out += fmt::format("{}: {}\r\n", name, value);
  }
  out += fmt::format(
      "x-request-id: {}\r\nDate: {}\r\nConnection: {}\r\n",
      framing.request_id,
      http_date(framing.now),
      framing.keep_alive ? "keep-alive" : "close"
  );
  if (may_have_body(response.status)) {
    if (const auto length = body_length(response)) {
      out += fmt::format("Content-Length: {}\r\n", *length);
    } else if (!framing.is_http_1_0) {
      out += "Transfer-Encoding: chunked\r\n";
    }
  }
  return out += "\r\n";
}

std::string render_chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

http::Response head_too_long(std::string_view request_id, const HeadLimits& limits) {
  return protocol_error(
      431,
      ErrorCode::too_large,
      fmt::format(
          "The request's head is over the limit of {} bytes or {} headers.",
          limits.bytes,
          limits.headers
      ),
      request_id
  );
}

http::Response expectation_failed(std::string_view request_id) {
  return protocol_error(
      417, ErrorCode::invalid, "The only expectation that can be met is `100-continue`.", request_id
  );
}

}  // namespace allot::net
