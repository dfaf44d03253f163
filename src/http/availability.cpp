#include "http/availability.h"

#include "base/text.h"
#include "http/json_body.h"
#include "usecases/members/availability.h"

namespace allot::http::availability {

namespace {

Response response(const std::optional<Availability>& said) {
  JsonWriter json;
  write(json, said);
  return json_response(json.take());
}

Result<SetAvailability> whose(const Request& request) {
  SetAvailability input;
  input.project = any_id<ProjectId>(request.param("id"));
  input.user = TRY(parse_email(request.param("email")));
  return input;
}

Result<std::optional<Time>> time(const JsonBody& body, std::string_view name) {
  constexpr std::int64_t end_of_9999 = 253'402'300'799'999;
  const auto ms = TRY(body.optional_integer(name));
  if (!ms) return std::optional<Time>{};
  if (*ms < 0 || *ms > end_of_9999) {
    return invalid_field(std::string(name), "must be a time in epoch milliseconds");
  }
  return std::optional(from_epoch_ms(*ms));
}

Result<Availability> said_in(const JsonBody& body) {
  const auto from = TRY(time(body, "from"));
  if (!from) return invalid_field("from", "is missing");
  Availability said;
  said.from = *from;
  said.until = TRY(time(body, "until"));
  if (body.has("hoursPerDay")) said.hours_per_day = TRY(body.number("hoursPerDay"));
  return said;
}

Result<Response> set_to(Env& env, const Request& request, const std::optional<Availability>& said) {
  auto input = TRY(whose(request));
  input.said = said;
  TRY(set_availability(env, request.caller, input));
  return response(said);
}

}  // namespace

void write(JsonWriter& json, const std::optional<Availability>& said) {
  json.object([&] {
    if (!said) return;
    json.member_ms("from", said->from);
    if (said->until) json.member_ms("until", *said->until);
    if (said->hours_per_day) json.member("hoursPerDay", *said->hours_per_day);
  });
}

Result<Response> get(Env& env, const Request& request) {
  const auto asked = TRY(whose(request));
  return response(TRY(read_availability(env, request.caller, asked.project, asked.user)));
}

Result<Response> set(Env& env, const Request& request) {
  return set_to(env, request, TRY(said_in(TRY(JsonBody::of(request)))));
}

Result<Response> lift(Env& env, const Request& request) {
  return set_to(env, request, std::nullopt);
}

}  // namespace allot::http::availability
