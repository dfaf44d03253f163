#include "plans.h"

#include <boost/json.hpp>
#include <cmath>

#include "allot/errors.h"
#include "json_text.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

Plan::Person person_of(const json::value& value) {
  Plan::Person person;
  person.assignee_id = text_of(value, "assigneeId");
  if (auto id = text_of(value, "assignmentId"); !id.empty()) person.assignment_id = std::move(id);
  person.open = count_of(value, "open");
  person.handled = count_of(value, "handled");
  person.in_use = count_of(value, "inUse");
  person.gives = count_of(value, "gives");
  person.gets = count_of(value, "gets");
  person.after = count_of(value, "after");
  return person;
}

}  // namespace

Plan plan_of(const json::value& answer) {
  Plan plan;
  const auto* value = member_of(answer, "plan");
  if (value == nullptr) return plan;
  plan.kind = Word<PlanKind>(text_of(*value, "kind"));
  plan.task_id = text_of(*value, "taskId");
  plan.assignment_id = text_of(*value, "assignmentId");
  plan.version = text_of(*value, "version");
  plan.total = count_of(*value, "total");
  plan.undoable = flag_of(*value, "undoable");
  if (const auto* people = member_of(*value, "people"); people != nullptr && people->is_array()) {
    for (const auto& person : people->get_array()) plan.people.push_back(person_of(person));
  }
  if (const auto* left = member_of(*value, "left")) {
    plan.left_handled = count_of(*left, "handled");
    plan.left_in_use = count_of(*left, "inUse");
    plan.left_not_matching = count_of(*left, "notMatching");
  }
  return plan;
}

json::value json_of(const Workload& workload) {
  json::array units;
  for (const auto& unit : workload.units()) {
    if (!std::isfinite(unit.load)) {  // JSON has no word for it
      throw BadRequest(0, "invalid", "The load of " + unit.assignee_id + " must be a number.");
    }
    units.push_back(json::object{{"assigneeId", unit.assignee_id}, {"load", number_json(unit.load)}}
    );
  }
  return units;
}

}  // namespace allot::inline v1
