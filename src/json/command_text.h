#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/commands.h"

namespace allot {

/// The kind of a command, as clients know it: "CreateTask".
[[nodiscard]] std::string_view type_of(const CommandResult& result);

/// Its `spec`, a JSON object; with the plan that it was done by, if there is one, as `plan`.
[[nodiscard]] std::string spec_of(
    const CommandResult& result, const std::optional<PlanSummary>& plan = std::nullopt
);

/// The inverse; nullopt for a type that type_of does not give.
[[nodiscard]] std::optional<CommandResult> read_result(
    std::string_view type, const std::string& spec
);
[[nodiscard]] std::optional<PlanSummary> read_plan_of_spec(const std::string& spec);

}  // namespace allot
