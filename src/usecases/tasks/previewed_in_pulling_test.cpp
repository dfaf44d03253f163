// A move in a pulling task does what its preview says, the batches that follow in the same change
// included, and nothing beside it (80 §1).

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <map>

#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/offer_due.h"
#include "usecases/tasks/pulling_for_tests.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {
namespace {

using Open = std::map<UserId, std::uint64_t>;
using AskedMove = std::function<Result<Outcome>(const MoveOptions&)>;

class MovesInAPullingTask : public PullingTask {
 protected:
  MovesInAPullingTask() { start({"ada", "ben", "cleo"}, 30); }

  std::vector<std::string> holders() {
    std::vector<std::string> names;
    for (const auto& share : world.ledger(task).shares) {
      names.push_back(share.annotator.text.substr(0, share.annotator.text.find('@')));
    }
    return names;
  }

  /// Who holds something open, and how much.
  Open open() {
    Open open;
    for (const auto& share : world.ledger(task).shares) {
      if (!share.open.empty()) open[share.annotator] = share.open.size();
    }
    return open;
  }

  /// A manager's move among people and out of the task.
  AskedMove some_move(const std::string& from) {
    const auto source = assignment(from);
    const auto to = *rc::gen::element<std::string>("ada", "ben", "dan");
    const auto loads = equal_loads_for({to, "cleo"});
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        return [=, this](const MoveOptions& how) {
          return redistribute_assignment(
              world.env(), world.manager(), {.assignment = source, .loads = loads, .how = how}
          );
        };
      case 1:
        return [=, this](const MoveOptions& how) {
          return redistribute_task(
              world.env(), world.manager(), {.task = task, .loads = loads, .how = how}
          );
        };
      case 2:
        return [=, this](const MoveOptions& how) {
          return reassign_assignment(
              world.env(),
              world.manager(),
              {.assignment = source, .to = World::person(to), .how = how}
          );
        };
      case 3:
        return [=, this](const MoveOptions& how) {
          return delete_assignment(
              world.env(), world.manager(), {.assignment = source, .how = how}
          );
        };
      default: {
        const auto at = *rc::gen::inRange(0, 25);
        const std::vector<ItemId> some(items.begin() + at, items.begin() + at + 6);
        return [=, this](const MoveOptions& how) {
          return remove_items(
              world.env(),
              world.manager(),
              {.task = task, .query = World::query_of(some), .how = how}
          );
        };
      }
    }
  }

  /// One that brings something to the queue.
  AskedMove some_move_with_offers(const std::string& from) {
    switch (*rc::gen::inRange(0, 3)) {
      case 0: {
        const auto source = assignment(from);
        return [=, this](const MoveOptions& how) {
          return clear_batch(world.env(), world.manager(), {.assignment = source, .how = how});
        };
      }
      case 1: {
        const auto more = World::query_of(world.items(4, "more" + std::to_string(++added_)));
        const auto to = *rc::gen::element<std::string>("ada", "dan", "eve");
        return [=, this](const MoveOptions& how) {
          return add_items(
              world.env(),
              world.manager(),
              {.task = task, .query = more, .loads = equal_loads_for({to}), .how = how}
          );
        };
      }
      default: {
        const auto log = list_operations(world.env(), world.manager(), task, 0, 8).value();
        const auto at = *rc::gen::inRange<std::size_t>(0, log.operations.size());
        const auto operation = log.operations[at].operation.id;
        return [=, this](const MoveOptions& how) {
          return undo_operation(world.env(), world.manager(), {.operation = operation, .how = how});
        };
      }
    }
  }

  /// A few times over: somebody completes something, so room is made and batches come by
  /// themselves; then `move` is with them. Until nobody holds anything.
  void work_and(const std::function<void(const std::string& from)>& move) {
    const auto steps = *rc::gen::inRange(1, 6);
    for (int step = 0; step < steps; ++step) {
      const auto names = holders();
      if (names.empty()) return;
      const auto from = *rc::gen::elementOf(names);
      if (const auto count = held(from).open; count > 0) {
        RC_ASSERT(complete(from, *rc::gen::inRange<std::size_t>(1, count + 1)).has_value());
      }
      move(from);
    }
  }

