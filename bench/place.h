#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "usecases/env.h"

namespace allot_bench {

constexpr const char* owner = "mia@example.org";
constexpr const char* owner_password = "measure the move";

/// One project with one dataset, and the person who owns them.
struct Place {
  allot::Env& env;
  allot::Caller caller;
  allot::ProjectId project;
  allot::Dataset dataset;
};

/// In an empty installation. Throws std::runtime_error.
Place make_place(allot::Env& env);

/// The same project with a new dataset.
Place with_dataset(Place place, const std::string& name);

/// As rows, without files.
void register_items(const Place& place, std::uint32_t count);

/// A task of what the query names, in equal parts among `people` people.
void add_task(const Place& place, const std::string& name, int people, const std::string& query);
/// The same of all files.
allot::TaskId make_task(const Place& place, const std::string& name, int people);

/// Deals the task's items one by one among its people, instead of the runs that they have.
void deal_out(const Place& place, const allot::TaskId& task);

/// The value, or its error as std::runtime_error.
template <class T>
T done(allot::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace allot_bench
