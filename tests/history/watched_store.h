#pragma once

#include <cstdint>

#include "support/passing_store.h"
#include "turnstile.h"

namespace allot::history {

/// What a client's thread is, for the store that it calls.
struct Seat {
  Turnstile* turnstile = nullptr;  // none: everybody at once
  std::size_t number = 0;
  std::uint64_t written = 0;  // the number of its latest change
};

inline thread_local Seat* here = nullptr;

/// The real store; numbers the changes in the writer's order and lets another client go on before
/// each transaction.
class WatchedStore final : public test::PassingStore {
 public:
  using PassingStore::PassingStore;

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    let_others_go();
    PassingStore::run_read(body);
  }

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    let_others_go();
    std::uint64_t number = 0;
    const auto numbered = [&](Transaction& tx) {
      const bool keep = body(tx);
      if (keep) number = ++changes_;
      return keep;
    };
    PassingStore::run_write(where, numbered, kind);
    if (here != nullptr) here->written = number;
  }

 private:
  static void let_others_go() {
    if (here != nullptr && here->turnstile != nullptr) here->turnstile->pass(here->number);
  }

  std::uint64_t changes_ = 0;  // touched on the writer's thread alone
};

}  // namespace allot::history
