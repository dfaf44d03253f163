#pragma once

#include <string>
#include <vector>

#include "store/sqlite/database.h"

namespace allot::sqlite {

/// Addresses that were two people's in an earlier version and are spellings of one now (B-007), as
/// the migration noted them: a sentence for each address with more than one spelling that still has
/// an account which is not disabled, an assignment or a task. Nobody was merged, nothing renamed.
[[nodiscard]] std::vector<std::string> address_clashes(Database& db);

}  // namespace allot::sqlite
