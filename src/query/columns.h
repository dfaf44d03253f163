#pragma once

// For the .cpp files of this folder: which column holds a field.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "query/tree.h"

namespace allot::query {

enum class ColumnKind {
  text,           // never absent
  path,           // text without control characters: GLOB may look for wildcards
  optional_text,  // '' = absent
  email,
  time,  // epoch ms
  number,
  optional_json,  // '' = absent
  object          // JSON object
};

struct Column {
  std::string_view field;  // dotted
  std::string_view key;    // its name in the document of dql_test
  ColumnKind kind = ColumnKind::text;
  std::string_view sql;
};

/// The columns of one table; a longer field stands before its prefix.
using Columns = std::span<const Column>;

[[nodiscard]] Columns item_columns();
[[nodiscard]] Columns annotation_columns();

struct Place {
  const Column* column = nullptr;
  Path rest;  // below the column's own field
};

/// The arguments of dql_test for a column: "'object metadata', i.metadata".
[[nodiscard]] std::string arguments_of(const Column& column);
/// What such a key says: the kind of its column, and the member of the document.
[[nodiscard]] ColumnKind kind_in(std::string_view key);
[[nodiscard]] std::string_view name_in(std::string_view key);

/// Nothing for a field that the table does not know.
[[nodiscard]] std::optional<Place> find_place(Columns columns, const Path& path);

[[nodiscard]] inline bool is_json(const Column& column) {
  return column.kind == ColumnKind::optional_json || column.kind == ColumnKind::object;
}

}  // namespace allot::query
