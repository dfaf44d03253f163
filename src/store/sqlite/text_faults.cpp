#include "store/sqlite/text_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "base/utf8.h"
#include "json/stored.h"
#include "store/sqlite/text_columns.h"

namespace allot::sqlite {

namespace {

/// One stored text that is wrong.
struct Fault {
  const TextTable& table;
  const TextColumn& column;
  std::int64_t row = 0;
  std::string title;
  std::string id;
  std::string value;  // as it is stored

  [[nodiscard]] std::string thing() const {
    const bool has_title = !title.empty() && title != id;
    return has_title ? fmt::format("{} {} ({})", table.noun, printable(title), printable(id))
                     : fmt::format("{} {}", table.noun, printable(id));
  }
};

const char* fault_in(const TextColumn& column, std::string_view value) {
  if (!is_utf8(value)) return "holds bytes that are no UTF-8";
  if (column.shape && !json::is_storable(value, *column.shape)) {
    return "is no JSON that can be read";
  }
  const bool is_word =
      column.words.empty() || std::ranges::find(column.words, value) != column.words.end();
  return is_word ? nullptr : "is a word that is not known";
}

std::string select(const TextTable& table) {
  auto sql =
      fmt::format("SELECT rowid, {}, {}", table.id, *table.title == 0 ? table.id : table.title);
  for (const auto& column : table.columns) sql += fmt::format(", {}", column.name);
  return sql + " FROM " + table.name;
}

void visit(Database& db, const std::function<void(const Fault&, const char* what)>& visit_fault) {
  for (const auto& table : text_tables()) {
    auto rows = db.query_once(select(table));
    while (rows.next()) {
      std::int64_t row = 0;
      std::string_view id;
      std::string_view title;
      rows.read(row, id, title);
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        const auto value = rows.text_at(static_cast<int>(i) + 3);
        if (const auto* what = fault_in(column, value)) {
          visit_fault({table, column, row, as_utf8(title), as_utf8(id), std::string(value)}, what);
        }
      }
    }
  }
}

/// A path is three columns, and no two items of a dataset have one.
bool mend_path(Database& db, const Fault& fault) {
  Item item;
  item.path = as_utf8(fault.value);
  const auto dir = item.dir();
  const auto name = item.name();
  return db.query("UPDATE OR IGNORE item SET path = ?, dir = ?, name = ? WHERE key = ? RETURNING 1")
      .bind(item.path, dir, name, fault.row)
      .maybe<int>()
      .has_value();
}

bool mend(Database& db, const Fault& fault) {
  if (std::string_view(fault.column.name) == "path") return mend_path(db, fault);
  const auto& shape = fault.column.shape;
  const auto value = shape ? json::readable(fault.value, *shape) : as_utf8(fault.value);
  // What would double a name stays as it is.
  return db
      .query_once(fmt::format(
          "UPDATE OR IGNORE {} SET {} = ? WHERE rowid = ? RETURNING 1",
          fault.table.name,
          fault.column.name
      ))
      .bind(value, fault.row)
      .maybe<int>()
      .has_value();
}

}  // namespace

void find_text_faults(Database& db, Findings& findings) {
  visit(db, [&](const Fault& fault, const char* what) {
    findings.sentences.push_back(
        fmt::format("{}: its `{}` {}.", fault.thing(), fault.column.member, what)
    );
  });
}

std::vector<std::string> mend_texts(Database& db) {
  std::vector<Fault> faults;
  visit(db, [&](const Fault& fault, const char*) {
    if (fault.column.words.empty()) faults.push_back(fault);
  });
  std::vector<std::string> done;
  for (const auto& fault : faults) {
    if (!mend(db, fault)) continue;
    done.push_back(
        fmt::format("{}: made its `{}` what can be read of it.", fault.thing(), fault.column.member)
    );
  }
  return done;
}

}  // namespace allot::sqlite
