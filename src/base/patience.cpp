#include "base/patience.h"

#include <fmt/format.h>

namespace allot {

namespace {

thread_local Patience* current = nullptr;

std::string sentence_of_late(std::chrono::milliseconds time) {
  return fmt::format(
      "The query took longer than {} seconds and was given up; narrow its filter, or ask for less.",
      static_cast<double>(time.count()) / 1000
  );
}

}  // namespace

Patience::Patience(
    std::optional<std::chrono::milliseconds> time, const std::atomic<bool>* is_unwanted
)
    : time_(time), is_unwanted_(is_unwanted), outer_(current) {
  if (time) end_ = std::chrono::steady_clock::now() + *time;
  current = this;
}

Patience::~Patience() {
  current = outer_;
}

bool Patience::is_over() {
  if (current == nullptr) return false;
  if (current->is_unwanted_ != nullptr && current->is_unwanted_->load(std::memory_order_relaxed)) {
    return true;
  }
  return current->end_ && std::chrono::steady_clock::now() >= *current->end_;
}

void Patience::require() {
  if (!is_over()) return;
  if (current->is_unwanted_ != nullptr && current->is_unwanted_->load(std::memory_order_relaxed)) {
    throw GivenUp("The connection was closed before the answer was there; the query was given up.");
  }
  throw GivenUp(sentence_of_late(current->time_.value_or(std::chrono::milliseconds{0})));
}

const std::atomic<bool>* Patience::unwanted() {
  return current == nullptr ? nullptr : current->is_unwanted_;
}

void Patience::lift() {
  if (current == nullptr) return;
  current->end_.reset();
  current->is_unwanted_ = nullptr;
}

}  // namespace allot
