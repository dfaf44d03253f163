#include "allot/operations.h"

#include <chrono>
#include <set>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Ten files: eight with ada, two with ben; then two of ada's went to cleo.
class OperationsOfATask : public InBothModes {
 protected:
  const Dataset dataset = dataset_with(10);
  const Task task = task_of(dataset, loads({{"ada", 80}, {"ben", 20}}));
  const Assignment adas = assignment_of(task, "ada");
  const Operation moved = task.redistribute(loads({{"ada", 60}, {"ben", 20}, {"cleo", 20}}));

  /// Who of an operation gave and got how much.
  [[nodiscard]] static std::vector<std::string> flows(const Operation& operation) {
    std::vector<std::string> texts;
    for (const auto& [who, gave, got] : operation.people) {
      texts.push_back(
          who.substr(0, who.find('@')) + " -" + std::to_string(gave) + " +" + std::to_string(got)
      );
    }
    return texts;
  }

  [[nodiscard]] std::vector<PlanKind> kinds() const {
    std::vector<PlanKind> found;
    for (const auto& each : task.operations()) found.push_back(each.kind.known().value());
    return found;
  }
};

// B-283
TEST_P(OperationsOfATask, AreItsLogNewestFirst) {
  EXPECT_THAT(kinds(), ElementsAre(PlanKind::redistribute, PlanKind::create));
  EXPECT_EQ(task.operations().count(), 2u);
  const auto newest = task.operations().page(0, 1);
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_EQ(newest[0].raw_json, moved.raw_json);
}

TEST_P(OperationsOfATask, TellWhoMovedWhat) {
  const auto found = mia.operations.get(moved.id);
  EXPECT_EQ(found.id, moved.id);
  EXPECT_EQ(found.kind, PlanKind::redistribute);
  EXPECT_EQ(found.task_id, task.id);
  EXPECT_EQ(found.by, address_of("mia"));
  EXPECT_EQ(found.total, 2u);
  EXPECT_THAT(flows(found), ::testing::UnorderedElementsAre("cleo -0 +2", "ada -2 +0"));
  EXPECT_EQ(found.undoable, 2u);
  EXPECT_EQ(found.why_not_undoable, "");
  EXPECT_EQ(found.undo_of, "");
  EXPECT_EQ(found.undone_by, "");
  EXPECT_LT(std::chrono::system_clock::now() - found.at, std::chrono::minutes(10));
}

TEST_P(OperationsOfATask, ListWhatTheyMoved) {
  std::vector<std::string> items;
  for (const auto& [item, from, to] : moved.items()) {
    items.push_back(item);
    EXPECT_EQ(from, address_of("ada"));
    EXPECT_EQ(to, address_of("cleo"));
  }
  EXPECT_EQ(items, ids_of(assignment_of(task, "cleo").get_items()));
  EXPECT_EQ(moved.items({.from = "Ada@example.org", .to = {}}).count(), 2u);
  EXPECT_THAT(moved.items({.from = {}, .to = address_of("ben")}).all(), IsEmpty());
  const auto creation = task.operations().all().back();
  EXPECT_EQ(creation.items().count(), 10u);
  EXPECT_EQ(creation.items({.from = {}, .to = address_of("ben")}).page(0, 1).size(), 1u);
  EXPECT_EQ((*creation.items().begin()).from, std::nullopt);
}

// B-292 B-296
TEST_P(OperationsOfATask, AreUndoneAndSoAreUndos) {
  const auto undone = moved.undo();
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 8}, {"ben", 2}}));
  EXPECT_EQ(undone.items, 2u);
  EXPECT_TRUE(undone.kept.empty());
  EXPECT_EQ(undone.operation.kind, PlanKind::undo);
  EXPECT_EQ(undone.operation.undo_of, moved.id);
  EXPECT_EQ(moved.reload().undone_by, undone.operation.id);
  EXPECT_EQ(moved.reload().undoable, 0u);
  EXPECT_NE(moved.reload().why_not_undoable, "");
  EXPECT_THROW(moved.undo(), Conflict);
  undone.operation.undo();
  EXPECT_EQ(shares_of(task), (Shares{{"ada", 6}, {"ben", 2}, {"cleo", 2}}));
  EXPECT_THAT(
      kinds(), ElementsAre(PlanKind::undo, PlanKind::undo, PlanKind::redistribute, PlanKind::create)
  );
}

// B-292
TEST_P(OperationsOfATask, LeaveWhatWasWorkedOnWithWhoDidAndSayWhy) {
  const auto cleos = assignment_of(task, "cleo");
  cleos.set_status("completed", {ids_of(cleos.get_items()).front()});
  EXPECT_EQ(moved.reload().undoable, 1u);
  const auto undone = moved.undo();
  EXPECT_EQ(undone.items, 1u);
  ASSERT_EQ(undone.kept.size(), 1u);
  EXPECT_EQ(undone.kept[0].assignee_id, address_of("cleo"));
  EXPECT_EQ(undone.kept[0].handled, 1u);
  EXPECT_EQ(undone.kept[0].moved + undone.kept[0].annotated + undone.kept[0].in_use, 0u);
}

