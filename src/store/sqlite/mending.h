#pragma once

#include <string>
#include <vector>

#include "store/sqlite/database.h"

namespace allot::sqlite {

/// `Integrity::mend`. `is_damaged`: the database's own check found something.
std::vector<std::string> mend_rows(Database& db, bool is_damaged);

}  // namespace allot::sqlite
