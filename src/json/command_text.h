#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/commands.h"

namespace allot {

/// The kind of a command, as clients know it: "CreateTask".
[[nodiscard]] std::string_view type_of(const CommandResult& result);

/// Its `spec`, a JSON object.
[[nodiscard]] std::string spec_of(const CommandResult& result);

/// The inverse; nullopt for a type that type_of does not give.
[[nodiscard]] std::optional<CommandResult> read_result(
    std::string_view type, const std::string& spec
);

}  // namespace allot
