// A list of annotations that is too long for one job is written in slices and shown at once,
// whatever happens in the middle.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/accounts/manage.h"
#include "usecases/annotations/long_list.h"
#include "usecases/annotations/read.h"
#include "usecases/annotations/write.h"
#include "usecases/items/delete.h"

namespace allot::test {
namespace {

using testing::Each;
using testing::Field;

constexpr std::size_t many = 2 * list_rows_max + 1;  // three slices

/// The real store; before each change that comes this way `before` is told its number.
class Watched final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  std::function<void(int)> before = [](int) {};

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    before(++writes_);
    PassingStore::run_write(where, body, kind);
  }

 private:
  int writes_ = 0;
};

class LongLists : public testing::Test {
 protected:
  static std::vector<NewAnnotation> boxes(std::size_t count, const std::string& label = "cat") {
    return std::vector<NewAnnotation>(count, {.type = "box", .label = label, .creator = {}});
  }

  Result<std::vector<Annotation>> create(
      const Caller& caller, const std::vector<NewAnnotation>& added
  ) {
    return create_annotations(watched_env, caller, item, added);
  }

  /// The first of the task.
  ItemId item_of(const Task& task) {
    const auto ordinal = world.ledger(task.id).members.select(0);
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.items().ids(world.dataset(), {&ordinal, 1}).front().second;
    });
  }

  std::vector<AnnotationId> seen() {
    std::vector<AnnotationId> ids;
    const auto visit = [&](const Annotation& annotation) { ids.push_back(annotation.id); };
    EXPECT_OK(list_annotations(world.env(), world.manager(), item, visit));
    return ids;
  }

  std::uint64_t total() {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.annotations().total(world.dataset());
    });
  }

  std::vector<Event> told() {
    auto events = read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 100'000);
    });
    std::erase_if(events, [](const Event& event) {
      const auto* changed = std::get_if<ThingChanged>(&event.what);
      return changed == nullptr || changed->thing != Thing::annotation;
    });
    return events;
  }

  /// Whatever is hidden is on its way out, and the sets are as the rows say.
  void expect_nothing_left() {
    EXPECT_EQ(total(), 0u);
    EXPECT_TRUE(told().empty());
    read(world.env().store, [&](const Transaction& tx) {
      EXPECT_FALSE(tx.annotation_lists().left_before(world.clock.now() + std::chrono::hours{1}));
      EXPECT_TRUE(tx.purges().pending().has_value());
      EXPECT_EQ(
          tx.integrity().sets_from_rows(world.dataset()), tx.datasets().sets(world.dataset())
      );
      return 0;
    });
  }

  World world;
  Watched watched{world.env().store};
  Env watched_env = with_store(world.env(), watched);
  ItemId item = world.items(1).front();
};

// B-260
TEST_F(LongLists, AreThereAtOnceInTheirOrderAndEachIsToldOfOnce) {
  std::size_t writes = 0;
  watched.before = [&](int) {
    EXPECT_TRUE(seen().empty() || seen().size() == many);
    ++writes;
  };
  auto added = boxes(many);
  for (std::size_t i = 0; i < many; ++i) added[i].label = std::to_string(i);
  const auto made = create(world.manager(), added);
  ASSERT_OK(made);
  EXPECT_GE(writes, 4u);
  ASSERT_EQ(made->size(), many);
  const auto ids = seen();
  ASSERT_EQ(ids.size(), many);
  const auto events = told();
  ASSERT_EQ(events.size(), many);
  for (std::size_t i = 0; i < many; ++i) {
    EXPECT_EQ((*made)[i].id, ids[i]);
    EXPECT_EQ((*made)[i].label, std::to_string(i));
    EXPECT_EQ(events[i].what, Happening(created(ids[i])));
  }
  EXPECT_THAT(events, Each(Field(&Event::actor, world.manager().user)));
  EXPECT_THAT(events, Each(Field(&Event::project, world.project())));
  EXPECT_EQ(total(), many);
}

