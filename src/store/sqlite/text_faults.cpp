#include "store/sqlite/text_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"
#include "query/stored_json.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

using query::JsonShape;
using WordList = std::span<const std::string_view>;

struct Column {
  const char* name;
  const char* member;              // as clients know it
  std::optional<JsonShape> shape;  // of JSON
  WordList words = {};             // of an enumeration
};

struct Table {
  const char* name;
  const char* noun;
  const char* title;  // what people know a row by; "" where they know the id alone
  std::vector<Column> columns;
};

template <class Enum>
Column words(const char* name, const char* member) {
  return {name, member, std::nullopt, sqlite::Words<Enum>::list};
}

Column text(const char* name, const char* member) {
  return {name, member, std::nullopt};
}

Column json(const char* name, const char* member, JsonShape shape) {
  return {name, member, shape};
}

const std::vector<Table>& tables() {
  using enum JsonShape;
  static const std::vector<Table> all{
      {"account",
       "Account",
       "",
       {text("first_name", "firstName"),
        text("last_name", "lastName"),
        words<UserState>("state", "state"),
        words<OrgRole>("org_role", "role in the organisation")}},
      {"organization", "Organisation", "name", {text("name", "name")}},
      {"api_key", "API key", "", {text("description", "description")}},
      {"project", "Project", "name", {text("name", "name"), text("creator", "creator")}},
      {"member", "Member", "user_id", {words<Role>("role", "role")}},
      {"recipe",
       "Recipe",
       "title",
       {text("title", "title"),
        text("description", "description"),
        json("metadata", "metadata", object),
        json("ui_settings", "uiSettings", object),
        json("instructions", "instructions", array),
        json("examples", "examples", any),
        json("custom_actions", "customActions", array)}},
      {"ontology",
       "Ontology",
       "title",
       {text("title", "title"),
        json("roots", "roots", array),
        json("attributes", "attributes", array),
        json("metadata", "metadata", object)}},
      {"dataset",
       "Dataset",
       "name",
       {text("name", "name"),
        json("expiration_options", "expirationOptions", optional),
        json("user_metadata", "metadata.user", object),
        json("system_metadata", "metadata.system", object)}},
      {"item",
       "Item",
       "path",
       {text("path", "filename"),
        text("creator", "creator"),
        text("description", "description"),
        words<ItemType>("type", "type"),
        json("spec", "spec", optional),
        json("metadata", "metadata", object)}},
      {"annotation",
       "Annotation",
       "label",
       {text("label", "label"),
        text("type", "type"),
        text("description", "description"),
        text("source", "source"),
        json("coordinates", "coordinates", optional),
        json("attributes", "attributes", optional),
        json("label_suggestions", "labelSuggestions", optional),
        json("metadata", "metadata", object)}},
      {"task",
       "Task",
       "name",
       {text("name", "name"),
        text("query", "query"),
        words<TaskType>("type", "spec.type"),
        json("due_date", "dueDate", optional),
        json("available_actions", "availableActions", optional),
        json("description", "description", optional),
        json("user_metadata", "metadata", object),
        json("system_metadata", "metadata.system", object)}},
      {"assignment",
       "Assignment",
       "name",
       {text("name", "name"),
        words<ShareKind>("kind", "kind"),
        json("user_metadata", "metadata", object)}},
      {"command",
       "Command",
       "type",
       {words<CommandStatus>("status", "status"), json("spec", "spec", object)}},
  };
  return all;
}

/// One stored text that is wrong.
struct Fault {
  const Table& table;
  const Column& column;
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

const char* fault_in(const Column& column, std::string_view value) {
  if (!is_utf8(value)) return "holds bytes that are no UTF-8";
  if (column.shape && !query::is_storable(value, *column.shape)) {
    return "is no JSON that can be read";
  }
  const bool is_word =
      column.words.empty() || std::ranges::find(column.words, value) != column.words.end();
  return is_word ? nullptr : "is a word that is not known";
}

std::string select(const Table& table) {
  const std::string id = std::string_view(table.name) == "member" ? "project_id" : "id";
  auto sql = fmt::format("SELECT rowid, {}, {}", id, *table.title == 0 ? id : table.title);
  for (const auto& column : table.columns) sql += fmt::format(", {}", column.name);
  return sql + " FROM " + table.name;
}

void visit(Database& db, const std::function<void(const Fault&, const char* what)>& visit_fault) {
  for (const auto& table : tables()) {
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
  const auto value = shape ? query::readable(fault.value, *shape) : as_utf8(fault.value);
  db.query_once(
        fmt::format("UPDATE {} SET {} = ? WHERE rowid = ?", fault.table.name, fault.column.name)
  )
      .run(value, fault.row);
  return true;
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
