#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/pace.h"
#include "usecases/env.h"

namespace allot {

/// The days that are asked for, up to today.
struct PaceDays {
  static constexpr std::uint64_t count_max = 90;

  std::uint64_t count = 14;  // from 1
  std::string zone = "UTC";  // where midnight is: a name of the IANA database
};

/// Errors: invalid (`days` is 0 or over the most; `tz` is no time zone).
[[nodiscard]] Result<LocalDays> local_days(const PaceDays& asked, Time now);

/// How somebody gets on.
struct PaceOfPerson {
  UserId person;
  AssignmentId assignment;    // of a task
  std::uint64_t tasks = 0;    // in which the person has one
  std::uint64_t open = 0;     // items
  std::uint64_t handled = 0;  // items with a status, whoever set it
  std::chrono::milliseconds active{};
  Speed speed;
  std::vector<DayItems> per_day;  // handled by the person, for the first time
  std::optional<Time> last_active;
  std::optional<Time> done_by;  // nullopt: nothing is open, or nothing tells
};

struct Pace {
  std::vector<PaceOfPerson> people;
  /// At the end of each day since there is something to tell; of who sees a row alone none.
  std::vector<DayItems> left;
  /// Handled by everybody on each of the days, those too who hold nothing; of who sees a row alone
  /// none.
  std::vector<DayItems> per_day;
  /// The latest of these people's; nullopt: one with open items has none, or nobody has open items.
  std::optional<Time> done_by;
};

struct TaskPace {
  Pace pace;             // people in the order of their assignments
  std::string due_date;  // as in Task
  bool late = false;     // something is open, and now or `done_by` is after the due date
  /// Of those who are present and were not removed from the task, as a redistribution takes them
  /// (B-311); of who sees a row alone none.
  std::vector<Load> balanced;
};

/// Can this person be given work now?
using IsPresent = FunctionRef<bool(const UserId&)>;

/// The people of a project who are not removed from it (B-146), nor absent at this moment.
class PresentPeople {
 public:
  PresentPeople(const Transaction& tx, const ProjectId& project, Time now);

  bool operator()(const UserId& person) const;

 private:
  std::vector<UserId> away_;  // sorted
};

/// Of all people of the task, as a manager sees it; or of one person's row, as they see it (B-312):
/// `late` and `done_by` are of that row, too. Costs people and days, however many changes there
/// were.
[[nodiscard]] TaskPace pace_of_task(
    const Transaction& tx,
    const Task& task,
    const std::optional<UserId>& only_of,
    const LocalDays& days,
    Time now,
    IsPresent is_present
);

/// How fast people work in a task, and when they will be done (B-310, B-311). Who does not see all
/// assignments sees the own row alone (B-312). Errors: not_found, forbidden, invalid (days, tz).
[[nodiscard]] Result<TaskPace> read_task_pace(
    Env& env, const Caller& caller, const TaskId& id, const PaceDays& asked
);

/// The same over the open tasks of a project, of each what the caller sees; people by address
/// (B-312). Errors: not_found, forbidden, invalid (days, tz).
[[nodiscard]] Result<Pace> read_project_pace(
    Env& env, const Caller& caller, const ProjectId& id, const PaceDays& asked
);

}  // namespace allot
