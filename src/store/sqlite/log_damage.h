#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

namespace allot::sqlite {

/// What a write-ahead log has behind its last readable transaction.
struct LogEnd {
  std::size_t readable_frames = 0;
  /// Transactions of the same log that end behind the first frame that cannot be read. Each was
  /// begun only once all before it were on disk. So one may be what a power cut tore, and nobody
  /// was told that it was done; of two or more the earlier was done, and is lost to damage.
  std::size_t unreadable_transactions = 0;
  /// The head of the log itself cannot be read, though frames follow it.
  bool head_is_damaged = false;

  [[nodiscard]] bool is_damaged() const { return head_is_damaged || unreadable_transactions > 1; }
};

/// Reads a log as SQLite does when it takes one over after an abrupt end, which goes on with what
/// stands before the first frame that cannot be read, and says nothing. An absent or empty log has
/// nothing behind its end. Changes nothing; nobody may write the log meanwhile. Throws StoreFailure
/// when the file cannot be read.
/// Source: sqlite.org/fileformat2.html#walformat
[[nodiscard]] LogEnd read_log_end(const std::filesystem::path& log);

/// Refuses a database whose log is damaged (StoreFailure, one sentence), before a connection takes
/// the log over and writes over what is left of it. Logs a last transaction that is torn.
void require_sound_log(const std::filesystem::path& database);

}  // namespace allot::sqlite
