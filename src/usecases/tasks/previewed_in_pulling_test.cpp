// A manager's move in a pulling task does what its preview says, and nothing beside it (80 §1).

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <map>

#include "usecases/assignments/delete.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
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
};

// B-053, 80 §1
RC_GTEST_FIXTURE_PROP(MovesInAPullingTask, LeaveEverybodyWithWhatTheirPreviewSays, ()) {
  const auto steps = *rc::gen::inRange(1, 6);
  for (int step = 0; step < steps; ++step) {
    const auto names = holders();
    if (names.empty()) return;
    const auto from = *rc::gen::elementOf(names);
    if (const auto count = held(from).open; count > 0) {
      // Room is made, and batches come by themselves.
      RC_ASSERT(complete(from, *rc::gen::inRange<std::size_t>(1, count + 1)).has_value());
    }
    const auto move = some_move(from);
    auto expected = open();
    const auto shown = move({.dry_run = true});
    RC_ASSERT(shown.has_value());
    const auto& plan = std::get<Preview>(*shown).plan;
    for (const auto& line : plan.people) expected[line.person] = line.after;
    std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
    RC_ASSERT(move({}).has_value());
    RC_ASSERT(open() == expected);
  }
}

// B-053: right after it nobody who draws from the queue is left with nothing beside it.
RC_GTEST_FIXTURE_PROP(MovesInAPullingTask, LeaveNobodyBesideAFullQueue, ()) {
  const auto steps = *rc::gen::inRange(1, 6);
  for (int step = 0; step < steps; ++step) {
    const auto names = holders();
    if (names.empty()) return;
    const auto from = *rc::gen::elementOf(names);
    if (const auto count = held(from).open; count > 0) {
      RC_ASSERT(complete(from, *rc::gen::inRange<std::size_t>(1, count + 1)).has_value());
    }
    RC_ASSERT(some_move(from)({}).has_value());
    offer_due(world.env());
    for (const auto* name : {"ada", "ben", "cleo"}) {
      RC_ASSERT(waiting() == 0 || held(name).open > 0);
    }
  }
}

}  // namespace
}  // namespace allot::test
