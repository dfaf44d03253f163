#pragma once

// What the API's answers say, as what a client has seen.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients.h"

namespace allot::history {

/// nullopt: none. Throws for what is neither a success nor a refusal.
[[nodiscard]] std::optional<ErrorCode> refusal(long status, const std::string& body);

[[nodiscard]] std::vector<std::string> names_in(const std::string& json);
[[nodiscard]] std::vector<std::string> objects_in(const std::string& json, std::string_view member);

[[nodiscard]] SeenTask task_seen(const std::string& json);
[[nodiscard]] SeenAssignment assignment_seen(const std::string& json);
/// An item's references name the task and then the assignment, for one task after the other
/// (B-240).
[[nodiscard]] SeenItem item_seen(const Items& items, const std::string& json);
[[nodiscard]] SeenOperation operation_seen(const std::string& json);

}  // namespace allot::history
