#include "store/sqlite/chunk_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "domain/item_set.h"

namespace allot::sqlite {

namespace {

constexpr std::array<std::string_view, 7> flag_names{
    "live", "file", "hidden", "annotated", "issue", "for_review", "annotations"
};

enum class ChunkState { sound, empty, unreadable };

ChunkState state_of(const ChunkRow& row) {
  constexpr std::int64_t chunk_end = std::int64_t{1} << (32 - ItemSet::chunk_bits);
  if (row.bytes.empty()) return ChunkState::empty;
  if (row.chunk < 0 || row.chunk >= chunk_end) return ChunkState::unreadable;
  ItemSet set;
  try {
    set.set_chunk(static_cast<std::uint32_t>(row.chunk), row.bytes);
  } catch (const BrokenInvariant&) {
    return ChunkState::unreadable;
  }
  return set.empty() ? ChunkState::empty : ChunkState::sound;
}

bool is_known(const ChunkTable& table, std::string_view kind) {
  const std::string_view name = table.name;
  if (name == "dataset_chunk") return std::ranges::find(flag_names, kind) != flag_names.end();
  if (name == "task_chunk") return kind == "copies" || kind == "queue";
  if (name == "clone_chunk") return kind == "items" || kind == "annotations";
  return true;
}

}  // namespace

void visit_chunk_rows(
    Database& db, const ChunkTable& table, FunctionRef<void(const ChunkRow&)> visit
) {
  auto rows =
      db.query_once(fmt::format("SELECT {}, chunk, bitmap FROM {}", table.columns, table.name));
  while (rows.next()) {
    ChunkRow row;
    rows.read(row.owner, row.kind, row.chunk, row.bytes);
    visit(row);
  }
}

std::string fault_of(const ChunkTable& table, const ChunkRow& row) {
  if (!is_known(table, row.kind)) return "is of no known kind";
  switch (state_of(row)) {
    case ChunkState::sound: return {};
    case ChunkState::empty: return "is empty";
    case ChunkState::unreadable: return "cannot be read";
  }
  return {};
}

bool is_useless(const ChunkTable& table, const ChunkRow& row) {
  const bool is_derived = std::string_view(table.name) == "dataset_chunk";
  return is_derived ? !fault_of(table, row).empty() : state_of(row) == ChunkState::empty;
}

}  // namespace allot::sqlite
