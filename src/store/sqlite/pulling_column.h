#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/shared_value.h"
#include "domain/pulling.h"
#include "store/sqlite/values.h"

namespace allot::sqlite {

/// The terms of a pulling task as bytes, and back. Reading throws BrokenInvariant on other bytes.
[[nodiscard]] std::string pulling_bytes(const Pulling& terms);
[[nodiscard]] Pulling read_pulling(std::string_view bytes);
/// The same for people alone, in their order.
[[nodiscard]] std::string people_bytes(std::span<const UserId> people);
[[nodiscard]] std::vector<UserId> read_people(std::string_view bytes);

/// "" when the task is not pulling.
template <class Value>
struct PullingColumn {
  explicit PullingColumn(Value& of) : value(of), bytes(of ? pulling_bytes(*of) : std::string{}) {}

  Value& value;
  std::string bytes;
};

template <class Value>
int bind_value(sqlite3_stmt* s, int at, const PullingColumn<Value>& column) {
  return bind_value(s, at, Blob{column.bytes});
}

inline void read_value(sqlite3_stmt* s, int at, PullingColumn<SharedValue<Pulling>>& column) {
  const auto bytes = view(s, at);
  column.value = bytes.empty() ? SharedValue<Pulling>{} : SharedValue(read_pulling(bytes));
}

}  // namespace allot::sqlite
