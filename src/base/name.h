#pragma once

#include <string_view>

#include "base/result.h"

namespace allot {

/// How long a name may be.
inline constexpr std::size_t name_characters_max = 1'000;

/// May something be named so? What people give as a name, and read in a list: of projects,
/// datasets, tasks, assignments, recipes, ontologies, labels, attributes, actions, bots, people,
/// folders and files. It holds something that is seen, and nothing that upsets the text around it
/// (`Look::breaking`); it is kept as it was given, blanks at its ends too. Descriptions and
/// metadata are no names. Errors: invalid (naming `field` and the reason). Source: B-151.
[[nodiscard]] Result<Done> check_name(std::string_view name, std::string_view field = "name");

}  // namespace allot
