#include "store/sqlite/address_clashes.h"

#include <fmt/format.h>

#include "store/sqlite/arrivals.h"

namespace allot::sqlite {

std::vector<std::string> address_clashes(Database& db) {
  auto rows = db.query(
      "SELECT folded, '`' || group_concat(address, '`, `') || '`' FROM"
      " (SELECT folded, address FROM address_clash WHERE address IN"
      "   (SELECT id FROM account WHERE state <> 'disabled'"
      "    UNION SELECT annotator FROM assignment UNION SELECT owner FROM task"
      "    UNION SELECT " ALLOT_ARRIVED_PERSON " FROM " ALLOT_ARRIVED
      " WHERE json_valid(a.people))"
      "  ORDER BY folded, address)"
      " GROUP BY folded HAVING count(*) > 1"
  );
  std::vector<std::string> sentences;
  while (rows.next()) {
    std::string folded;
    std::string spellings;
    rows.read(folded, spellings);
    sentences.push_back(fmt::format(
        "{} were different people and are spellings of one address now: `{}` reaches only what is"
        " stored under just that, and nobody was merged.",
        spellings,
        folded
    ));
  }
  return sentences;
}

}  // namespace allot::sqlite