TEST_F(LongLists, TellOfThemselvesWhateverIsLeftToBeToldOfOthers) {
  watched.before = [&](int number) {
    if (number == 5) throw StoreBusy("The server is stopping.");
  };
  ASSERT_OK(create(world.manager(), boxes(many, "first")));
  ASSERT_EQ(told().size(), list_rows_max);
  const auto second = create(world.manager(), boxes(many, "second"));
  ASSERT_OK(second);
  const auto events = told();
  ASSERT_EQ(events.size(), list_rows_max + many);
  for (std::size_t i = 0; i < many; ++i) {
    EXPECT_EQ(events[list_rows_max + i].what, Happening(created((*second)[i].id)));
  }
}

TEST_F(LongLists, OfASliceAreOneJob) {
  int writes = 0;
  watched.before = [&](int number) { writes = number; };
  ASSERT_OK(create(world.manager(), boxes(list_rows_max)));
  EXPECT_EQ(writes, 1);
  EXPECT_EQ(told().size(), list_rows_max);
}

TEST_F(LongLists, NoJobOfTheirsWritesMoreRowsThanASliceHoweverLongTheyAre) {
  const auto most_in_a_job = [&](std::size_t count) {
    EXPECT_OK(create(world.manager(), boxes(count)));
    std::uint64_t most = 0;
    for (const auto& job : world.env().store.numbers().jobs) {
      if (job.kind.starts_with("annotations/")) {
        most = std::max(most, job.rows / std::max<std::uint64_t>(1, job.seconds.total()));
      }
    }
    return most;
  };
  EXPECT_LE(most_in_a_job(many), 2 * list_rows_max);
  EXPECT_LE(most_in_a_job(2 * many), 2 * list_rows_max);
}

TEST_F(LongLists, AreCutByTheirBytesToo) {
  int writes = 0;
  watched.before = [&](int number) { writes = number; };
  auto added = boxes(8);
  for (auto& box : added) box.description = std::string(list_bytes_max / 3, 'x');
  ASSERT_OK(create(world.manager(), added));
  EXPECT_EQ(seen().size(), 8u);
  EXPECT_GE(writes, 5);
}

TEST_F(LongLists, OpenIssuesAndWithdrawStatusesWhenTheyAreShown) {
  world.join("rita", Role::annotation_manager);
  const auto task = world.task({{.annotator = "ada", .completed_items = 1}});
  item = item_of(task);
  auto added = boxes(many);
  added[5].metadata = R"({"system":{"status":"issue"}})";
  watched.before = [&](int number) {
    if (number <= 3) {
      EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.completed = 1}));
    }
  };
  ASSERT_OK(create(world.manager(), added));
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.open = 1}));
}

// 80 §10: the counters of its tasks follow from this line.
TEST_F(LongLists, TellOnceOfAnItemForReviewWhenTheyAreShown) {
  auto added = boxes(many);
  for (const std::size_t at : {5u, 6u}) added[at].metadata = R"({"system":{"status":"review"}})";
  ASSERT_OK(create(world.manager(), added));
  const auto events = read(world.env().store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 100'000);
  });
  std::vector<IssueMoved> moved;
  for (const auto& event : events) {
    if (const auto* it = std::get_if<IssueMoved>(&event.what)) moved.push_back(*it);
  }
  const IssueMoved answered{.annotation = {}, .item = item, .step = IssueStep::answered};
  EXPECT_THAT(moved, testing::ElementsAre(answered));
}

// B-260
TEST_F(LongLists, LeaveNothingWhenTheirItemGoesInTheMiddle) {
  for (const int at : {2, 3, 4}) {
    SCOPED_TRACE(at);
    item = world.items(1, "folder" + std::to_string(at)).front();
    watched.before = [&, first = std::optional<int>()](int number) mutable {
      if (!first) first = number - 1;
      if (number - *first == at) {
        ASSERT_OK(delete_item(world.env(), world.manager(), item));
      }
    };
    EXPECT_FAILS(create(world.manager(), boxes(many)), ErrorCode::not_found);
    EXPECT_EQ(total(), 0u);
  }
}

