#include "store/sqlite/ledger_state.h"
#include "store/sqlite/transaction.h"

namespace allot::sqlite {

namespace {

class SqliteLedgers final : public Ledgers {
 public:
  explicit SqliteLedgers(Context& context) : context_(context) {}

  Ledger of(const TaskId& task) const override { return ledger_of(context_, task); }

  void put(const TaskId& task, const Ledger& ledger) override {
    put_ledger(context_, task, ledger);
  }

 private:
  Context& context_;
};

}  // namespace

std::unique_ptr<Ledgers> make_ledgers(Context& context) {
  return std::make_unique<SqliteLedgers>(context);
}

}  // namespace allot::sqlite
