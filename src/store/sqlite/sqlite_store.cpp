#include "store/sqlite/sqlite_store.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <future>
#include <string>

#include "base/log.h"
#include "base/patience.h"
#include "base/unattended.h"
#include "base/waiting.h"
#include "store/fault.h"
#include "store/sqlite/address_clashes.h"
#include "store/sqlite/log_damage.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/readers.h"
#include "store/sqlite/writer.h"

namespace allot::sqlite {

namespace {

/// The transactions that this thread is in, innermost first; of different stores in general.
struct Active {
  const Store* store;
  const Transaction* transaction;
  bool writing;
  const Active* outer;
};

thread_local const Active* active = nullptr;

const Active* active_in(const Store& store) {
  for (const auto* it = active; it; it = it->outer) {
    if (it->store == &store) return it;
  }
  return nullptr;
}

class Activation {
 public:
  Activation(const Store& store, const Transaction& transaction, bool writing)
      : self_{&store, &transaction, writing, active} {
    active = &self_;
  }

  ~Activation() { active = self_.outer; }

  Activation(const Activation&) = delete;
  Activation& operator=(const Activation&) = delete;

 private:
  Active self_;
};

/// A folder that goes with its owner; in memory if the system allows.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const auto* in_memory = "/dev/shm";
    const auto base = ::access(in_memory, W_OK) == 0 ? std::filesystem::path(in_memory)
                                                     : std::filesystem::temp_directory_path();
    auto pattern = (base / "allot-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw StoreFailure("No temporary folder can be made.");
    path_ = pattern;
  }

  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void advance_ids(Database& db, IdSource& ids) {
  constexpr std::array<Sql, 12> newest{
      "SELECT max(id) FROM dataset",
      "SELECT max(id) FROM item",
      "SELECT max(id) FROM annotation",
      "SELECT max(id) FROM recipe",
      "SELECT max(id) FROM ontology",
      "SELECT max(id) FROM task",
      "SELECT max(id) FROM assignment",
      "SELECT max(last_id) FROM arrival",
      "SELECT max(id) FROM command",
      "SELECT max(id) FROM operation",
      "SELECT max(id) FROM inbox",
      "SELECT max(id) FROM session",
  };
  for (const auto& sql : newest) {
    ids.advance_past(db.query(sql).one<std::optional<std::string>>().value_or(""));
  }
}

/// 0 where there is none.
std::uint64_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

/// Who works ahead goes through much once, and would fill a cache as large as those of the requests
/// beside them.
constexpr int cache_aside_kib = 512;

class SqliteStore final : public Store {
 public:
  SqliteStore(const Options& options, IdSource& ids)
      : file_(options.file),
        folder_(file_.empty() ? std::make_unique<TemporaryFolder>() : nullptr),
        path_(folder_ ? folder_->path() / "allot.db" : file_),
        caches_(options.ledger_bytes_max),
        readers_(path_, caches_),
        readers_aside_(path_, caches_, cache_aside_kib),
        writer_(
            path_,
            {.durable = folder_ == nullptr,
             .queue_max = options.queue_max,
             .rehearses = options.rehearses},
            caches_,
            [this](const Writer::Job& job) {
              const Activation in_job(*this, writer_.transaction(), true);
              job();
            }
        ) {
    migrate(writer_.database(), path_);
    for (const auto& clash : address_clashes(writer_.database())) {
      log(LogLevel::warning, "addresses_fall_together", {{"reason", clash}});
    }
    advance_ids(writer_.database(), ids);
    writer_.ring(bell());
    writer_.start();
  }

  ~SqliteStore() override { shut(); }

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    if (const auto* outer = active_in(*this)) {
      body(*outer->transaction);
      return;
    }
    const ReadTransaction reading(Unattended::holds() ? readers_aside_ : readers_);
    const Activation in_read(*this, reading.transaction(), false);
    body(reading.transaction());
  }

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    if (const auto* outer = active_in(*this); outer && outer->writing) {
      writer_.run(where, body, kind);
      return;
    }
    // Shared, since the writer may still be waking this thread when it goes on.
    const auto durable = std::make_shared<std::promise<void>>();
    bool is_kept = false;
    writer_.post(
        [&, request = LogRequest::current()] {
          const LogRequest at_hand(request);
          writer_.run(where, [&](Transaction& tx) { return is_kept = body(tx); }, kind);
        },
        [durable](const std::exception_ptr& error) {
          error ? durable->set_exception(error) : durable->set_value();
        }
    );
    {
      const Waiting for_the_writer;
      durable->get_future().get();
    }
    if (is_kept) Patience::lift();
  }

  void post_write(
      [[maybe_unused]] FindScope where,
      std::function<void()> job,
      std::function<void(std::exception_ptr)> done
  ) override {
#ifndef NDEBUG
    job = [this, where = std::move(where), job = std::move(job)] {
      writer_.run_within(where, job);
    };
#endif
    writer_.post(std::move(job), std::move(done));
  }

  [[nodiscard]] StoreNumbers numbers() const override {
    auto numbers = writer_.numbers();
    numbers.database_bytes = size_of(path_);
    numbers.log_bytes = size_of(path_.string() + "-wal");
    numbers.ledgers = caches_.ledgers.numbers();
    numbers.reader_steps = caches_.reader_steps.value();
    numbers.datasets = caches_.datasets.numbers();
    return numbers;
  }

  void close() override { shut(); }

 private:
  void shut() {
    writer_.stop();
    readers_.close();
    readers_aside_.close();
    if (!std::exchange(closed_, true)) writer_.finish_log();
  }

  std::filesystem::path file_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::filesystem::path path_;
  Caches caches_;
  Readers readers_;
  Readers readers_aside_;  // of whoever is Unattended
  Writer writer_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Store> open(const Options& options, IdSource& ids) {
  if (options.file.empty()) return std::make_unique<SqliteStore>(options, ids);
  require_sound_log(options.file);
  try {
    return std::make_unique<SqliteStore>(options, ids);
  } catch (const KnownFailure& failure) {
    if (failure.fault() != StoreFault::damaged) throw;
    throw KnownFailure(
        StoreFault::damaged,
        fmt::format(
            "The database is damaged, so restore the data folder from a backup: {}", failure.what()
        )
    );
  }
}

}  // namespace allot::sqlite
