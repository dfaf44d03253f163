#pragma once

#include <string>

#include "domain/entities.h"

namespace allot::formats {

/// Something that happened to an item in a task.
struct HistoryLine {
  Time at;
  UserId by;         // empty: the server itself, or nobody knows
  std::string what;  // a kind of move (domain/plan.h), `setStatus` or `clearStatus`
  ItemId item;
  std::string path;
  UserId from;  // of a move; empty: outside of the task, or its queue
  UserId to;    // likewise
  std::string status;
  AssignmentId assignment;  // of a status
  OperationId operation;    // of a move
};

enum class HistoryForm { csv, ndjson };

/// What stands before the first line.
[[nodiscard]] std::string history_head(HistoryForm form);

/// Appends it, with its line feed. As JSON, what is empty is left out.
void append_history_line(std::string& out, HistoryForm form, const HistoryLine& line);

}  // namespace allot::formats
