#include "store/sqlite/functions.h"

#include <array>
#include <exception>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/unicode.h"
#include "domain/item_set.h"
#include "query/sql_function.h"
#include "store/sqlite/database.h"
#include "store/sqlite/hidden_annotations.h"
#include "store/sqlite/pending_changes.h"
#include "store/store.h"

namespace allot::sqlite {

namespace {

constexpr std::size_t columns_max = 32;  // of a table that is filtered

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)))
               : std::string_view();
}

void delete_condition(void* condition) {
  delete static_cast<query::SqlFunction*>(condition);
}

void dql_test(sqlite3_context* context, int count, sqlite3_value** arguments) {
  // The condition is the same for each row: it is parsed once and kept beside the statement.
  try {
    std::unique_ptr<query::SqlFunction> made;
    auto* condition = static_cast<query::SqlFunction*>(sqlite3_get_auxdata(context, 0));
    if (!condition) {
      made = std::make_unique<query::SqlFunction>(text_of(arguments[0]));
      condition = made.get();
    }
    std::array<query::SqlFunction::Cell, columns_max> row;
    std::size_t columns = 0;
    for (int at = 1; at + 1 < count && columns < columns_max; at += 2) {
      // The number first: asking for text makes one of it.
      const auto number = sqlite3_value_int64(arguments[at + 1]);
      row[columns++] = {text_of(arguments[at]), text_of(arguments[at + 1]), number};
    }
    sqlite3_result_int(context, (*condition)(std::span(row).first(columns)) ? 1 : 0);
    // Last, since SQLite may delete what it is given at once.
    if (made) sqlite3_set_auxdata(context, 0, made.release(), delete_condition);
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

void ordinal_in(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* set =
      static_cast<const ItemSet*>(sqlite3_value_pointer(arguments[0], item_set_pointer));
  const auto ordinal = static_cast<Ordinal>(sqlite3_value_int64(arguments[1]));
  sqlite3_result_int(context, set && set->contains(ordinal) ? 1 : 0);
}

/// The first three arguments of the functions about bulk changes: the changes, whose row it is, and
/// which of them the row holds.
struct RowOfChanges {
  explicit RowOfChanges(sqlite3_value** arguments)
      : pending(static_cast<const PendingChanges*>(
            sqlite3_value_pointer(arguments[0], pending_changes_pointer)
        )),
        member(static_cast<Ordinal>(sqlite3_value_int64(arguments[1]))),
        folded(sqlite3_value_int64(arguments[2])) {}

  [[nodiscard]] const PendingChanges::Change* last() const {
    return pending ? pending->last_of(member, folded) : nullptr;
  }

  const PendingChanges* pending;
  Ordinal member;
  std::int64_t folded;
};

void give_text(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void changed_metadata(sqlite3_context* context, int, sqlite3_value** arguments) {
  const RowOfChanges row(arguments);
  if (row.last() == nullptr) return sqlite3_result_value(context, arguments[3]);
  try {
    give_text(context, row.pending->metadata_of(row.member, row.folded, text_of(arguments[3])));
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

void changed_by(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* last = RowOfChanges(arguments).last();
  if (last == nullptr) return sqlite3_result_value(context, arguments[3]);
  give_text(context, last->actor.text);
}

void changed_at(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* last = RowOfChanges(arguments).last();
  if (last == nullptr) return sqlite3_result_value(context, arguments[3]);
  sqlite3_result_int64(context, to_epoch_ms(last->at));
}

/// What `part` gives of the path that the row's item has; the last argument where it has not moved.
void give_of_path(
    sqlite3_context* context,
    int count,
    sqlite3_value** arguments,
    std::string_view (*part)(std::string_view)
) {
  const RowOfChanges row(arguments);
  if (row.pending == nullptr || !row.pending->move(row.member, row.folded)) {
    return sqlite3_result_value(context, arguments[count - 1]);
  }
  try {
    const auto path = row.pending->path_of(row.member, row.folded, text_of(arguments[3]));
    give_text(context, part(path));
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

void changed_path(sqlite3_context* context, int count, sqlite3_value** arguments) {
  give_of_path(context, count, arguments, [](std::string_view path) { return path; });
}

void changed_folder(sqlite3_context* context, int count, sqlite3_value** arguments) {
  give_of_path(context, count, arguments, folder_of_path);
}

void changed_name(sqlite3_context* context, int count, sqlite3_value** arguments) {
  give_of_path(context, count, arguments, name_of_path);
}

void fold(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto text = text_of(arguments[0]);
  // Bytes that are no text have no other spelling.
  const auto spelling = is_utf8(text) ? folded(text) : std::string(text);
  sqlite3_result_text(
      context, spelling.data(), static_cast<int>(spelling.size()), SQLITE_TRANSIENT
  );
}

void delete_hidden(void* hidden) {
  delete static_cast<HiddenAnnotations*>(hidden);
}

void annotation_hidden(sqlite3_context* context, int, sqlite3_value** arguments) {
  auto* const hidden = static_cast<HiddenAnnotations*>(sqlite3_user_data(context));
  try {
    const auto number = static_cast<Ordinal>(sqlite3_value_int64(arguments[1]));
    const auto& numbers = hidden->of(text_of(arguments[0]));
    sqlite3_result_int(context, numbers.contains(number) ? 1 : 0);
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

/// Members of a chunk that are gathered; a trivial type, since SQLite gives it as zeros.
struct Gathered {
  std::vector<Ordinal>* members;
};

void gather(sqlite3_context* context, int, sqlite3_value** arguments) {
  auto* const state = static_cast<Gathered*>(sqlite3_aggregate_context(context, sizeof(Gathered)));
  if (state == nullptr) return sqlite3_result_error_nomem(context);
  try {
    if (state->members == nullptr)
      state->members = std::make_unique<std::vector<Ordinal>>().release();
    state->members->push_back(static_cast<Ordinal>(sqlite3_value_int64(arguments[0])));
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

void give_bitmap(sqlite3_context* context) {
  const auto* const state = static_cast<Gathered*>(sqlite3_aggregate_context(context, 0));
  if (state == nullptr) return;
  const std::unique_ptr<std::vector<Ordinal>> members(state->members);
  if (!members) return;
  try {
    const auto bytes = ItemSet::of(*members).chunk_bytes(0);
    sqlite3_result_blob64(context, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  } catch (const std::exception& e) {
    sqlite3_result_error(context, e.what(), -1);
  }
}

/// The bytes of a chunk from its members: an aggregate, for migrations.
void add_bitmap_of(sqlite3* handle) {
  const int code = sqlite3_create_function_v2(
      handle, "bitmap_of", 1, SQLITE_UTF8, nullptr, nullptr, gather, give_bitmap, nullptr
  );
  if (code != SQLITE_OK) throw StoreFailure(sqlite3_errstr(code));
}

void add(
    sqlite3* handle,
    const char* name,
    int arguments,
    int flags,
    void (*function)(sqlite3_context*, int, sqlite3_value**),
    void* state = nullptr,
    void (*delete_state)(void*) = nullptr
) {
  const int code = sqlite3_create_function_v2(
      handle, name, arguments, SQLITE_UTF8 | flags, state, function, nullptr, nullptr, delete_state
  );
  if (code != SQLITE_OK) throw StoreFailure(sqlite3_errstr(code));
}

}  // namespace

void register_functions(Database& db, sqlite3* handle) {
  add(handle, query::SqlFunction::name, -1, SQLITE_DETERMINISTIC, dql_test);
  add(handle, "ordinal_in", 2, 0, ordinal_in);
  auto hidden = std::make_unique<HiddenAnnotations>(db);
  // It is deleted by SQLite, where it was not added, too.
  add(handle, "annotation_hidden", 2, 0, annotation_hidden, hidden.release(), delete_hidden);
  add(handle, "changed_metadata", 4, 0, changed_metadata);
  add(handle, "changed_by", 4, 0, changed_by);
  add(handle, "changed_at", 4, 0, changed_at);
  add(handle, "changed_path", 4, 0, changed_path);
  add(handle, "changed_folder", 5, 0, changed_folder);
  add(handle, "changed_name", 5, 0, changed_name);
  add(handle, "folded", 1, SQLITE_DETERMINISTIC, fold);
  add_bitmap_of(handle);
}

}  // namespace allot::sqlite
