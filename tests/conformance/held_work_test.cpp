#include <functional>

#include "conformance/fixture.h"
#include "domain/share.h"
#include "store/work_lists.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const UserId ada{"ada@example.org"};

class HeldByAPerson : public StoreTest {
 protected:
  AssignmentId hand_out(const TaskId& task, const UserId& person, const ItemSet& open) {
    const auto id = add_assignment(task, person.text);
    change([&](Transaction& tx) {
      auto ledger = *tx.ledgers().of(task);
      ledger.members |= open;
      ledger.shares.change(id, [&](Share& share) { share.open = open; });
      tx.ledgers().put(task, std::move(ledger));
    });
    return id;
  }

  std::vector<HeldWork> held() {
    return look([&](const Transaction& tx) { return tx.work_lists().held_by(ada); });
  }

  std::vector<AssignmentId> held_ids() {
    std::vector<AssignmentId> found;
    for (const auto& work : held()) found.push_back(work.assignment);
    return found;
  }

  void edit(const TaskId& id, const std::function<void(Task&)>& how) {
    change([&](Transaction& tx) {
      auto task = *tx.tasks().find(id);
      how(task);
      tx.tasks().put(task);
    });
  }

  DatasetId dataset = add_dataset();
};

// B-134
TEST_F(HeldByAPerson, AreOwnAssignmentsOldestFirstWithWhatTheyAreSortedBy) {
  const auto task = add_task(dataset);
  edit(task, [](Task& it) {
    it.priority = 3;
    it.due_date = "5";
  });
  const auto other = add_task(dataset);
  const auto first = hand_out(task, ada, {0, 1});
  hand_out(task, {"ben@example.org"}, {2});
  const auto second = hand_out(other, ada, {});
  EXPECT_THAT(
      held(),
      ElementsAre(
          HeldWork{
              .assignment = first, .task = task, .priority = 3, .due_date = "5", .is_active = true
          },
          HeldWork{
              .assignment = second, .task = other, .priority = 2, .due_date = "", .is_active = false
          }
      )
  );
}

// B-134
TEST_F(HeldByAPerson, AreActiveWhileItemsAreOpenAndTheTaskIsNotDismissed) {
  const auto task = add_task(dataset);
  const auto id = hand_out(task, ada, {0});
  EXPECT_TRUE(held().front().is_active);
  change([&](Transaction& tx) {
    auto ledger = *tx.ledgers().of(task);
    ledger.shares.change(id, [](Share& share) { set_status(share, {0}, "completed"); });
    tx.ledgers().put(task, std::move(ledger));
    EXPECT_FALSE(tx.work_lists().held_by(ada).front().is_active) << "in the draft";
  });
  EXPECT_FALSE(held().front().is_active);
  change([&](Transaction& tx) {
    auto ledger = *tx.ledgers().of(task);
    ledger.shares.change(id, [](Share& share) { set_status(share, {0}, ""); });
    tx.ledgers().put(task, std::move(ledger));
  });
  EXPECT_TRUE(held().front().is_active);
  edit(task, [](Task& it) { it.dismissed = true; });
  EXPECT_FALSE(held().front().is_active);
}

// B-146
TEST_F(HeldByAPerson, AreNoneOfAnArchivedProjectNorOfOneThatRemovedThem) {
  const auto task = add_task(dataset);
  const ProjectId project{"project"};
  const auto id = add_assignment(task, ada.text);
  change([&](Transaction& tx) {
    tx.projects().put({.id = project, .name = "Lab"});
    auto row = *tx.assignments().find(id);
    row.project = project;
    tx.assignments().put(row);
  });
  EXPECT_THAT(held(), SizeIs(1)) << "no member, and not removed";
  change([&](Transaction& tx) {
    tx.projects().put_member({.project = project, .user = ada, .active = false});
  });
  EXPECT_THAT(held(), IsEmpty());
  change([&](Transaction& tx) { tx.projects().put_member({.project = project, .user = ada}); });
  EXPECT_THAT(held(), SizeIs(1));
  change([&](Transaction& tx) {
    tx.projects().put({.id = project, .name = "Lab", .archived = true});
  });
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(HeldByAPerson, AreNoneOfAnArchivedTask) {
  const auto task = add_task(dataset);
  add_assignment(task, ada.text);
  edit(task, [](Task& it) { it.system_metadata = R"({"archive":true})"; });
  EXPECT_THAT(held(), IsEmpty());
  edit(task, [](Task& it) { it.system_metadata = R"({"x":{"archive":true}})"; });
  EXPECT_THAT(held(), SizeIs(1));
}

// B-071
TEST_F(HeldByAPerson, AreNoHiddenOnes) {
  const auto task = add_task(dataset);
  const auto id = add_assignment(task, ada.text);
  change([&](Transaction& tx) {
    auto row = *tx.assignments().find(id);
    row.kind = ShareKind::originals;
    tx.assignments().put(row);
  });
  EXPECT_THAT(held(), IsEmpty());
}

TEST_F(HeldByAPerson, AreThoseToThatCameByTheHundreds) {
  const auto task = add_task(dataset);
  std::vector<Assignment> many;
  for (std::size_t i = 0; i < 700; ++i) {
    const auto id = ids.next<AssignmentId>();
    const auto name = "p" + std::to_string(i) + "@example.org";
    const auto person = i == 650 ? ada : UserId{name};
    many.push_back({.id = id, .task = task, .dataset = dataset, .name = name, .annotator = person});
  }
  change([&](Transaction& tx) {
    Ledger ledger;
    std::vector<Share> shares;
    for (const auto& each : many) {
      const auto item = static_cast<Ordinal>(shares.size());
      shares.push_back({.assignment = each.id, .annotator = each.annotator, .open = {item}});
    }
    ledger.members = ItemSet::range(0, 700);
    ledger.shares = Shares(std::move(shares));
    tx.assignments().add_all(many, std::move(ledger));
  });
  EXPECT_THAT(held_ids(), ElementsAre(many[650].id));
  EXPECT_TRUE(held().front().is_active);
  change([&](Transaction& tx) {
    while (const auto waiting = tx.assignments().without_rows()) {
      tx.assignments().give_rows(*waiting);
    }
  });
  EXPECT_THAT(held_ids(), ElementsAre(many[650].id));
  EXPECT_TRUE(held().front().is_active);
}

}  // namespace

}  // namespace allot::conformance
