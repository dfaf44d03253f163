#include "expectation.h"

#include <boost/json.hpp>

#include "plans.h"

namespace allot::inline v1 {

namespace json = boost::json;

json::value expectation_of(const Plan& plan) {
  json::array people;
  for (const auto& person : plan.people) {
    people.push_back(json::object{
        {"assigneeId", person.assignee_id}, {"gives", person.gives}, {"gets", person.gets}
    });
  }
  return json::object{{"version", plan.version}, {"people", std::move(people)}};
}

json::value redistribution_body(const Workload& workload, const Redistribution& which) {
  json::object body{{"workload", json_of(workload)}, {"asynced", true}};
  if (which.filters) body["query"] = which.filters->to_json();
  if (which.only_not_annotated) body["selectNotAnnotatedOnly"] = true;
  if (which.include_in_use) body["includeInUse"] = true;
  if (which.expect) body["expect"] = expectation_of(*which.expect);
  return body;
}

}  // namespace allot::inline v1
