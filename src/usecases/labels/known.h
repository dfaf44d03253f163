#pragma once

#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// The labels of the recipe's ontologies, each above its children: `vehicle`, `vehicle.car`. As
/// they stand there, doubles and all.
[[nodiscard]] std::vector<std::string> known_labels(const Transaction& tx, const RecipeId& recipe);

}  // namespace allot
