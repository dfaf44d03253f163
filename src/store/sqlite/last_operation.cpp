#include "store/sqlite/last_operation.h"

#include "domain/undo.h"

namespace allot::sqlite {

namespace {

std::string query_of_undoable_kinds() {
  std::string names;
  for (const auto kind : undoable_kinds) {
    if (!names.empty()) names += ", ";
    names.append("'").append(name_of(kind)).append("'");
  }
  return "SELECT coalesce(max(number), 0) FROM operation INDEXED BY operation_undoable"
         " WHERE kind IN (" +
         names + ")";
}

}  // namespace

std::int64_t last_undoable_operation(Database& db) {
  static const auto text = query_of_undoable_kinds();
  return db.query(Sql::lasting(text)).one<std::int64_t>();
}

}  // namespace allot::sqlite
