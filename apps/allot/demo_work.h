#pragma once

#include <array>
#include <stdexcept>
#include <string>

#include "demo_clock.h"
#include "usecases/env.h"

namespace allot::app {

inline constexpr std::array<const char*, 5> demo_annotators{"ada", "ben", "cleo", "dan", "eve"};

[[nodiscard]] inline UserId demo_person(const std::string& name) {
  return {name + "@demo.example"};
}

/// The value of what a use case did. Throws std::runtime_error with its sentence when it failed.
template <class T>
[[nodiscard]] T done(Result<T> result) {
  if (!result) throw std::runtime_error("The demo cannot be made: " + result.error().message);
  return *std::move(result);
}

/// The running task, work that was done in it with its boxes over three days, and the review of
/// some of it. `env` goes by the clock. What is there already stays.
void make_demo_work(Env& env, DemoClock& clock, const Caller& owner, const Dataset& dataset);

}  // namespace allot::app
