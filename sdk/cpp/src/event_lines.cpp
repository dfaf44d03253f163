#include "event_lines.h"

#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "event_json.h"
#include "json_text.h"

namespace allot::inline v1 {

void EventLines::put(std::string_view bytes) {
  rest_ += bytes;
  std::size_t begin = 0;
  for (auto end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', begin)) {
    auto line = std::string_view(rest_).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    put_line(line);
    begin = end + 1;
  }
  rest_.erase(0, begin);
}

void EventLines::put_line(std::string_view line) {
  if (line.empty()) return end_event();
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "id") id_ = value;
  if (name == "event") kind_ = value;
  if (name == "data") data_ += (data_.empty() ? "" : "\n") + std::string(value);
}

void EventLines::end_event() {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id_.data(), id_.data() + id_.size(), number);
  if (error == std::errc{} && end == id_.data() + id_.size()) place_ = number;
  const auto kind = std::exchange(kind_, {});
  const auto data = std::exchange(data_, {});
  if (!data.empty()) events_.push_back(event_of(place_.value_or(0), kind, parse_json(data)));
}

std::optional<Event> EventLines::take() {
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

}  // namespace allot::inline v1
