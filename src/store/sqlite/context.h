#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/metrics.h"
#include "store/sqlite/cache.h"
#include "store/sqlite/database.h"
#include "store/sqlite/drafts.h"
#include "store/sqlite/kept_orders.h"
#include "store/sqlite/kept_rows.h"
#include "store/sqlite/recent_changes.h"
#include "store/where.h"

namespace allot::sqlite {

struct DatasetEntry;
struct DatasetDraft;
struct AnnotationTotal;
struct LedgerEntry;
struct LedgerDraft;
struct TimeOrderEntry;
struct WorkEntry;

/// What all connections of a store share.
struct Caches {
  /// `ledger_bytes_max`: what ledgers may take of the memory; what is derived of them is little
  /// beside it.
  explicit Caches(std::size_t ledger_bytes_max)
      : datasets(ledger_bytes_max / 4),
        annotation_totals(ledger_bytes_max / 64),
        ledgers(ledger_bytes_max),
        works(ledger_bytes_max / 4),
        time_orders(ledger_bytes_max / 8) {}

  Cache<DatasetEntry> datasets;
  Cache<AnnotationTotal> annotation_totals;
  Cache<LedgerEntry> ledgers;
  Cache<WorkEntry> works;
  Cache<TimeOrderEntry> time_orders;
  RecentChanges changes;
  KeptOrders orders;
  Counter reader_steps;
};

struct WriterDrafts {
  Drafts<DatasetDraft> datasets;
  Drafts<LedgerDraft> ledgers;
  WriterRows rows;
};

/// What the nouns of one connection work with.
struct Context {
  Database& db;
  Caches& caches;
  WriterDrafts* drafts;  // nullptr on readers
  /// Of a reader's transaction, or an earlier one.
  Moment moment = 0;
  /// Of committed datasets: a number never changes.
  std::unordered_map<std::string, std::int64_t> dataset_numbers = {};
  /// In debug builds, of the body that runs on the writer; nullptr: of everything.
  const Scope* scope = nullptr;
};

/// A row by its key: what the writer has kept, else by `read`.
template <class T, class Read>
std::optional<T> kept_or_read(
    Context& context, KeptRows<T> WriterRows::* rows, const std::string& key, Read read
) {
  if (context.drafts == nullptr) return read();
  return (context.drafts->rows.*rows).find(context.db, key, read);
}

/// A body, or a job, runs, and in debug builds is held to where it said it would. Inside another
/// one it is held to its own scope, which CHECKs to be part of the outer one, and the outer one
/// again after it. What it makes must not be there yet.
class WithinScope {
 public:
  WithinScope(Context& context, const Transaction& transaction, Where where);
  ~WithinScope();

  WithinScope(const WithinScope&) = delete;
  WithinScope& operator=(const WithinScope&) = delete;

 private:
#ifndef NDEBUG
  Context& context_;
  const Scope* outer_;
  Scope scope_;
#endif
};

// In debug builds these CHECK that what is written, or read of sets and ledgers to decide on it, is
// in the body's scope.
void require_house(const Context& context);
void require_account(const Context& context, const UserId& id);
void require_project(const Context& context, const ProjectId& id);
void require_dataset(const Context& context, const DatasetId& id);

}  // namespace allot::sqlite
