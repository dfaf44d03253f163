// The outbox as its followers read it, and inboxes.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ToldOfAStore : public StoreTest {
 protected:
  std::int64_t append(const Happening& what, const TaskId& task = {}, const UserId& actor = {}) {
    change([&](Transaction& tx) {
      tx.journal().append(
          {.what = what,
           .project = ProjectId{"project"},
           .task = task,
           .actor = actor,
           .at = clock.now()}
      );
    });
    return look([](const Transaction& tx) { return tx.journal().last_event(); });
  }

  InboxLine line(const std::string& person, InboxKind kind, const std::string& task = "task") {
    return {
        .id = ids.next<InboxLineId>(),
        .user = UserId{person},
        .kind = kind,
        .text = "You got 3 items in “Signs”.",
        .by = UserId{"mia@example.org"},
        .project = ProjectId{"project"},
        .task = TaskId{task},
        .assignment = AssignmentId{"assignment"},
        .item = ItemId{"item"},
        .count = 1,
        .at = clock.now()
    };
  }

  void add(const InboxLine& line) {
    change([&](Transaction& tx) { tx.inbox().add(line); });
  }

  std::vector<InboxLine> inbox(const std::string& person, bool unread = false) {
    return look([&](const Transaction& tx) { return tx.inbox().of(UserId{person}, unread, 0, 100); }
    );
  }

  InboxSize size(const std::string& person) {
    return look([&](const Transaction& tx) { return tx.inbox().size_of(UserId{person}); });
  }
};

// B-320
TEST_F(ToldOfAStore, LinesAreReadInOrderAndSayHowFarTheyReach) {
  look([](const Transaction& tx) {
    EXPECT_EQ(tx.outbox().oldest(), 0);
    EXPECT_EQ(tx.outbox().after(0, 10).until, 0);
    return 0;
  });
  const auto first = append(created(TaskId{"a"}));
  const auto second = append(created(TaskId{"b"}));
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.outbox().oldest(), first);
    const auto one = tx.outbox().after(0, 1);
    EXPECT_EQ(one.until, first);
    EXPECT_EQ(one.events.size(), 1u);
    const auto rest = tx.outbox().after(one.until, 10);
    EXPECT_EQ(rest.until, second);
    EXPECT_EQ(rest.events.front().what, Happening(created(TaskId{"b"})));
    EXPECT_EQ(tx.outbox().after(second, 10).until, second);
    return 0;
  });
}

// B-282
TEST_F(ToldOfAStore, TheNextLineOfATaskIsFoundAmongOthers) {
  const TaskId a{"a"};
  const TaskId b{"b"};
  const auto made = append(created(a), a);
  append(updated(ItemId{"item"}));
  const auto of_b = append(StatusSet{.word = "completed", .count = 1}, b);
  const auto of_a = append(StatusSet{.word = "completed", .count = 1}, a);
  const auto gone = append(deleted(b));  // with its dataset
  look([&](const Transaction& tx) {
    const auto next = [&](std::vector<TaskId> tasks, std::int64_t after) {
      return tx.outbox().next_of(tasks, after);
    };
    EXPECT_EQ(next({a}, 0), made);
    EXPECT_EQ(next({a}, made), of_a);
    EXPECT_EQ(next({a, b}, made), of_b);
    EXPECT_EQ(next({b}, of_b), gone);
    EXPECT_EQ(next({a}, of_a), std::nullopt);
    EXPECT_EQ(next({}, 0), std::nullopt);
    return 0;
  });
}

TEST_F(ToldOfAStore, TheInboxIsShownTheLinesThatItTellsOfAndHowFarItNeedNotLook) {
  const TaskId task{"t"};
  const auto before = append(updated(task), task);
  const auto moved = append(WorkMoved{.operation = {"o"}, .items = 1}, task);
  append(StatusSet{.word = "completed", .count = 1}, task);
  append(TaskStatusChanged{.from = TaskStatus::open, .to = TaskStatus::completed}, task);
  append(IssueMoved{.annotation = {"a"}, .item = {"i"}, .step = IssueStep::opened});
  append(IssueMoved{.annotation = {"a"}, .item = {"i"}, .step = IssueStep::approved});
  append(IssueMoved{.annotation = {"a"}, .item = {"i"}, .step = IssueStep::answered});
  append(TaskDue{.step = DueStep::soon}, task);
  append(TaskDue{.step = DueStep::over}, task);
  append(TaskCounted{}, task);
  const auto last = append(InboxGrew{.people = {{"ada"}}});
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.outbox().for_inbox(0, 100).events.size(), 6u);
    EXPECT_EQ(tx.outbox().for_inbox(0, 100).until, last);
    const auto one = tx.outbox().for_inbox(before, 1);
    EXPECT_EQ(one.until, moved);
    EXPECT_EQ(one.events.front().sequence, moved);
    EXPECT_EQ(tx.outbox().for_inbox(last, 1).until, last);
    return 0;
  });
}

