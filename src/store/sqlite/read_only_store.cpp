#include "store/sqlite/migrations.h"
#include "store/sqlite/readers.h"
#include "store/sqlite/sqlite_store.h"

namespace allot::sqlite {

namespace {

[[noreturn]] void refuse_change() {
  throw StoreFailure("The database is open to read only.");
}

class ReadOnlyStore final : public Store {
 public:
  ReadOnlyStore(const std::filesystem::path& file, Schema schema)
      : caches_(Options{}.ledger_bytes_max), readers_(file, caches_) {
    auto reader = readers_.take();
    if (schema == Schema::newest) {
      require_newest_schema(reader->database());
    } else {
      require_known_schema(reader->database());
    }
    readers_.give_back(std::move(reader));
  }

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    const ReadTransaction reading(readers_);
    body(reading.transaction());
  }

  void run_write(Where, FunctionRef<bool(Transaction&)>, JobKind) override { refuse_change(); }

  void post_write(FindScope, std::function<void()>, std::function<void(std::exception_ptr)>)
      override {
    refuse_change();
  }

  void close() override { readers_.close(); }

 private:
  Caches caches_;
  Readers readers_;
};

}  // namespace

std::unique_ptr<Store> open_to_read(const std::filesystem::path& file, Schema schema) {
  return std::make_unique<ReadOnlyStore>(file, schema);
}

int schema_of(const std::filesystem::path& file) {
  Database db(file, {.read_only = true});
  return db.query("PRAGMA user_version").one<int>();
}

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to) {
  Database(from, {.read_only = true}).copy_to(to);
}

}  // namespace allot::sqlite
