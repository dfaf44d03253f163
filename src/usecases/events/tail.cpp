#include "usecases/events/tail.h"

#include <algorithm>
#include <utility>

namespace allot {

namespace {

constexpr std::size_t page_lines = 500;

std::size_t weight_of(const Event& event) {
  constexpr std::size_t ids_of_a_line = 8;
  if (const auto* many = std::get_if<AssignmentsChanged>(&event.what)) {
    return 1 + many->assignments.size() / ids_of_a_line;
  }
  if (const auto* grew = std::get_if<InboxGrew>(&event.what)) {
    return 1 + grew->people.size() / ids_of_a_line;
  }
  return 1;
}

}  // namespace

void OutboxTail::refresh(const Transaction& tx) {
  ++readings_;
  const auto newest = tx.journal().last_event();
  const auto reach = static_cast<std::int64_t>(weight_max_);
  if (last_ < 0 || newest - last_ > reach) {
    lines_.clear();
    weight_ = 0;
    last_ = std::max({newest - reach, tx.outbox().oldest() - 1, std::int64_t{0}});
    before_first_ = last_;
  }
  while (last_ < newest) {
    auto page = tx.outbox().after(last_, page_lines);
    for (auto& event : page.events) add(std::move(event));
    last_ = page.until;
  }
}

void OutboxTail::add(Event event) {
  weight_ += weight_of(event);
  lines_.push_back(std::move(event));
  // The newest stays, whatever it weighs.
  while (weight_ > weight_max_ && lines_.size() > 1) {
    weight_ -= weight_of(lines_.front());
    before_first_ = lines_.front().sequence;
    lines_.pop_front();
  }
}

std::deque<Event>::const_iterator OutboxTail::behind(std::int64_t after) const {
  return std::ranges::upper_bound(lines_, after, {}, &Event::sequence);
}

}  // namespace allot