  /// Everybody has what the preview says then. Is it a move that can be made?
  bool make_as_shown(const AskedMove& move) {
    auto expected = open();
    const auto shown = move({.dry_run = true});
    if (!shown) {
      RC_ASSERT(!move({}).has_value());
      return false;
    }
    const auto& plan = std::get<Preview>(*shown).plan;
    for (const auto& line : plan.people) expected[line.person] = line.after;
    std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
    RC_ASSERT(move({}).has_value());
    RC_ASSERT(open() == expected);
    return true;
  }

  int added_ = 0;
};

// B-053, B-054, B-295, 80 §1
RC_GTEST_FIXTURE_PROP(MovesInAPullingTask, TellTheBatchesThatFollowInTheSameChange, ()) {
  work_and([&](const std::string& from) {
    const auto move = *rc::gen::inRange(0, 3) == 0 ? some_move(from) : some_move_with_offers(from);
    // Not every operation can be undone, and who was removed gets nothing.
    (void)make_as_shown(move);
  });
}

// B-054, 80 §1, 80 §2: what follows is shown, and is not what the commit is held to.
TEST_F(MovesInAPullingTask, OfAClearingShowsWhoIsOfferedTheItemsThen) {
  const auto clear = [&](MoveOptions how) {
    return clear_batch(
        world.env(), world.manager(), {.assignment = assignment("ada"), .how = std::move(how)}
    );
  };
  const auto outcome = clear({.dry_run = true});
  const auto& shown = std::get<Preview>(outcome.value());
  EXPECT_EQ(shown.plan.total(), 3u);
  ASSERT_EQ(shown.plan.people.size(), 3u);
  EXPECT_EQ(shown.plan.people[0].gives, 3u);
  EXPECT_EQ(shown.plan.people[1].person, World::person("ben"));
  EXPECT_EQ(shown.plan.people[1].assignment, assignment("ben"));
  EXPECT_EQ(shown.plan.people[1].gets, 3u);
  EXPECT_EQ(shown.plan.people[1].after, 6u);
  Expectation expected{.version = shown.version, .people = {}};
  for (const auto& line : shown.plan.people) {
    expected.people.push_back({.person = line.person, .gives = line.gives, .gets = line.gets});
  }
  ASSERT_OK(complete("ben", 1));
  ASSERT_EQ(held("ben").open, 5u);
  const auto done = clear({.expect = expected});
  ASSERT_TRUE(std::holds_alternative<Command>(done.value()));
  EXPECT_EQ(held("ben").open, 5u);
  EXPECT_EQ(held("cleo"), (Held{.open = 6}));
  const auto told = std::get<Command>(done.value()).plan.value();
  ASSERT_EQ(told.people.size(), 2u);
  EXPECT_EQ(told.people[1].person, World::person("cleo"));
}

// B-053, 80 §1
RC_GTEST_FIXTURE_PROP(MovesInAPullingTask, LeaveEverybodyWithWhatTheirPreviewSays, ()) {
  work_and([&](const std::string& from) { RC_ASSERT(make_as_shown(some_move(from))); });
}

// B-053: right after it nobody who draws from the queue is left with nothing beside it.
RC_GTEST_FIXTURE_PROP(MovesInAPullingTask, LeaveNobodyBesideAFullQueue, ()) {
  work_and([&](const std::string& from) {
    RC_ASSERT(some_move(from)({}).has_value());
    offer_due(world.env());
    for (const auto* name : {"ada", "ben", "cleo"}) {
      RC_ASSERT(waiting() == 0 || held(name).open > 0);
    }
  });
}

}  // namespace
}  // namespace allot::test
