#include <utility>

#include "store/sqlite/ledger_state.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/work_state.h"

namespace allot::sqlite {

namespace {

class SqliteLedgers final : public Ledgers {
 public:
  explicit SqliteLedgers(Context& context) : context_(context) {}

  SharedLedger of(const TaskId& task) const override { return ledger_of(context_, task); }

  std::vector<TaskWork> holding(const DatasetId& dataset, const ItemSet& items) const override {
    return work_holding(context_, dataset, items);
  }

  void put(const TaskId& task, Ledger ledger) override {
    put_ledger(context_, task, std::move(ledger));
  }

 private:
  Context& context_;
};

}  // namespace

std::unique_ptr<Ledgers> make_ledgers(Context& context) {
  return std::make_unique<SqliteLedgers>(context);
}

}  // namespace allot::sqlite