// B-160
TEST_F(ToldOfAStore, WhatNobodyDidIsNobodysDoing) {
  const auto does = [&](std::int64_t after) {
    return look([&](const Transaction& tx) { return tx.outbox().tells_of_somebody(after); });
  };
  EXPECT_FALSE(does(0));
  const auto first = append(created(TaskId{"t"}), TaskId{"t"}, UserId{"mia"});
  EXPECT_TRUE(does(first - 1));
  EXPECT_FALSE(does(first));
  append(TaskCounted{}, TaskId{"t"});
  append(InboxGrew{.people = {{"ada"}}});
  EXPECT_FALSE(does(first));
  append(updated(TaskId{"t"}), TaskId{"t"}, UserId{"ada"});
  EXPECT_TRUE(does(first));
}

TEST_F(ToldOfAStore, WhatLinesTellOfCountersIsKnownOnce) {
  const auto before = append(WorkMoved{.operation = {"o"}, .items = 1}, TaskId{"earlier"});
  append(WorkMoved{.operation = {"o"}, .items = 1}, TaskId{"a"});
  append(StatusSet{.word = "completed", .count = 1}, TaskId{"b"});
  append(StatusSet{.word = "", .count = 1}, TaskId{"b"});
  append(updated(TaskId{"c"}), TaskId{"c"});
  append(TaskCounted{}, TaskId{"d"});
  append(IssueMoved{.annotation = {"x"}, .item = {"i"}, .step = IssueStep::opened});
  append(IssueMoved{.annotation = {"x"}, .item = {"i"}, .step = IssueStep::cleared});
  append(updated(AnnotationId{"y"}));
  const auto last = append(ItemsCame{.count = 1}, TaskId{"e"});
  append(ItemsCame{.count = 1}, TaskId{"later"});
  look([&](const Transaction& tx) {
    const OutboxLines lines{.after = before, .until = last};
    EXPECT_THAT(
        tx.outbox().tasks_to_count(lines),
        UnorderedElementsAre(TaskId{"a"}, TaskId{"b"}, TaskId{"e"})
    );
    EXPECT_THAT(tx.outbox().items_with_issues(lines), ElementsAre(ItemId{"i"}));
    return 0;
  });
}

