#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "conformance/fixture.h"
#include "domain/shares_for_tests.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class IntegrityOfAStore : public StoreTest {
 protected:
  template <class Body>
  auto ask(Body&& body) {
    return look([&](const Transaction& tx) { return body(tx.integrity()); });
  }

  DatasetSets counted(const DatasetId& dataset) {
    return ask([&](const Integrity& it) { return it.sets_from_rows(dataset); });
  }

  void expect_sound() {
    EXPECT_THAT(ask([](const Integrity& it) { return it.of_database(); }).sentences, IsEmpty());
    EXPECT_THAT(ask([](const Integrity& it) { return it.of_chunks(); }).sentences, IsEmpty());
    const auto rows = ask([](const Integrity& it) { return it.of_rows(); }).sentences;
    EXPECT_THAT(rows, IsEmpty());
  }

  /// Tasks and datasets are of a project that is there.
  void add_project() {
    change([&](Transaction& tx) {
      tx.projects().put({.id = ProjectId{"project"}, .name = "project"});
    });
  }
};

TEST_F(IntegrityOfAStore, NothingStoredIsSound) {
  expect_sound();
  EXPECT_THAT(ask([](const Integrity& it) { return it.datasets(); }), IsEmpty());
  EXPECT_THAT(ask([](const Integrity& it) { return it.tasks(); }), IsEmpty());
}

// B-256, B-360
TEST_F(IntegrityOfAStore, AFileWithSomethingBelowItIsNamed) {
  add_project();
  const auto dataset = add_dataset();
  change([&](Transaction& tx) {
    tx.items().add(new_item(dataset, "/shots/a.png"));
    tx.items().add(new_item(dataset, "/shots/a.png/b.png"));
    tx.items().add(new_item(dataset, "/shots/a.png/c.png"));
    tx.items().add(new_item(dataset, "/shots/a.png0"));
  });
  EXPECT_THAT(
      ask([](const Integrity& it) { return it.of_rows(); }).sentences,
      ElementsAre(
          testing::HasSubstr("`/shots/a.png` is a file, and `/shots/a.png/b.png` is below it")
      )
  );
  change([&](Transaction& tx) { tx.items().remove(dataset, {1, 2}, {}); });
  expect_sound();
}

TEST_F(IntegrityOfAStore, FlagsAreWhatTheRowsSayWhateverHappened) {
  add_project();
  const auto dataset = add_dataset();
  add_items(dataset, 20);
  std::vector<AnnotationId> annotations;
  int number = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto item = *rc::gen::inRange(0u, 20u);
    const auto status = *rc::gen::element<std::string>("", "issue", "review", "approved");
    const auto act = *rc::gen::inRange(0, 6);
    const bool is_live = sets(dataset).live.contains(item);
    if (act == 0 && is_live) {
      auto annotation = new_annotation(dataset, item, status);
      const auto rows = look([&](const Transaction& tx) {
        return tx.items().at(dataset, std::vector<Ordinal>{item});
      });
      annotation.item_id = rows.front().id;
      change([&](Transaction& tx) { tx.annotations().add(annotation); });
      annotations.push_back(annotation.id);
    } else if (act == 1 && !annotations.empty()) {
      const auto id = *rc::gen::elementOf(annotations);
      change([&](Transaction& tx) { tx.annotations().remove(id); });
    } else if (act == 2) {
      const auto added = new_item(dataset, "/new/" + std::to_string(++number));
      change([&](Transaction& tx) { tx.items().add(added); });
    } else if (act == 3) {
      change([&](Transaction& tx) { tx.items().remove(dataset, {item}, {}); });
    } else if (act == 4) {
      const auto rows = *rc::gen::inRange(1u, 4u);
      change([&](Transaction& tx) { tx.purges().take(dataset, rows); });
    } else if (is_live) {
      change([&](Transaction& tx) {
        auto row = tx.items().at(dataset, std::vector<Ordinal>{item}).front();
        row.hidden = !row.hidden;
        row.type = row.hidden ? ItemType::dir : ItemType::file;
        tx.items().update(row);
      });
    }
    RC_ASSERT(counted(dataset) == sets(dataset));
  }));
  expect_sound();
}

TEST_F(IntegrityOfAStore, LedgersAndStatusEventsOfManyKindsAreSound) {
  add_project();
  const auto dataset = add_dataset();
  add_items(dataset, 200);
  const auto task = add_task(dataset);
  change([&](Transaction& tx) {
    auto row = *tx.tasks().find(task);
    row.project = ProjectId{"project"};
    tx.tasks().put(row);
    tx.assignments().put(
        {.id = AssignmentId{"a"}, .task = task, .project = row.project, .dataset = dataset}
    );
    auto ledger = ledger_with({AssignmentId{"a"}}, 100);
    change_share(ledger, 0, [](Share& share) { share.annotator = UserId{}; });
    set_status(ledger, {3, 4}, "completed");
    ledger.queue = {{150}, {120, 121}};
    ledger.copies = {120};
    ledger.members |= ItemSet{120, 121, 150};
    tx.ledgers().put(task, ledger);
    tx.status_log().append(
        {.dataset = dataset, .task = task, .items = {3, 4, 5}, .word = "completed"}
    );
    tx.status_log().append(
        {.dataset = dataset, .task = task, .items = {5}, .word = "completed", .cleared = true}
    );
  });
  expect_sound();
}

TEST_F(IntegrityOfAStore, TheStatusLogIsVisitedInItsOrderWithoutTasksThatAreGone) {
  const auto dataset = add_dataset();
  add_items(dataset, 10);
  const auto task = add_task(dataset);
  const auto log = [&](const TaskId& of, const ItemSet& items, const std::string& word, bool cleared
                   ) {
    change([&](Transaction& tx) {
      tx.status_log().append(
          {.dataset = dataset, .task = of, .items = items, .word = word, .cleared = cleared}
      );
    });
  };
  log(task, {1, 2}, "completed", false);
  log(TaskId{"gone"}, {1}, "discard", false);
  log(task, {2}, "completed", true);
  std::vector<std::pair<ItemSet, std::string>> lines;
  ask([&](const Integrity& it) {
    it.visit_status_log([&](const Integrity::StatusLine& line) {
      EXPECT_EQ(line.task, task.text);
      lines.emplace_back(line.items ? *line.items : ItemSet{line.item}, line.word);
    });
    return true;
  });
  EXPECT_THAT(lines, ElementsAre(Pair(ItemSet{1, 2}, "completed"), Pair(ItemSet{2}, "")));
}

TEST_F(IntegrityOfAStore, ContentsAreListedOnceByTheirBeginning) {
  const auto dataset = add_dataset();
  change([&](Transaction& tx) {
    int number = 0;
    for (const auto* content : {"ab2", "ab1", "", "ac1", "ab2"}) {
      auto item = new_item(dataset, "/" + std::to_string(++number));
      item.content = content;
      item.size = item.content.empty() ? 0 : 7;
      tx.items().add(std::move(item));
    }
  });
  const auto contents = [&](std::string_view prefix) {
    return ask([&](const Integrity& it) { return it.contents(prefix); });
  };
  EXPECT_THAT(contents("ab"), ElementsAre(Pair("ab1", 7), Pair("ab2", 7)));
  EXPECT_THAT(contents("ac"), ElementsAre(Pair("ac1", 7)));
  EXPECT_THAT(contents("ad"), IsEmpty());
}

}  // namespace

}  // namespace allot::conformance
