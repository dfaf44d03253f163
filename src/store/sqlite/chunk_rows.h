#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/function_ref.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

/// A table of bitmaps.
struct ChunkTable {
  const char* name;
  const char* columns;       // what names a row beside the chunk: owner, kind
  const char* owner;         // what the owner is called
  const char* owner_column;  // of this table
  const char* owner_table;
  const char* owner_key;  // of that table
};

inline constexpr std::array<ChunkTable, 9> chunk_tables{{
    {"dataset_chunk", "dataset_id, flag", "dataset", "dataset_id", "dataset", "id"},
    {"share_chunk", "assignment_id, status", "assignment", "assignment_id", "assignment", "id"},
    {"task_chunk", "task_id, kind", "task", "task_id", "task", "id"},
    {"status_event_chunk", "seq, ''", "status event", "seq", "status_event", "seq"},
    {"once_handled_chunk", "task_id, ''", "task", "task_id", "task", "id"},
    {"purge_chunk", "purge, ''", "purge", "purge", "purge", "number"},
    {"annotation_list_chunk", "list, ''", "annotation list", "list", "annotation_list", "number"},
    {"bulk_change_chunk", "change, ''", "bulk change", "change", "bulk_change", "number"},
    {"clone_chunk", "clone, kind", "clone", "clone", "clone", "number"},
}};

struct ChunkRow {
  std::string_view owner;
  std::string_view kind;
  std::int64_t chunk = 0;
  std::string_view bytes;
};

void visit_chunk_rows(
    Database& db, const ChunkTable& table, FunctionRef<void(const ChunkRow&)> visit
);

/// What is wrong with a row by itself ("is empty", …); "" when nothing is.
[[nodiscard]] std::string fault_of(const ChunkTable& table, const ChunkRow& row);
/// It says nothing, and without it nothing is lost: an empty bitmap, or a flag that is derived and
/// cannot be read.
[[nodiscard]] bool is_useless(const ChunkTable& table, const ChunkRow& row);

}  // namespace allot::sqlite
