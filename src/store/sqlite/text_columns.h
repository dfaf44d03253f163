#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "json/stored.h"

namespace allot::sqlite {

/// A column of text that came from outside, or that is one of a list of words.
struct TextColumn {
  const char* name;
  const char* member;                            // as clients know it
  std::optional<json::Shape> shape;              // of JSON
  std::span<const std::string_view> words = {};  // of an enumeration
};

struct TextTable {
  const char* name;
  const char* noun;
  const char* title;  // the column that people know a row by; "" where they know the id alone
  std::vector<TextColumn> columns;
  const char* id = "id";  // the column that names a row
};

/// All of them: what can be wrong in a text that is stored (text_faults.h). Other texts are ids,
/// hashes and the like, which the server makes itself.
[[nodiscard]] const std::vector<TextTable>& text_tables();

}  // namespace allot::sqlite