TEST_F(ToldOfAStore, EachFollowerHasAPlaceOfItsOwn) {
  const FollowedTo place{.sequence = 5'000'000'000, .person = UserId{"ada@example.org"}};
  look([](const Transaction& tx) {
    EXPECT_EQ(tx.outbox().place(Follower::inbox), FollowedTo{});
    return 0;
  });
  change([&](Transaction& tx) { tx.outbox().put_place(Follower::inbox, place); });
  look([&](const Transaction& tx) {
    EXPECT_EQ(tx.outbox().place(Follower::inbox), place);
    EXPECT_EQ(tx.outbox().place(Follower::counters), FollowedTo{});
    return 0;
  });
}

TEST_F(ToldOfAStore, ALineComesBackAsItWasAddedToWhomItIsFor) {
  for (const auto kind :
       {InboxKind::assigned,
        InboxKind::moved,
        InboxKind::withdrawn,
        InboxKind::returned,
        InboxKind::answered,
        InboxKind::due_soon,
        InboxKind::overdue,
        InboxKind::completed,
        InboxKind::idle}) {
    const auto added = line("ada", kind);
    add(added);
    EXPECT_EQ(inbox("ada").front(), added) << name_of(kind);
  }
  EXPECT_THAT(inbox("ben"), IsEmpty());
  EXPECT_EQ(size("ada"), (InboxSize{.lines = 9, .unread = 9}));
}

// B-282
TEST_F(ToldOfAStore, LinesOfEqualKindTaskAndItemWithinAnHourAreOneUnderANewId) {
  const auto first = line("ada", InboxKind::assigned);
  add(first);
  change([&](Transaction& tx) { tx.inbox().read_up_to(UserId{"ada"}, first.id); });
  clock.advance(std::chrono::minutes{59});
  auto second = line("ada", InboxKind::assigned);
  second.text = "You got 4 items in “Signs”.";
  add(second);
  second.count = 2;
  EXPECT_THAT(inbox("ada"), ElementsAre(second));  // unread again, and the newest
  add(line("ada", InboxKind::moved));
  add(line("ada", InboxKind::assigned, "another"));
  add(line("ben", InboxKind::assigned));
  auto of_item = line("ada", InboxKind::assigned);
  of_item.item = ItemId{"another"};
  add(of_item);
  EXPECT_EQ(size("ada").lines, 4u);
  // An hour after the first: a line of its own.
  clock.advance(std::chrono::minutes{1});
  add(line("ada", InboxKind::assigned));
  EXPECT_EQ(size("ada").lines, 5u);
  EXPECT_EQ(inbox("ada").front().count, 1u);
}

TEST_F(ToldOfAStore, WhatIsReadUpToALineIsThereAndNothingThatComesLater) {
  const auto first = line("ada", InboxKind::assigned, "1");
  const auto second = line("ada", InboxKind::assigned, "2");
  const auto third = line("ada", InboxKind::assigned, "3");
  for (const auto& each : {first, second, third}) add(each);
  const auto read_up_to = [&](const std::string& who, const InboxLineId& id) {
    change([&](Transaction& tx) { tx.inbox().read_up_to(UserId{who}, id); });
  };
  read_up_to("ben", third.id);
  EXPECT_EQ(size("ada").unread, 3u);
  read_up_to("ada", second.id);
  EXPECT_EQ(size("ada"), (InboxSize{.lines = 3, .unread = 1}));
  EXPECT_THAT(inbox("ada", true), ElementsAre(third));
  read_up_to("ada", first.id);  // never back
  EXPECT_EQ(size("ada").unread, 1u);
  read_up_to("ada", InboxLineId{"ffffffffffffffffffffffff"});
  EXPECT_EQ(size("ada").unread, 0u);
  add(line("ada", InboxKind::assigned, "4"));
  EXPECT_EQ(size("ada").unread, 1u);
}

TEST_F(ToldOfAStore, SomeLinesAreReadByTheirIdsOnesOwnAlone) {
  const auto first = line("ada", InboxKind::assigned, "1");
  const auto second = line("ada", InboxKind::assigned, "2");
  const auto of_ben = line("ben", InboxKind::assigned, "1");
  for (const auto& each : {first, second, of_ben}) add(each);
  change([&](Transaction& tx) {
    tx.inbox().read_these(UserId{"ada"}, std::vector{first.id, of_ben.id, InboxLineId{"unknown"}});
  });
  EXPECT_THAT(inbox("ada", true), ElementsAre(second));
  EXPECT_EQ(size("ben").unread, 1u);
}

// B-322
TEST_F(ToldOfAStore, OldLinesAreForgottenInSlicesTheOldestFirst) {
  for (int i = 0; i < 5; ++i) add(line("ada", InboxKind::assigned, std::to_string(i)));
  clock.advance(std::chrono::hours{1});
  const auto young = line("ada", InboxKind::assigned, "young");
  add(young);
  const auto forget = [&](std::uint64_t rows) {
    std::uint64_t gone = 0;
    change([&](Transaction& tx) { gone = tx.inbox().forget_before(clock.now(), rows); });
    return gone;
  };
  EXPECT_EQ(forget(3), 3u);
  EXPECT_EQ(forget(9), 2u);
  EXPECT_EQ(forget(9), 0u);
  EXPECT_THAT(inbox("ada"), ElementsAre(young));
}

/// Reads of any person's inbox against a plain model of lines.
RC_GTEST_FIXTURE_PROP(ToldOfAStore, InboxesAreWhatAPlainListWouldBe, ()) {
  struct Line {
    InboxLine line;
    Time since;
    bool is_read = false;
  };

  std::vector<Line> model;
  const std::vector<std::string> people{"ada", "ben"};
  const auto any_of_them = [&] { return model[*rc::gen::inRange<std::size_t>(0, model.size())]; };
  const auto steps = *rc::gen::inRange(1, 30);
  for (int step = 0; step < steps; ++step) {
    const auto person = *rc::gen::elementOf(people);
    const auto act = *rc::gen::inRange(0, 4);
    if (act == 0 && !model.empty()) {
      const auto last = any_of_them().line.id;
      change([&](Transaction& tx) { tx.inbox().read_up_to(UserId{person}, last); });
      for (auto& each : model) {
        if (each.line.user.text == person && each.line.id <= last) each.is_read = true;
      }
    } else if (act == 1 && !model.empty()) {
      const auto one = any_of_them().line.id;
      change([&](Transaction& tx) { tx.inbox().read_these(UserId{person}, std::vector{one}); });
      for (auto& each : model) {
        if (each.line.user.text == person && each.line.id == one) each.is_read = true;
      }
    } else {
      clock.advance(std::chrono::minutes{*rc::gen::inRange(0, 50)});
      const auto kind = *rc::gen::element(InboxKind::assigned, InboxKind::moved);
      const auto added = line(person, kind, *rc::gen::element<std::string>("1", "2"));
      add(added);
      Line next{.line = added, .since = added.at};
      std::erase_if(model, [&](const Line& each) {
        const bool is_joined = each.line.user == added.user && each.line.kind == kind &&
                               each.line.task == added.task &&
                               each.since > added.at - Inbox::joined_for;
        if (!is_joined) return false;
        next.line.count += each.line.count;
        next.since = std::min(next.since, each.since);
        return true;
      });
      model.push_back(next);
    }
    for (const auto& each : people) {
      std::vector<InboxLine> all;
      std::vector<InboxLine> unread;
      for (auto it = model.rbegin(); it != model.rend(); ++it) {
        if (it->line.user.text != each) continue;
        auto shown = it->line;
        shown.is_read = it->is_read;
        all.push_back(shown);
        if (!it->is_read) unread.push_back(shown);
      }
      RC_ASSERT(inbox(each) == all);
      RC_ASSERT(inbox(each, true) == unread);
      RC_ASSERT(size(each) == (InboxSize{.lines = all.size(), .unread = unread.size()}));
    }
  }
}

}  // namespace

}  // namespace allot::conformance
