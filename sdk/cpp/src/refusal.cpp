#include "refusal.h"

#include <boost/json.hpp>

#include "allot/errors.h"
#include "json_text.h"
#include "plans.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

/// What somebody who speaks no JSON says in a short text: a proxy, or a server that was asked by
/// http where it speaks https.
std::string plain_sentence(const TransportResponse& response) {
  constexpr std::size_t short_text = 200;
  const auto type = response.header("content-type").value_or("");
  const auto& text = response.body;
  const bool is_plain = type.starts_with("text/plain") && text.size() <= short_text &&
                        text.find_first_of("\r\n\x1b") == std::string::npos;
  return is_plain ? text : "";
}

}  // namespace

void throw_error(const TransportResponse& response) {
  boost::system::error_code broken;
  const auto body = json::parse(response.body, broken);
  auto message = broken ? std::string() : text_of(body, "message");
  if (message.empty()) message = plain_sentence(response);
  if (message.empty()) message = "The server answered " + std::to_string(response.status) + ".";
  const auto code = broken ? std::string() : text_of(body, "error");
  const auto id = broken ? std::string() : text_of(body, "requestId");
  switch (response.status) {
    case 400: throw BadRequest(400, code, message, id);
    case 401: throw Unauthorized(401, code, message, id);
    case 403: throw Forbidden(403, code, message, id);
    case 404: throw NotFound(404, code, message, id);
    case 409:
      if (code == "plan_changed") throw PlanChanged(message, plan_of(body), id);
      throw Conflict(409, code, message, id);
    case 410: throw Gone(410, code, message, id);
    case 424: throw FailedDependency(424, code, message, id);
    default: break;
  }
  if (response.status >= 500) throw InternalServerError(response.status, code, message, id);
  throw Error(response.status, code, message, id);
}

}  // namespace allot::inline v1
