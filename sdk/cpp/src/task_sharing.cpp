#include <boost/json.hpp>

#include "allot/tasks.h"
#include "expectation.h"
#include "operations_json.h"
#include "pages_by_number.h"
#include "plans.h"
#include "session.h"
#include "task_json.h"

namespace allot::inline v1 {

Operation Task::redistribute(const Workload& workload, const Redistribution& which) const {
  return operation_by(
      session_,
      session_->command(
          "POST", path_of_task(id) + "/redistribute", redistribution_body(workload, which)
      )
  );
}

Plan Task::preview_redistribute(const Workload& workload, const Redistribution& which) const {
  return plan_of(session_->post(
      path_of_task(id) + "/redistribute?dryRun=true", redistribution_body(workload, which)
  ));
}

OperationPages Task::operations() const {
  constexpr std::size_t page_size = 100;  // the server's bound
  return pages_by_number<Operation>(
      {.session = session_,
       .path = path_of_task(id) + "/operations",
       .query = {},
       .page_size = page_size},
      [session = session_](const std::string& text) { return Operation(session, text); },
      [](const Operation& a, const Operation& b) { return a.id == b.id; }
  );
}

}  // namespace allot::inline v1
