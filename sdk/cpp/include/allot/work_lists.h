#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/items.h"
#include "allot/pages.h"
#include "allot/times.h"

namespace allot::inline v1 {

/// Where to go on in an assignment.
struct NextQuery {
  std::string after_item_id;  // the item at hand; "" for the first ones
  unsigned count = 1;         // at most; 1 to 10
};

/// What of an assignment needs work next.
struct NextItems {
  std::vector<Item> items;               // none: the end, or nothing is open
  std::uint64_t remaining = 0;           // that need work, these included
  std::optional<std::uint64_t> waiting;  // in a review: that the annotator has yet to correct
};

/// Somebody has an item on screen.
struct InUse {
  std::string by;  // an e-mail address
  Time until{};
};

/// An item of a task, as a list shows it.
struct TaskItem {
  std::string item_id;
  std::string name;      // the last part of its path
  std::string filename;  // the path: "/day/0001.png"
  std::string dataset_id;
  std::string media_type;
  std::string assignment_id;  // "": nobody has it yet
  std::string assignee_id;    // an e-mail address, or "" likewise
  std::string status;         // "": open
  std::string by;             // who set the status
  std::optional<Time> at;     // when
  bool has_issue = false;
  bool for_review = false;  // and has no open issue
  std::optional<InUse> in_use;
  std::uint64_t annotations = 0;
  Time changed_at{};     // the item, its annotations, or its status in the task
  std::string raw_json;  // all of it, as the server told it
};

using TaskItemPages = Pages<TaskItem>;

/// Which items of a task; what is empty does not narrow.
struct TaskItemQuery {
  enum class Issue { any, open, review };
  enum class Order {
    holder,  // by assignment, oldest first; in each as in the dataset
    time,    // the latest status first; open ones follow
  };

  std::vector<std::string> assignee_ids;  // e-mail addresses, in any letter case
  std::string assignment_id;
  std::string status;  // "open", "in_use", or a status word of the task
  Issue issue = Issue::any;
  Order order = Order::holder;
};

/// When somebody is away, or there for some hours a day.
struct Availability {
  Time from{};
  std::optional<Time> until;            // nothing: until it is lifted
  std::optional<double> hours_per_day;  // nothing, or 0: away
};

/// A task that is late, or will be.
struct LateTask {
  std::string task_id;
  std::string name;
  Time due_date{};
  std::optional<Time> done_by;  // as the work goes on; nothing: cannot be told
};

/// A person whose work a manager should look at.
struct PersonAtWork {
  std::string assignee_id;  // an e-mail address
  std::uint64_t open = 0;   // items
  std::optional<Time> last_active;
  std::optional<Time> until;  // of who is absent: until when
};

/// What in a project needs a decision; of each list at most 20.
struct ProjectSummary {
  std::vector<LateTask> late;              // due, and something is open
  std::vector<LateTask> forecast_late;     // will be, as the work goes on
  std::vector<PersonAtWork> without_work;  // nothing open, while another has twice the mean
  std::vector<PersonAtWork> overloaded;    // that other
  std::vector<PersonAtWork> idle;          // open items, and nothing done for a day
  std::vector<PersonAtWork> absent;        // away, with open items
  std::uint64_t issues = 0;                // items with an open issue
  std::uint64_t for_review = 0;            // items for review
  std::string raw_json;                    // all of it, as the server told it
};

}  // namespace allot::inline v1
