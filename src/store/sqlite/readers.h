#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite/transaction.h"

namespace allot::sqlite {

/// One read-only connection with its nouns.
class Reader {
 public:
  Reader(const std::filesystem::path& file, Caches& caches, int cache_kib);

  [[nodiscard]] Database& database() { return db_; }

  /// Begins a transaction; it ends with `database().roll_back()`.
  void begin();

  [[nodiscard]] const Transaction& transaction() const { return transaction_; }

 private:
  Database db_;
  Context context_;
  SqliteTransaction transaction_;
};

/// Connections that nobody reads by at the moment; the last given back is the first taken, so each
/// busy thread mostly meets its own again, with its prepared statements. Thread-safe.
class Readers {
 public:
  /// `cache_kib`: what each connection may keep of the file; the system keeps it as well, from
  /// where a page is read again in some microseconds.
  Readers(std::filesystem::path file, Caches& caches, int cache_kib = Database::Options{}.cache_kib)
      : file_(std::move(file)), caches_(caches), cache_kib_(cache_kib) {}

  /// Throws StoreBusy once closed.
  [[nodiscard]] std::unique_ptr<Reader> take();
  void give_back(std::unique_ptr<Reader> reader);
  void close();

 private:
  std::filesystem::path file_;
  Caches& caches_;
  int cache_kib_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;
  bool closed_ = false;
};

/// Reads in one transaction as long as it lives.
class ReadTransaction {
 public:
  explicit ReadTransaction(Readers& readers);
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  [[nodiscard]] const Transaction& transaction() const { return reader_->transaction(); }

 private:
  Readers& readers_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace allot::sqlite
