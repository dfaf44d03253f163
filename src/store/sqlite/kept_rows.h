#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "domain/entities.h"
#include "store/sqlite/database.h"

namespace allot::sqlite {

template <class T>
std::size_t bytes_of(const T&) {
  return sizeof(T) + 200;  // and its texts, all short
}

inline std::size_t bytes_of(const Task& task) {
  return sizeof(Task) + 400 + (task.description ? task.description->content.size() : 0) +
         task.available_actions.size() + task.user_metadata.size() + task.system_metadata.size();
}

inline std::size_t bytes_of(const Assignment& assignment) {
  return sizeof(Assignment) + 200 + assignment.user_metadata.size();
}

/// Rows of one table by their keys, as the database has them: what the writer asks for with nearly
/// every change, again and again. Nothing of them outlives a statement that may have changed the
/// table, nor a roll-back. One thread.
template <class T>
class KeptRows {
 public:
  explicit KeptRows(KeptTable table) : table_(table) {}

  /// The row, by `read` unless it is kept; that there is none is kept as well.
  template <class Read>
  std::optional<T> find(const Database& db, const std::string& key, Read read) {
    constexpr std::size_t bytes_max = 16 << 20;
    const auto written = db.written(table_);
    if (written != written_ || bytes_ > bytes_max) clear();
    written_ = written;
    if (const auto found = rows_.find(key); found != rows_.end()) return found->second;
    auto row = read();
    bytes_ += 100 + key.size() + (row ? bytes_of(*row) : sizeof(row));
    return rows_.emplace(key, std::move(row)).first->second;
  }

  void clear() {
    rows_.clear();
    bytes_ = 0;
  }

 private:
  KeptTable table_;
  std::uint64_t written_ = 0;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, std::optional<T>> rows_;
};

struct WriterRows {
  KeptRows<Project> projects{KeptTable::project};
  KeptRows<Member> members{KeptTable::member};  // by project and user, a line feed between
  KeptRows<Task> tasks{KeptTable::task};
  KeptRows<Assignment> assignments{KeptTable::assignment};

  /// After a roll-back: what was read since the savepoint never was.
  void clear() {
    projects.clear();
    members.clear();
    tasks.clear();
    assignments.clear();
  }
};

}  // namespace allot::sqlite
