#include "usecases/labels/history.h"

#include <deque>
#include <map>

#include "base/patience.h"
#include "usecases/access.h"

namespace allot {

namespace {

constexpr std::uint64_t page_items = 256;
constexpr std::uint64_t page_events = 10'000;    // or those of one item
constexpr std::size_t piece_bytes = 256 * 1024;  // about

UserId person_at(const Holder& holder) {
  return holder.place == Holder::Place::person ? holder.person : UserId{};
}

class History final : public LabelStream {
 public:
  History(
      Env& env,
      const Caller& caller,
      TaskId task,
      formats::HistoryForm form,
      OpenStreams::Place place
  )
      : env_(env),
        caller_(caller),
        place_(std::move(place)),
        task_(std::move(task)),
        form_(form),
        out_(formats::history_head(form)) {}

  std::optional<std::string> next() override {
    if (is_finished_ && lines_.empty()) return std::nullopt;
    const Patience patience(env_.settings.query_time_max, Patience::unwanted());
    const auto told = read(env_.store, [&](const Transaction& tx) -> Result<Done> {
      TRY(require_sign_in(tx, caller_));
      const auto task = TRY(get_task(tx, caller_, task_, Verb::see_operations));
      if (!lines_.empty()) return Done{};
      is_with_statuses_ ? tell_statuses(tx, task) : tell_moves(tx, task);
      return Done{};
    });
    if (!told) throw LabelsWithheld(told.error().message);
    for (; !lines_.empty() && out_.size() < piece_bytes; lines_.pop_front()) {
      formats::append_history_line(out_, form_, lines_.front());
    }
    return std::exchange(out_, {});
  }

 private:
  /// Some items of the operation at hand, and of those after it.
  void tell_moves(const Transaction& tx, const Task& task) {
    auto left = page_items;
    while (left > 0) {
      if (!operation_ || handover_ == operation_->plan.handovers.size()) {
        --left;  // one that moved nothing takes time, too
        if (!take_next_operation(tx)) return begin_statuses(tx);
        continue;
      }
      const auto& handover = operation_->plan.handovers[handover_];
      const auto moved = handover.items();
      const auto ordinals = moved.page(rank_, left);
      tell_of(tx, task, *operation_, handover, ordinals);
      rank_ += ordinals.size();
      left -= ordinals.size();
      if (rank_ < moved.size()) return;
      items_ |= moved;
      ++handover_;
      rank_ = 0;
    }
  }

  [[nodiscard]] bool take_next_operation(const Transaction& tx) {
    const auto last = operation_ ? operation_->id : OperationId{};
    operation_ = tx.operations().next_of_task(task_, last);
    handover_ = 0;
    return operation_.has_value();
  }

  void begin_statuses(const Transaction& tx) {
    const auto ledger = tx.ledgers().of(task_);
    items_ |= ledger->members | ledger->copies;
    is_with_statuses_ = true;
  }

  void tell_of(
      const Transaction& tx,
      const Task& task,
      const Operation& operation,
      const Handover& handover,
      const std::vector<Ordinal>& ordinals
  ) {
    for (auto& item : tx.items().at(task.dataset, ordinals)) {
      lines_.push_back(
          {.at = operation.at,
           .by = operation.by,
           .what = std::string(name_of(operation.plan.kind)),
           .item = std::move(item.id),
           .path = std::move(item.path),
           .from = person_at(handover.from),
           .to = person_at(handover.to),
           .status = {},
           .assignment = {},
           .operation = operation.id}
      );
    }
  }

  /// Those of some items.
  void tell_statuses(const Transaction& tx, const Task& task) {
    auto ordinals = items_.page(rank_, page_items);
    if (ordinals.empty()) {
      is_finished_ = true;
      return;
    }
    ordinals.resize(tx.status_log().readable_at_once(task.dataset, ordinals, page_events));
    rank_ += ordinals.size();
    std::map<Ordinal, std::vector<StatusEvent>> by_item;
    for (const auto& event : tx.status_log().of_items(task.dataset, ItemSet::of(ordinals))) {
      if (event.task != task_) continue;
      event.items.for_each([&](Ordinal item) { by_item[item].push_back(event); });
    }
    for (const auto& item : tx.items().at(task.dataset, ordinals)) {
      for (const auto& event : by_item[item.ordinal]) tell_of(item, event);
    }
  }

  void tell_of(const Item& item, const StatusEvent& event) {
    lines_.push_back(
        {.at = event.at,
         .by = event.actor,
         .what = event.cleared ? "clearStatus" : "setStatus",
         .item = item.id,
         .path = item.path,
         .from = {},
         .to = {},
         .status = event.word,
         .assignment = event.assignment,
         .operation = {}}
    );
  }

  Env& env_;
  const Caller caller_;
  const OpenStreams::Place place_;
  const TaskId task_;
  const formats::HistoryForm form_;
  std::string out_;
  std::deque<formats::HistoryLine> lines_;  // that were read and are to go out
  ItemSet items_;  // that were told of so far, and in the end those of the task
  std::optional<Operation> operation_;  // at hand; oldest first
  std::size_t handover_ = 0;
  std::uint64_t rank_ = 0;  // in the set at hand
  bool is_with_statuses_ = false;
  bool is_finished_ = false;
};

}  // namespace

Result<LabelsOut> export_history(
    Env& env, const Caller& caller, const TaskId& id, formats::HistoryForm form
) {
  auto place = TRY(env.streams.begin(caller.user));
  const auto task = TRY(read(env.store, [&](const Transaction& tx) {
    return get_task(tx, caller, id, Verb::see_operations);
  }));
  return LabelsOut{
      .title = task.name,
      .stream = std::make_unique<History>(env, caller, id, form, std::move(place))
  };
}

}  // namespace allot
