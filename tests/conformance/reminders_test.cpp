// What tasks were told of as due.

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RemindersOfAStore : public StoreTest {
 protected:
  TaskId due_in(std::chrono::milliseconds time) {
    const auto id = add_task(dataset);
    set_due(id, std::to_string(to_epoch_ms(clock.now() + time)) + ".0");
    return id;
  }

  void set_due(const TaskId& id, const std::string& date) {
    change([&](Transaction& tx) {
      auto task = tx.tasks().find(id).value();
      task.due_date = date;
      tx.tasks().put(task);
    });
  }

  std::vector<Reminders::Due> due(std::size_t count = 100) {
    return look([&](const Transaction& tx) { return tx.reminders().due(clock.now(), count); });
  }

  bool is_still_due(const Reminders::Due& each) {
    return look([&](const Transaction& tx) {
      return tx.reminders().is_still_due(each, clock.now());
    });
  }

  void note_all() {
    for (const auto& each : due()) {
      EXPECT_TRUE(is_still_due(each));
      change([&](Transaction& tx) { tx.reminders().note(each.task, each.step); });
    }
  }

  DatasetId dataset = add_dataset();
};

// B-282
TEST_F(RemindersOfAStore, ATaskIsDueSoonADayBeforeAndThenOverAndToldOfOnceAsEach) {
  using Due = Reminders::Due;
  const auto later = due_in(std::chrono::hours{25});
  const auto soon = due_in(std::chrono::hours{24});
  const auto over = due_in(std::chrono::hours{-1});
  due_in(std::chrono::hours{24 * 40});
  due_in(std::chrono::hours{-24 * 31});  // too long ago
  add_task(dataset);                     // never due
  EXPECT_THAT(due(), ElementsAre(Due{over, DueStep::over}, Due{soon, DueStep::soon}));
  EXPECT_THAT(due(1), ElementsAre(Due{over, DueStep::over}));
  note_all();
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_FALSE(is_still_due({over, DueStep::over}));
  EXPECT_FALSE(is_still_due({soon, DueStep::over}));  // not yet
  clock.advance(std::chrono::hours{24});
  EXPECT_FALSE(is_still_due({soon, DueStep::soon}));
  EXPECT_THAT(due(), ElementsAre(Due{soon, DueStep::over}, Due{later, DueStep::soon}));
  note_all();
  EXPECT_THAT(due(), IsEmpty());
}

// B-282
TEST_F(RemindersOfAStore, ATaskWithoutWorkIsNotDueBeforeItsWorkChanges) {
  using Due = Reminders::Due;
  const auto task = due_in(std::chrono::hours{1});
  const auto other = due_in(std::chrono::hours{2});
  const auto without_work = due(1);
  const auto note = [&] {
    change([&](Transaction& tx) { tx.reminders().note_without_work(without_work.front()); });
  };
  note();
  EXPECT_THAT(due(), ElementsAre(Due{other, DueStep::soon}));
  set_due(task, std::to_string(to_epoch_ms(clock.now() - std::chrono::hours{1})));
  EXPECT_THAT(due(), ElementsAre(Due{other, DueStep::soon}));
  const auto assignment = add_assignment(task, "0@example.org");
  change([&](Transaction& tx) { tx.ledgers().put(task, ledger_with({assignment}, 1)); });
  EXPECT_THAT(due(), ElementsAre(Due{task, DueStep::over}, Due{other, DueStep::soon}));
  note();  // late: that was before
  EXPECT_THAT(due(), ElementsAre(Due{task, DueStep::over}, Due{other, DueStep::soon}));
  const auto again = due(1).front();
  change([&](Transaction& tx) { tx.reminders().note_without_work(again); });
  EXPECT_THAT(due(), ElementsAre(Due{other, DueStep::soon}));
}

// B-282
TEST_F(RemindersOfAStore, ATaskIsNotDueWhileItIsDismissed) {
  const auto task = due_in(std::chrono::hours{1});
  const auto dismiss = [&](bool dismissed) {
    change([&](Transaction& tx) {
      auto found = tx.tasks().find(task).value();
      found.dismissed = dismissed;
      tx.tasks().put(found);
    });
  };
  dismiss(true);
  EXPECT_THAT(due(), IsEmpty());
  dismiss(false);
  EXPECT_THAT(due(), ElementsAre(Reminders::Due{task, DueStep::soon}));
}

TEST_F(RemindersOfAStore, AnotherDueDateIsToldOfAnew) {
  const auto task = due_in(std::chrono::hours{1});
  note_all();
  set_due(task, std::to_string(to_epoch_ms(clock.now() + std::chrono::hours{2})));
  EXPECT_THAT(due(), ElementsAre(Reminders::Due{task, DueStep::soon}));
  note_all();
  EXPECT_THAT(due(), IsEmpty());
  set_due(task, "0");  // none
  EXPECT_THAT(due(), IsEmpty());
  change([&](Transaction& tx) { tx.tasks().remove(task); });
  EXPECT_THAT(due(), IsEmpty());
}

}  // namespace

}  // namespace allot::conformance
