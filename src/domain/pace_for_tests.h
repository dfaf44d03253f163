#pragma once

#include <string_view>

#include "domain/pace.h"

namespace allot {

inline Time at(std::string_view iso) {
  return parse_iso(iso).value();
}

/// One person in one task, with the quarters of every day.
struct Noted {
  PersonPace pace;
  QuarterSums over;

  void change(const OwnChange& change) { over = merged(over, note_change(pace, change)); }

  void move(Time time, std::int64_t opened) {
    over = merged(over, note_opened(pace, time, opened));
  }

  [[nodiscard]] QuarterSums all() const { return merged(over, pace.today); }
};

}  // namespace allot
