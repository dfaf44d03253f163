#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "json/stored.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/values.h"

namespace allot::sqlite {

/// A column of JSON text, beside the others of a row. Written, it is what every reader takes, or
/// Unstorable is thrown; read, it is as much of what is there as can be read.
template <class Text>
struct JsonColumn {
  Text& text;
  const JsonField& field;
};

template <class Text>
JsonColumn<Text> json(Text& text, const JsonField& field) {
  return {text, field};
}

/// The columns of a row, in order: references to members, and what wraps them by value.
template <class... Columns>
std::tuple<Columns...> row(Columns&&... columns) {
  return std::tuple<Columns...>(std::forward<Columns>(columns)...);
}

template <class Text>
int bind_value(sqlite3_stmt* s, int at, const JsonColumn<Text>& column) {
  if (!json::is_storable(column.text, column.field.shape)) throw_unstorable(column.field.member);
  return bind_value(s, at, std::string_view(column.text));
}

inline void read_value(sqlite3_stmt* s, int at, JsonColumn<std::string>& column) {
  column.text = json::readable(view(s, at), column.field.shape);
}

}  // namespace allot::sqlite
