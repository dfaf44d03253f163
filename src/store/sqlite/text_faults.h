#pragma once

#include <string>
#include <vector>

#include "store/integrity.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// Stored texts that cannot be read as what they are: bytes that are no UTF-8, JSON that is broken
/// or too deep, words that stand for nothing. A sentence for each row and column, which names the
/// thing (an item by path and id) and the member as clients know it.
void find_text_faults(Database& db, Findings& findings);

/// Writes what is read of such texts in their place (json/stored.h; U+FFFD for bytes that are
/// no UTF-8). Words are left: what they should be only people know. A sentence for each.
[[nodiscard]] std::vector<std::string> mend_texts(Database& db);

}  // namespace allot::sqlite
