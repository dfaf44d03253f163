#include "http/events.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/text.h"
#include "http/event_feed.h"
#include "http/events_json.h"
#include "http/parameters.h"
#include "usecases/accounts/authenticate.h"
#include "usecases/events/read.h"

namespace allot::http::events {

namespace {

constexpr std::size_t topics_max = 100;
constexpr std::uint64_t page_events = 100;
constexpr std::uint64_t page_events_max = 1'000;

Result<Done> add_topic(EventTopics& topics, const std::string& text) {
  constexpr std::string_view task = "task:";
  constexpr std::string_view project = "project:";
  if (text == "me") {
    topics.me = true;
  } else if (text.starts_with(task)) {
    topics.tasks.push_back(TRY(parse_id<TaskId>(text.substr(task.size()), "task", "topics")));
  } else if (text.starts_with(project)) {
    topics.projects.push_back(any_id<ProjectId>(text.substr(project.size())));
  } else {
    return invalid_field("topics", "must be some of `task:ID`, `project:ID` and `me`");
  }
  return Done{};
}

Result<EventTopics> topics_of(const Request& request) {
  const auto texts = Parameters(request).any_ids("topics");
  if (texts.size() > topics_max) return invalid_field("topics", "must not name more than 100");
  EventTopics topics;
  for (const auto& text : texts) TRY(add_topic(topics, text));
  return topics;
}

/// What a client says by itself when it comes back.
Result<std::optional<std::int64_t>> last_event_id(const Request& request) {
  const auto text = trimmed(request.header("last-event-id"));
  if (text.empty()) return std::optional<std::int64_t>{};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
    return invalid_field("Last-Event-ID", "must be the number of an event");
  }
  return std::optional(number);
}

Result<std::optional<std::int64_t>> after_of(const Request& request) {
  const Parameters asked(request);
  constexpr Bounds numbers{.most = std::uint64_t(std::numeric_limits<std::int64_t>::max())};
  const auto number = TRY(asked.count("after", 0, numbers));
  const auto last = TRY(last_event_id(request));
  if (last) return last;
  if (asked.text("after").empty()) return std::optional<std::int64_t>{};
  return std::optional(static_cast<std::int64_t>(number));
}

Result<Response> page(Env& env, const Request& request, const ReadEvents& input) {
  const auto size = TRY(Parameters(request).count("pageSize", page_events));
  const auto count = std::min(size, page_events_max);
  const auto seen = TRY(read_events(env, request.caller, input, count));
  JsonWriter json;
  json.object([&] {
    json.member_array("items", [&] {
      for (const auto& event : seen.events) write_event(json, event);
    });
    json.member("next", seen.next);
  });
  return json_response(json.take());
}

Result<Response> stream(Env& env, const Request& request, ReadEvents input) {
  EventReading reading;
  reading.who = TRY(claims_of(env, request.header("authorization")));
  reading.after = TRY(allot::read(env.store, [&](const Transaction& tx) {
    return place_to_begin(tx, request.caller, input);
  }));
  reading.topics = std::move(input.topics);
  Response response;
  response.body = EventStream{std::make_shared<const EventReading>(std::move(reading))};
  response.with("content-type", "text/event-stream");
  response.with("x-accel-buffering", "no");  // for proxies that gather answers up
  return response;
}

}  // namespace

bool is_for_page(const Request& request) {
  const auto accept = to_lower(request.header("accept"));
  return accept.find("application/json") != std::string::npos &&
         accept.find("text/event-stream") == std::string::npos;
}

Result<Response> read(Env& env, const Request& request) {
  ReadEvents input;
  input.topics = TRY(topics_of(request));
  input.after = TRY(after_of(request));
  auto response = is_for_page(request) ? TRY(page(env, request, input))
                                       : TRY(stream(env, request, std::move(input)));
  return std::move(response.with("vary", "accept"));
}

}  // namespace allot::http::events
