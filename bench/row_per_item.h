#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/item_set.h"

struct sqlite3;

namespace allot_bench {

/// The baseline of a move: a table with a row for each item and task, and the index that finds a
/// person's open items, under the durability of the server. For one thread. Throws what SQLite
/// says.
class RowPerItem {
 public:
  /// Makes it in `file` with these open items of one person.
  RowPerItem(const std::filesystem::path& file, const allot::ItemSet& open);
  ~RowPerItem();

  RowPerItem(const RowPerItem&) = delete;
  RowPerItem& operator=(const RowPerItem&) = delete;

  /// Hands each part, a range among the items, to another person; on disk when it returns.
  void move(const std::vector<allot::ItemSet>& parts);

 private:
  void run(const std::string& sql);
  void check(int outcome);

  sqlite3* database_ = nullptr;
};

}  // namespace allot_bench
