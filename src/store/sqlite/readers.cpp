#include "store/sqlite/readers.h"

#include "base/patience.h"

namespace allot::sqlite {

namespace {

/// Some ten microseconds.
constexpr int steps_between_looks = 1'000;

}  // namespace

Reader::Reader(const std::filesystem::path& file, Caches& caches, int cache_kib)
    : db_(file, {.read_only = true, .cache_kib = cache_kib}),
      context_{.db = db_, .caches = caches, .drafts = nullptr},
      transaction_(context_) {
  db_.watch(steps_between_looks, Patience::is_over);
  db_.count_steps_in(caches.reader_steps);
}

void Reader::begin() {
  context_.caches.orders.drop_unused();
  // First, so that the snapshot is no older.
  context_.moment = context_.caches.changes.moment();
  db_.query("BEGIN").run();
}

std::unique_ptr<Reader> Readers::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (closed_) throw StoreBusy("The server is stopping.");
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  return std::make_unique<Reader>(file_, caches_, cache_kib_);
}

void Readers::give_back(std::unique_ptr<Reader> reader) {
  const std::scoped_lock lock(mutex_);
  if (!closed_) idle_.push_back(std::move(reader));
}

void Readers::close() {
  std::vector<std::unique_ptr<Reader>> idle;
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  idle.swap(idle_);
}

ReadTransaction::ReadTransaction(Readers& readers) : readers_(readers), reader_(readers.take()) {
  reader_->begin();
}

ReadTransaction::~ReadTransaction() {
  reader_->database().roll_back();
  readers_.give_back(std::move(reader_));
}

}  // namespace allot::sqlite
