#pragma once

#include "store/integrity.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// Rows below rows that are not there, and columns that say two things: a sentence for each kind.
void find_row_faults(Database& db, Findings& findings);
/// Sets that the version beside them does not count: each change of sets raises it.
void find_version_faults(Database& db, Findings& findings);

}  // namespace allot::sqlite
