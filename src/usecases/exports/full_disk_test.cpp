// What an export writes while the disk is full, and after that.

#include <gmock/gmock.h>

#include "store/files.h"
#include "support/passing_store.h"
#include "usecases/exports/exports_for_tests.h"

namespace allot::test {
namespace {

/// The real files, on a disk that is full once, when so many pieces were written to the spool.
class FullOnce final : public FileStore {
 public:
  FullOnce(FileStore& files, int pieces) : files_(files), pieces_(pieces) {}

  [[nodiscard]] bool was_full() const { return pieces_ < 0; }

  [[nodiscard]] std::unique_ptr<SpoolWriter> spool() override {
    return std::make_unique<Writer>(files_.spool(), pieces_);
  }

  void keep(SpooledFile& file) override { files_.keep(file); }

  [[nodiscard]] std::filesystem::path find(std::string_view sha256) const override {
    return files_.find(sha256);
  }

  [[nodiscard]] std::vector<Stored> shelf(std::string_view digits) const override {
    return files_.shelf(digits);
  }

  [[nodiscard]] std::size_t spooled() const override { return files_.spooled(); }

  bool remove_unless_kept_since(std::string_view sha256, std::chrono::system_clock::time_point time)
      override {
    return files_.remove_unless_kept_since(sha256, time);
  }

  [[nodiscard]] FolderHold hold_still() const override { return files_.hold_still(); }

  [[nodiscard]] std::optional<FolderHold> try_to_sweep() const override {
    return files_.try_to_sweep();
  }

 private:
  class Writer final : public SpoolWriter {
   public:
    Writer(std::unique_ptr<SpoolWriter> writer, int& pieces)
        : writer_(std::move(writer)), pieces_(pieces) {}

    void append(std::string_view bytes) override {
      if (pieces_-- == 0) throw StoreFailure("The disk is full.");
      writer_->append(bytes);
    }

    [[nodiscard]] std::uint64_t size() const override { return writer_->size(); }

    [[nodiscard]] SpooledFile finish() override { return writer_->finish(); }

   private:
    const std::unique_ptr<SpoolWriter> writer_;
    int& pieces_;
  };

  FileStore& files_;
  int pieces_;
};

/// The real store, which cannot say once that an export failed.
class SilentOnce final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind of) override {
    if (of.name() == "exports/fail" && !std::exchange(was_silent_, true)) {
      throw StoreFailure("The disk is full.");
    }
    PassingStore::run_write(where, body, of);
  }

 private:
  bool was_silent_ = false;
};

class ExportsOnAFullDisk : public ExportsOfADataset {
 protected:
  ExportsOnAFullDisk() {
    for (const auto& id : world.items(3)) {
      const auto made = write(world.env().store, Scope::everything(), [&](Transaction& tx) {
        auto item = tx.items().find(id).value();
        item.metadata = R"({"user":")" + std::string(100'000, 'x') + R"("})";
        tx.items().update(item);
        return Result<Done>(Done{});
      });
      EXPECT_OK(made);
    }
  }

  /// Until none is left, whatever comes between.
  static void take_all(Env& env, const std::atomic<bool>& never) {
    ExportTurns turns(env, never);
    for (;;) {
      try {
        if (!turns.take()) return;
      } catch (const StoreFailure&) {
        continue;  // the disk is to have room again
      }
    }
  }
};

TEST_F(ExportsOnAFullDisk, AreWholeOrNotThere) {
  for (const auto form : {ExportForm::json, ExportForm::zipped_json, ExportForm::zip}) {
    const auto whole = exported({.form = form});
    bool was_full = true;
    for (int pieces = 0; was_full; ++pieces) {
      FullOnce files(world.env().files, pieces);
      SilentOnce store(world.env().store);
      const auto& real = world.env();
      Env env{
          .store = store,
          .files = files,
          .clock = real.clock,
          .random = real.random,
          .ids = real.ids,
          .settings = real.settings,
          .tokens = real.tokens,
          .throttle = real.throttle,
          .password_cost = real.password_cost,
          .meters = real.meters,
          .in_use = real.in_use,
          .streams = real.streams
      };
      const auto command = begin({.form = form});
      take_all(env, never);
      EXPECT_EQ(now(command).status, CommandStatus::success);
      EXPECT_EQ(content(command), whole) << pieces;
      was_full = files.was_full();
    }
  }
}

}  // namespace
}  // namespace allot::test
