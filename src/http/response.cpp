#include "http/response.h"

#include "base/json_writer.h"

namespace allot::http {

Response json_response(std::string body, int status) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  return std::move(response.with("content-type", "application/json"));
}

Response html_response(std::string body, int status) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.with("content-type", "text/html; charset=utf-8");
  response.with("x-content-type-options", "nosniff");
  response.with("referrer-policy", "no-referrer");
  return std::move(response.with("cache-control", "no-store"));
}

Response no_content() {
  return {.status = 204, .headers = {}, .body = std::string{}};
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return 400;
    case ErrorCode::unauthorized: return 401;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::method_not_allowed: return 405;
    case ErrorCode::timed_out: return 408;
    case ErrorCode::conflict:
    case ErrorCode::plan_changed:
    case ErrorCode::not_undoable: return 409;
    case ErrorCode::key_reused: return 409;
    case ErrorCode::gone: return 410;
    case ErrorCode::too_large: return 413;
    case ErrorCode::range_not_satisfiable: return 416;
    case ErrorCode::internal: return 500;
    case ErrorCode::unavailable: return 503;
  }
  return 500;
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::unauthorized: return "unauthorized";
    case ErrorCode::forbidden: return "forbidden";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::method_not_allowed: return "method_not_allowed";
    case ErrorCode::timed_out: return "timed_out";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::plan_changed: return "plan_changed";
    case ErrorCode::not_undoable: return "not_undoable";
    case ErrorCode::key_reused: return "key_reused";
    case ErrorCode::gone: return "gone";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::range_not_satisfiable: return "range_not_satisfiable";
    case ErrorCode::internal: return "internal";
    case ErrorCode::unavailable: return "unavailable";
  }
  return "internal";
}

Response error_response(const Error& error, std::string_view request_id) {
  const int status = status_of(error.code);
  JsonWriter json;
  json.object([&] {
    json.member("statusCode", status);
    json.member("error", name_of(error.code));
    json.member("message", error.message);
    if (!error.fields.empty()) {
      json.member_array("fields", [&] {
        for (const auto& field : error.fields) {
          json.object([&] { json.member("path", field.path).member("reason", field.reason); });
        }
      });
    }
    json.member("requestId", request_id);
  });
  auto response = json_response(json.take(), status);
  if (error.code == ErrorCode::unavailable) response.with("retry-after", "1");
  return response;
}

}  // namespace allot::http
