#include <boost/json.hpp>

#include "allot/assignments.h"
#include "moments.h"
#include "session.h"

namespace allot::inline v1 {

namespace {

std::string path_of(const std::string& assignment, const std::string& item) {
  return "/assignments/" + encoded(assignment) + "/items/" + encoded(item) + "/in-use";
}

}  // namespace

Time Assignment::use(const std::string& item_id) const {
  const auto answer = session_->put(path_of(id, item_id), boost::json::object());
  return moment_of(answer, "until").value_or(Time());
}

void Assignment::end_use(const std::string& item_id) const {
  session_->remove(path_of(id, item_id));
}

}  // namespace allot::inline v1
