#pragma once

#include <functional>
#include <utility>

#include "store/store.h"

namespace allot::test {

/// The real store, passed on; for tests that change one thing about it.
class PassingStore : public Store {
 public:
  explicit PassingStore(Store& store) : store_(store) {}

  void run_read(FunctionRef<void(const Transaction&)> body) override { store_.run_read(body); }

  void post_read(std::function<void()> job, std::function<void(std::exception_ptr)> done) override {
    store_.post_read(std::move(job), std::move(done));
  }

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    store_.run_write(where, body, kind);
  }

  void post_write(
      FindScope where, std::function<void()> job, std::function<void(std::exception_ptr)> done
  ) override {
    store_.post_write(std::move(where), std::move(job), std::move(done));
  }

  [[nodiscard]] Bell& bell() override { return store_.bell(); }

  void close() override { store_.close(); }

 private:
  Store& store_;
};

/// Lets something happen behind all that was read, right before the next change that comes this
/// way.
class OvertakenStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  std::function<void()> meanwhile;  // once; empty when it has happened

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    happen();
    PassingStore::run_write(where, body, kind);
  }

  /// Nothing comes between what such a job reads and what it changes.
  void post_write(
      FindScope where, std::function<void()> job, std::function<void(std::exception_ptr)> done
  ) override {
    happen();
    PassingStore::post_write(std::move(where), std::move(job), std::move(done));
  }

 private:
  void happen() {
    if (const auto happens = std::exchange(meanwhile, {})) happens();
  }
};

}  // namespace allot::test
