#pragma once

// How C++ values are stored: one `bind_value` and one `read_value` for each type. Text and blobs
// are bound as borrowed, so they must outlive the run of the statement; what is made on the way is
// copied.

#include <sqlite3.h>

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "base/utf8.h"
#include "query/sql_text.h"

namespace allot::sqlite {

/// The stored words of an enumeration, in the order of its enumerators, and what a stored word that
/// is none of them is read as: the one that allows least.
template <class Enum>
struct Words;  // specialised in words.h

template <class Enum>
concept Worded = requires { Words<Enum>::list; };

/// Bytes, as opposed to text.
struct Blob {
  std::string_view bytes;
};

/// Throws Unstorable: the member `name` of what was to be stored is nothing that could be read
/// again.
[[noreturn]] void throw_unstorable(const std::string& name);

/// Texts in one text: "3:abc,0:,". Unlike a separator it bears any bytes.
[[nodiscard]] std::string pack(const std::vector<std::string>& texts);
/// Where it is broken, the texts before.
[[nodiscard]] std::vector<std::string> unpack(std::string_view packed);

inline int bind_value(sqlite3_stmt* s, int at, std::string_view text) {
  if (!is_utf8(text)) throw_unstorable("text");
  return sqlite3_bind_text64(
      s, at, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8
  );
}

inline int bind_value(sqlite3_stmt* s, int at, const std::string& text) {
  return bind_value(s, at, std::string_view(text));
}

inline int bind_value(sqlite3_stmt* s, int at, const char* text) {
  return bind_value(s, at, std::string_view(text));
}

inline int bind_value(sqlite3_stmt* s, int at, Blob blob) {
  return sqlite3_bind_blob64(
      s, at, blob.bytes.data() ? blob.bytes.data() : "", blob.bytes.size(), SQLITE_STATIC
  );
}

template <std::integral Number>
int bind_value(sqlite3_stmt* s, int at, Number number) {
  return sqlite3_bind_int64(s, at, static_cast<sqlite3_int64>(number));
}

inline int bind_value(sqlite3_stmt* s, int at, double number) {
  return sqlite3_bind_double(s, at, number);
}

inline int bind_value(sqlite3_stmt* s, int at, std::nullptr_t) {
  return sqlite3_bind_null(s, at);
}

inline int bind_value(sqlite3_stmt* s, int at, Time time) {
  return sqlite3_bind_int64(s, at, to_epoch_ms(time));
}

template <class T>
int bind_value(sqlite3_stmt* s, int at, const std::optional<T>& value) {
  return value ? bind_value(s, at, *value) : sqlite3_bind_null(s, at);
}

template <class Tag>
int bind_value(sqlite3_stmt* s, int at, const Id<Tag>& id) {
  return bind_value(s, at, std::string_view(id.text));
}

template <Worded Enum>
int bind_value(sqlite3_stmt* s, int at, Enum value) {
  return bind_value(s, at, Words<Enum>::list.at(static_cast<std::size_t>(value)));
}

inline int bind_value(sqlite3_stmt* s, int at, const std::vector<std::string>& texts) {
  const auto packed = pack(texts);
  if (!is_utf8(packed)) throw_unstorable("text");
  return sqlite3_bind_text64(s, at, packed.data(), packed.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

template <class Tag>
int bind_value(sqlite3_stmt* s, int at, const std::vector<Id<Tag>>& ids) {
  std::vector<std::string> texts;
  for (const auto& id : ids) texts.push_back(id.text);
  return bind_value(s, at, texts);
}

inline int bind_value(sqlite3_stmt* s, int at, const query::SqlValue& value) {
  return std::visit([&](const auto& inner) { return bind_value(s, at, inner); }, value);
}

/// Text or blob; lives until the next step.
inline std::string_view view(sqlite3_stmt* s, int at) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(s, at));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(s, at));
  return bytes ? std::string_view(bytes, size) : std::string_view();
}

/// Text is UTF-8, whatever is stored; blobs are as they are.
inline void read_value(sqlite3_stmt* s, int at, std::string& text) {
  text =
      sqlite3_column_type(s, at) == SQLITE_BLOB ? std::string(view(s, at)) : as_utf8(view(s, at));
}

inline void read_value(sqlite3_stmt* s, int at, std::string_view& text) {
  text = view(s, at);
}

template <std::integral Number>
void read_value(sqlite3_stmt* s, int at, Number& number) {
  number = static_cast<Number>(sqlite3_column_int64(s, at));
}

inline void read_value(sqlite3_stmt* s, int at, double& number) {
  number = sqlite3_column_double(s, at);
}

inline void read_value(sqlite3_stmt* s, int at, Time& time) {
  time = from_epoch_ms(sqlite3_column_int64(s, at));
}

template <class T>
void read_value(sqlite3_stmt* s, int at, std::optional<T>& value) {
  if (sqlite3_column_type(s, at) == SQLITE_NULL) {
    value.reset();
  } else {
    read_value(s, at, value.emplace());
  }
}

template <class Tag>
void read_value(sqlite3_stmt* s, int at, Id<Tag>& id) {
  read_value(s, at, id.text);
}

template <Worded Enum>
void read_value(sqlite3_stmt* s, int at, Enum& value) {
  const auto word = view(s, at);
  const auto& words = Words<Enum>::list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) {
      value = static_cast<Enum>(i);
      return;
    }
  }
  value = Words<Enum>::otherwise;
}

inline void read_value(sqlite3_stmt* s, int at, std::vector<std::string>& texts) {
  texts = unpack(view(s, at));
}

template <class Tag>
void read_value(sqlite3_stmt* s, int at, std::vector<Id<Tag>>& ids) {
  ids.clear();
  for (auto& text : unpack(view(s, at))) ids.push_back({std::move(text)});
}

}  // namespace allot::sqlite
