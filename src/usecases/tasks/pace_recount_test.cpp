// The sums against a plain recount over the log of statuses, whatever was set by whom and when.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "support/world.h"
#include "usecases/assignments/set_status.h"
#include "usecases/tasks/pace.h"

namespace allot::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

const std::vector<std::string> names{"ada", "ben", "mia"};

/// Each holds 8 items of one task, which mia manages.
struct Scene {
  World world;
  Task task = world.task(
      {{.annotator = "ada", .open_items = 8},
       {.annotator = "ben", .open_items = 8},
       {.annotator = "mia", .open_items = 8}}
  );
  ItemSet members = world.ledger(task.id).members;
  std::vector<ItemId> items = read(world.env().store, [this](const Transaction& tx) {
    std::vector<ItemId> ids;
    const auto ordinals = members.to_vector();
    for (auto& [ordinal, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
    return ids;
  });

  void do_something() {
    world.clock.advance(
        *rc::gen::inRange(0, 5) > 0 ? *rc::gen::inRange(1, 400) * 1'000ms
                                    : *rc::gen::inRange(1, 40) * 1h
    );
    // Of others' items only mia may change something; whoever may change nothing is refused.
    (void)set_status(
        world.env(),
        world.caller(*rc::gen::elementOf(names)),
        {.where = task.id,
         .items = *rc::gen::container<std::vector<ItemId>>(
             static_cast<std::size_t>(*rc::gen::inRange(1, 6)), rc::gen::elementOf(items)
         ),
         .word = *rc::gen::element<std::string>("completed", "discard", "")}
    );
  }

  std::vector<StatusEvent> log() {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.status_log().of_items(world.dataset(), members);
    });
  }
};

/// What the log says of one person.
struct Recount {
  std::optional<Time> last;
  milliseconds active{};
  milliseconds pending{};
  std::vector<double> items;                        // what each took, in ms
  std::map<std::string, std::uint64_t> handled_on;  // by the day, UTC
};

std::map<UserId, Recount> recount(const std::vector<StatusEvent>& log) {
  std::map<UserId, Recount> people;
  std::set<Ordinal> once_handled;
  for (std::size_t i = 0; i < log.size();) {
    auto& person = people[log[i].actor];
    const auto at = log[i].at;
    std::vector<Ordinal> fresh;
    // The lines of one change: its moment is nobody else's.
    for (; i < log.size() && log[i].at == at; ++i) {
      for (const auto item : log[i].items.to_vector()) {
        if (once_handled.insert(item).second) fresh.push_back(item);
      }
    }
    const auto gap = person.last ? at - *person.last : milliseconds{};
    if (gap <= 5min) {
      person.active += gap;
      person.pending += gap;
    }
    person.last = at;
    if (fresh.empty()) continue;
    const auto each =
        static_cast<double>(person.pending.count()) / static_cast<double>(fresh.size());
    person.items.insert(person.items.end(), fresh.size(), each);
    person.handled_on[to_iso(at).substr(0, 10)] += fresh.size();
    person.pending = {};
  }
  return people;
}

// B-310
RC_GTEST_PROP(PaceOfATask, IsWhatAPlainRecountOfTheLogTells, ()) {
  Scene scene;
  const auto actions = *rc::gen::inRange(0, 60);
  for (int i = 0; i < actions; ++i) scene.do_something();
  auto people = recount(scene.log());
  const auto pace =
      read_task_pace(scene.world.env(), scene.world.manager(), scene.task.id, {.count = 90});
  RC_ASSERT(pace.has_value());
  for (const auto& person : pace->pace.people) {
    const auto& counted = people[person.person];
    RC_ASSERT(person.active == counted.active);
    RC_ASSERT(person.last_active == counted.last);
    const auto time = std::accumulate(counted.items.begin(), counted.items.end(), 0.0);
    const auto speed = person.speed.items_per_hour;
    RC_ASSERT(speed.has_value() == (counted.items.size() >= 10 && time >= 60'000));
    if (speed) {
      const auto expected = static_cast<double>(counted.items.size()) / time * 3'600'000;
      RC_ASSERT(std::abs(*speed - expected) < expected * 1e-9);
    }
    for (const auto& [day, items] : person.per_day) {
      const auto found =
          counted.handled_on.find(to_iso(Time(day.time_since_epoch())).substr(0, 10));
      RC_ASSERT(items == (found == counted.handled_on.end() ? 0 : found->second));
    }
  }
}

}  // namespace
}  // namespace allot::test
