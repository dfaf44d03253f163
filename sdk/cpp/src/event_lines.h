#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "allot/events.h"

namespace allot::inline v1 {

/// Reads server-sent events out of bytes as they come. Source: WHATWG HTML §9.2.6.
class EventLines {
 public:
  void put(std::string_view bytes);

  /// The oldest event that is whole and was not taken.
  std::optional<Event> take();

  [[nodiscard]] bool has_event() const { return !events_.empty(); }

  /// The number that was told last, with an event or alone.
  [[nodiscard]] std::optional<std::int64_t> place() const { return place_; }

 private:
  void put_line(std::string_view line);
  void end_event();

  std::string rest_;  // a line that is not whole
  std::string kind_;
  std::string data_;
  std::string id_;
  std::deque<Event> events_;
  std::optional<std::int64_t> place_;
};

}  // namespace allot::inline v1
