#include "allot/events.h"

#include <algorithm>
#include <boost/json.hpp>
#include <thread>
#include <utility>

#include "allot/errors.h"
#include "event_json.h"
#include "event_lines.h"
#include "json_text.h"
#include "session.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds pause_max{30'000};
/// So often it looks whether somebody still waits.
constexpr milliseconds look_every{200};

std::string topics_of(const Listen& to) {
  std::string topics;
  const auto add = [&](const std::string& topic) { topics += (topics.empty() ? "" : ",") + topic; };
  for (const auto& id : to.task_ids) add("task:" + id);
  for (const auto& id : to.project_ids) add("project:" + id);
  if (to.me) add("me");
  return topics;
}

std::string target_of(const Listen& to) {
  const auto topics = topics_of(to);
  return topics.empty() ? "/events" : "/events?topics=" + encoded(topics);
}

/// The server, or what is between, is gone for a while: it is worth coming back.
bool is_passing(const InternalServerError& error) {
  return error.status() >= 502 && error.status() <= 504;
}

}  // namespace

Event event_of(std::int64_t number, std::string kind, const json::value& data) {
  return {
      .number = number,
      .kind = std::move(kind),
      .resource = text_of(data, "resource"),
      .action = text_of(data, "action"),
      .id = text_of(data, "id"),
      .project_id = text_of(data, "project"),
      .task_id = text_of(data, "task"),
      .actor = text_of(data, "actor"),
      .at = Time(milliseconds(count_of(data, "at"))),
      .detail_json = json_of(data, "detail")
  };
}

struct EventRange::State {
  std::shared_ptr<Session> session;
  std::string target;
  std::optional<std::int64_t> place;  // behind what was given
  EventLines lines;
  std::unique_ptr<AnswerStream> stream;
  int failures = 0;                   // one after the other
  SteadyClock::time_point open_at{};  // not before

  std::optional<Event> next(std::optional<milliseconds> wait) {
    const auto end = SteadyClock::now() + wait.value_or(milliseconds{0});
    for (;;) {
      session->require_wanted();
      if (auto event = lines.take()) {
        place = event->number;
        return event;
      }
      const auto now = SteadyClock::now();
      const auto left = std::chrono::duration_cast<milliseconds>(end - now);
      const auto pause = wait ? std::clamp(left, milliseconds{0}, look_every) : look_every;
      if (stream || now >= open_at) {
        read(pause);
      } else {
        std::this_thread::sleep_for(pause);
      }
      if (wait && left.count() <= 0 && !has_event()) return std::nullopt;
    }
  }

  /// Whatever comes within the pause.
  void read(milliseconds pause) {
    try {
      if (!stream) open();
      const auto bytes = stream->next(pause);
      if (!bytes) return come_back_later();
      if (bytes->empty()) return;
      lines.put(*bytes);
      failures = 0;
      if (lines.place() && !has_event()) place = lines.place();
    } catch (const CertificateRefused&) {
      throw;
    } catch (const ConnectionFailed&) {
      fail();
    } catch (const InternalServerError& error) {
      if (!is_passing(error)) throw;
      fail();
    }
  }

  void open() {
    TransportRequest request;
    request.target = target;
    request.headers.emplace_back("accept", "text/event-stream");
    if (place) request.headers.emplace_back("last-event-id", std::to_string(*place));
    lines = {};  // half an event goes with the answer that it came with
    stream = session->open(std::move(request));
  }

  /// Within a `catch`: throws on when it was tried often enough.
  void fail() {
    stream.reset();
    if (++failures >= session->tries()) throw;
    come_back_later();
  }

  void come_back_later() {
    stream.reset();
    const auto pause = session->retry_pause() * (1 << std::min(failures, 8));
    open_at = SteadyClock::now() + std::min<milliseconds>(pause, pause_max);
  }

  [[nodiscard]] bool has_event() const { return lines.has_event(); }
};

EventRange::EventRange(std::shared_ptr<Session> session, const Listen& to)
    : state_(std::make_unique<State>()) {
  state_->session = std::move(session);
  state_->target = target_of(to);
  state_->place = to.after;
}

EventRange::EventRange(EventRange&& other) noexcept = default;
EventRange& EventRange::operator=(EventRange&& other) noexcept = default;
EventRange::~EventRange() = default;

Event EventRange::next() {
  return *state_->next(std::nullopt);
}

std::optional<Event> EventRange::next(milliseconds wait) {
  return state_->next(wait);
}

std::optional<std::int64_t> EventRange::place() const {
  return state_->place;
}

EventRange Events::listen(const Listen& to) const {
  return {session_, to};
}

EventPage Events::page(const Listen& from, std::size_t count) const {
  TransportRequest request;
  request.target = target_of(from);
  request.target += request.target.find('?') == std::string::npos ? '?' : '&';
  request.target += "pageSize=" + std::to_string(count);
  if (from.after) request.target += "&after=" + std::to_string(*from.after);
  request.headers.emplace_back("accept", "application/json");
  const auto answer = parse_json(session_->send(std::move(request)).body);
  EventPage page;
  page.next = static_cast<std::int64_t>(count_of(answer, "next"));
  const auto* const items = member_of(answer, "items");
  if (items == nullptr || !items->is_array()) return page;
  for (const auto& item : items->get_array()) {
    const auto* const data = member_of(item, "data");
    const auto number = static_cast<std::int64_t>(count_of(item, "id"));
    if (data != nullptr) page.events.push_back(event_of(number, text_of(item, "event"), *data));
  }
  return page;
}

}  // namespace allot::inline v1