// B-260
TEST_F(LongLists, LeaveNothingWhenTheRightGoesInTheMiddle) {
  world.join("dev", Role::developer);
  watched.before = [&](int number) {
    if (number == 4) world.join("dev", Role::developer, false);
  };
  EXPECT_FALSE(create(world.caller("dev"), boxes(many)).has_value());
  expect_nothing_left();
}

// B-006
TEST_F(LongLists, LeaveNothingWhenTheAccountIsDisabledInTheMiddle) {
  world.account("dev");
  world.join("dev", Role::developer);
  watched.before = [&](int number) {
    if (number == 4) ASSERT_OK(disable_user(world.env(), World::person("dev").text));
  };
  EXPECT_FAILS(create(world.caller("dev"), boxes(many)), ErrorCode::unauthorized);
  expect_nothing_left();
}

// B-006
TEST_F(LongLists, WriteNoMoreOnceTheAccountIsDisabled) {
  world.account("dev");
  world.join("dev", Role::developer);
  int writes = 0;
  watched.before = [&](int number) {
    writes = number;
    if (number == 2) ASSERT_OK(disable_user(world.env(), World::person("dev").text));
  };
  EXPECT_FAILS(create(world.caller("dev"), boxes(many)), ErrorCode::unauthorized);
  EXPECT_EQ(writes, 3);  // a slice, one that is refused, and giving up
  expect_nothing_left();
}

TEST_F(LongLists, LeaveNothingWhenCreatorsWereNamedByWhoMayNoLongerNameThem) {
  world.join("dev", Role::developer);
  item = item_of(world.task({{.annotator = "dev", .open_items = 1}}));
  auto added = boxes(many);
  for (auto& box : added) box.creator = World::person("ada");
  watched.before = [&](int number) {
    if (number == 4) world.join("dev", Role::annotator);
  };
  EXPECT_FAILS(create(world.caller("dev"), added), ErrorCode::conflict);
  expect_nothing_left();
}

TEST_F(LongLists, WithOneThatIsWrongLeaveNothing) {
  auto added = boxes(many);
  added.back().metadata = R"({"system":{"status":"sleepy"}})";
  EXPECT_FAILS(create(world.manager(), added), ErrorCode::invalid);
  expect_nothing_left();
}

// B-260
TEST_F(LongLists, TwoAtOnceAreBothWholeAndApart) {
  std::vector<Annotation> other;
  watched.before = [&](int number) {
    if (number == 2) {
      const auto made = create_annotations(world.env(), world.manager(), item, boxes(many, "dog"));
      ASSERT_OK(made);
      other = *made;
    }
  };
  const auto one = create(world.manager(), boxes(many));
  ASSERT_OK(one);
  EXPECT_EQ(seen().size(), 2 * many);
  EXPECT_EQ(told().size(), 2 * many);
  EXPECT_THAT(*one, Each(Field(&Annotation::label, "cat")));
  EXPECT_THAT(other, Each(Field(&Annotation::label, "dog")));
}

TEST_F(LongLists, AStoreThatIsLostInTheMiddleLeavesThemHidden) {
  watched.before = [](int number) {
    if (number >= 3) throw StoreBusy("The server is stopping.");
  };
  EXPECT_THROW((void)create(world.manager(), boxes(many)), StoreBusy);
  EXPECT_EQ(total(), 0u);
  EXPECT_TRUE(seen().empty());
  EXPECT_TRUE(read(world.env().store, [&](const Transaction& tx) {
    return tx.annotation_lists().left_before(world.clock.now() + std::chrono::hours{1}).has_value();
  }));
}

}  // namespace
}  // namespace allot::test
