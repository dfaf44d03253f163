#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "query/stored_json.h"
#include "store/sqlite/values.h"

namespace allot::sqlite {

/// A column of JSON text, beside the others of a row. Written, it is what every reader takes, or
/// Unstorable is thrown; read, it is as much of what is there as can be read.
template <class Text>
struct JsonColumn {
  Text& text;
  query::JsonShape shape;
  const char* name;
};

template <class Text>
JsonColumn<Text> json_object(Text& text, const char* name) {
  return {text, query::JsonShape::object, name};
}

template <class Text>
JsonColumn<Text> json_array(Text& text, const char* name) {
  return {text, query::JsonShape::array, name};
}

template <class Text>
JsonColumn<Text> any_json(Text& text, const char* name) {
  return {text, query::JsonShape::any, name};
}

/// "" where there is nothing.
template <class Text>
JsonColumn<Text> optional_json(Text& text, const char* name) {
  return {text, query::JsonShape::optional, name};
}

/// The columns of a row, in order: references to members, and what wraps them by value.
template <class... Columns>
std::tuple<Columns...> row(Columns&&... columns) {
  return std::tuple<Columns...>(std::forward<Columns>(columns)...);
}

template <class Text>
int bind_value(sqlite3_stmt* s, int at, const JsonColumn<Text>& column) {
  if (!query::is_storable(column.text, column.shape)) throw_unstorable(column.name);
  return bind_value(s, at, std::string_view(column.text));
}

inline void read_value(sqlite3_stmt* s, int at, JsonColumn<std::string>& column) {
  column.text = query::readable(view(s, at), column.shape);
}

}  // namespace allot::sqlite
