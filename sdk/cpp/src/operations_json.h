#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>

#include "allot/operations.h"

namespace allot::inline v1 {

[[nodiscard]] std::string path_of_operation(const std::string& id);
/// The operation as it is now.
[[nodiscard]] Operation operation_of(
    const std::shared_ptr<Session>& session, const std::string& id
);
/// The operation that a command has done.
[[nodiscard]] Operation operation_by(
    const std::shared_ptr<Session>& session, const boost::json::value& command
);

}  // namespace allot::inline v1
