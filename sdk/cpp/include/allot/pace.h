#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "allot/times.h"
#include "allot/workload.h"

namespace allot::inline v1 {

/// Which days a pace is about.
struct PaceDays {
  int count = 14;                 // up to today, from 1 to 90
  std::string time_zone = "UTC";  // whose days: a name of the IANA database, "Europe/Berlin"
};

/// How people get on with a task or with the open tasks of a project, and when they will be done.
/// Source: docs/spec/pace.md.
struct Pace {
  struct Day {
    std::chrono::year_month_day day;
    std::uint64_t items = 0;
  };

  struct Person {
    std::string assignee_id;
    std::string assignment_id;             // of a project: ""
    std::uint64_t tasks = 1;               // in which the person has an assignment
    std::uint64_t open = 0;                // items
    std::uint64_t handled = 0;             // items with a status, whoever set it
    std::chrono::seconds active{};         // without breaks
    std::optional<double> items_per_hour;  // nothing: not enough was done to tell
    std::vector<Day> per_day;              // handled by the person, every day, oldest first
    std::optional<Time> last_active;       // nothing: never
    std::optional<Time> done_by;           // nothing: nothing is open, or nothing tells
  };

  std::vector<Person> people;  // who sees no others: oneself
  std::vector<Day> left;       // items at the end of each day, today's now; only who sees all
  std::optional<Time> done_by;

  // Of a task.
  std::optional<Time> due_date;
  bool late = false;  // something is open, and now or `done_by` is after the due date
  Workload balanced;  // with which all would be done at the same time; only who sees all

  std::string raw_json;  // all of it, as the server told it

  /// Handled by everybody, those too who have no row; every day, oldest first; only who sees all.
  std::vector<Day> per_day = {};
};

}  // namespace allot::inline v1