// B-298
TEST_P(OperationsOfATask, LeaveWhatIsInUseUnlessItIsToGoBackToo) {
  const auto cleo = house.client("cleo");
  const auto cleos = cleo.assignments.list().front();
  cleos.use(ids_of(cleos.get_items()).front());
  EXPECT_EQ(moved.preview_undo().total, 1u);
  EXPECT_EQ(moved.preview_undo({.include_in_use = true}).total, 2u);
  EXPECT_EQ(moved.undo({.include_in_use = true}).items, 2u);
}

// B-293
TEST_P(OperationsOfATask, BringAnEmptiedAssignmentBackUnderItsOldId) {
  const auto emptied = task.redistribute(loads({{"ben", 100}}));
  EXPECT_THROW((void)adas.reload(), NotFound);
  const auto plan = emptied.preview_undo();
  EXPECT_EQ(plan.kind, PlanKind::undo);
  EXPECT_EQ(plan.total, 8u);
  EXPECT_EQ(plan.people.front().assignment_id, adas.id);
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 10}}));  // nothing was done
  emptied.undo({.expect = plan});
  EXPECT_EQ(adas.reload().name, adas.name);
  EXPECT_EQ(adas.reload().counts.total, 6u);
}

// 80 §2
TEST_P(OperationsOfATask, AreHeldToThePreviewOfTheirUndo) {
  const auto plan = moved.preview_undo();
  task.redistribute(loads({{"ben", 100}}));
  EXPECT_THROW(moved.undo({.expect = plan}), PlanChanged);
  EXPECT_EQ(shares_of(task), (Shares{{"ben", 10}}));
}

// B-295
TEST_P(OperationsOfATask, OfSomeKindsCannotBeUndone) {
  const auto creation = task.operations().all().back();
  EXPECT_EQ(creation.undoable, 0u);
  EXPECT_NE(creation.why_not_undoable, "");
  try {
    creation.undo();
    FAIL();
  } catch (const Conflict& error) {
    EXPECT_EQ(error.code(), "not_undoable");
  }
}

// B-283
TEST_P(OperationsOfATask, TellWhoHeldAnItemFromWhenToWhen) {
  const auto ids = ids_of(assignment_of(task, "cleo").get_items());
  const auto item = mia.items.get({.item_id = ids.front()});
  const auto holdings = item.holders(task.id);
  ASSERT_EQ(holdings.size(), 2u);
  EXPECT_EQ(holdings[0].assignee_id, address_of("ada"));
  EXPECT_EQ(holdings[0].operation_id, task.operations().all().back().id);
  EXPECT_EQ(holdings[0].to, holdings[1].from);
  EXPECT_EQ(holdings[1].assignee_id, address_of("cleo"));
  EXPECT_EQ(holdings[1].from, moved.at);
  EXPECT_EQ(holdings[1].to, std::nullopt);
  EXPECT_EQ(holdings[1].operation_id, moved.id);
  EXPECT_EQ(holdings[1].by, address_of("mia"));
  EXPECT_THROW((void)item.holders("0123456789abcdef01234567"), NotFound);
}

// B-296
TEST_P(OperationsOfATask, AreForWhoManagesTheTask) {
  const auto ada = house.client("ada");
  EXPECT_THROW((void)ada.operations.get(moved.id), Forbidden);
  EXPECT_THROW((void)ada.tasks.get({.task_id = task.id}).operations().all(), Forbidden);
  EXPECT_THROW((void)house.client("eve").operations.get(moved.id), NotFound);
  EXPECT_THROW((void)mia.operations.get("0123456789abcdef01234567"), NotFound);
}

// More than a page of the server.
TEST_P(OperationsOfATask, AreWalkedPageByPageNoneTwice) {
  for (int i = 0; i < 60; ++i) {
    task.redistribute(loads({{"ada", 50}, {"ben", 50}}));
    task.redistribute(loads({{"ada", 60}, {"ben", 20}, {"cleo", 20}}));
  }
  const auto operations = task.operations();
  std::vector<std::string> ids;
  for (const auto& each : operations) {
    ids.push_back(each.id);
    if (ids.size() == 50) task.redistribute(loads({{"ben", 100}}));  // comes in front
  }
  EXPECT_EQ(ids.size(), 122u);
  EXPECT_EQ(operations.count(), 123u);
  EXPECT_EQ(ids.back(), task.operations().all().back().id);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

IN_BOTH_MODES(OperationsOfATask);

}  // namespace
}  // namespace allot::sdk_tests
