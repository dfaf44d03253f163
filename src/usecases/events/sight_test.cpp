// Who sees which events (docs/spec/events.md): a table of what is told and of who reads.

#include "usecases/events/sight.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/members/remove.h"
#include "usecases/projects/remove.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/update.h"

namespace allot::test {
namespace {

/// ada and ben work in a task that tom owns; rex was removed from the project; eve is nobody there.
class SightOfEvents : public testing::Test {
 protected:
  SightOfEvents() {
    for (const auto* name : {"dev", "max", "ann", "rex"}) world.account(name);
    world.join("dev", Role::developer);
    world.join("max", Role::annotation_manager);
    world.join("ann", Role::annotator);
    world.join("rex", Role::owner, false);
    const auto owned =
        update_task(env, world.manager(), {.task = task.id, .owner = World::person("tom")});
    EXPECT_OK(owned);
    item = read(env.store, [&](const Transaction& tx) {
      const Ordinal first = 0;
      return tx.items().ids(world.dataset(), {&first, 1}).front().second;
    });
    const NewAnnotation box{.type = "box", .label = "car", .creator = {}};
    annotation = create_annotations(env, world.manager(), item, {box})->front().id;
  }

  [[nodiscard]] Event of_task(Happening what, std::string_view actor = "mia") const {
    return {
        .what = std::move(what),
        .project = world.project(),
        .task = task.id,
        .actor = World::person(actor),
        .at = world.clock.now()
    };
  }

  [[nodiscard]] Event of_project(Happening what) const {
    auto event = of_task(std::move(what));
    event.task = {};
    return event;
  }

  [[nodiscard]] Event of_nothing(Happening what) const {
    auto event = of_project(std::move(what));
    event.project = {};
    return event;
  }

  /// One letter for each reader: w(hole), p(art), or a dot.
  std::string seen(const Event& event, const EventTopics& topics = {}) {
    return read(env.store, [&](const Transaction& tx) {
      EventSight sight(tx);
      std::string letters;
      for (const auto* name : {"mia", "dev", "max", "tom", "ann", "ada", "ben", "rex", "eve"}) {
        switch (sight.look(world.caller(name), topics, event)) {
          case SeenOf::nothing: letters += '.'; break;
          case SeenOf::own_part: letters += 'p'; break;
          case SeenOf::whole: letters += 'w'; break;
        }
      }
      return letters;
    });
  }

  World world;
  Env& env = world.env();
  Task task =
      world.task({{.annotator = "ada", .open_items = 2}, {.annotator = "ben", .open_items = 2}});
  AssignmentId ada = world.assignment_of(task.id, "ada")->id;
  AssignmentId ben = world.assignment_of(task.id, "ben")->id;
  ItemId item;
  AnnotationId annotation;
};

// B-320
TEST_F(SightOfEvents, IsThatOfTheThingThatItTellsOf) {
  const auto member = [](std::string_view who) {
    return ThingChanged{.thing = Thing::member, .act = Act::updated, .id = World::person(who).text};
  };

  const struct {
    std::string_view what;
    Event event;
    //             mia dev max tom ann ada ben rex eve
    std::string_view seen;
  } table[] = {
      {"the task", of_task(updated(task.id)), "wwww.ww.."},
      {"its status",
       of_task(TaskStatusChanged{.from = TaskStatus::open, .to = TaskStatus::completed}),
       "wwww.ww.."},
      {"its counters", of_task(TaskCounted{}), "wwww.ww.."},
      {"that it is due", of_task(TaskDue{}), "wwww.ww.."},
      {"items that came", of_task(ItemsCame{.count = 1}), "wwww.ww.."},
      {"an operation", of_task(WorkMoved{.operation = {"o"}, .items = 1}), "wwww....."},
      {"the assignment of ada", of_task(updated(ada)), "wwww.w..."},
      {"what ben gave", of_task(Handed{.assignment = ben, .gave = 1, .got = 0}), "wwww..w.."},
      {"hundreds, ada's among them",
       of_task(AssignmentsChanged{.act = Act::created, .assignments = {ada, {"other"}}}),
       "wwww.p..."},
      {"a status that mia set", of_task(StatusSet{.word = "completed", .count = 1}), "wwww....."},
      {"a status that ada set",
       of_task(StatusSet{.word = "completed", .count = 1}, "ada"),
       "wwww.w..."},
      {"an item of ada", of_project(updated(item)), "wwww.w..."},
      {"its annotation", of_project(updated(annotation)), "wwww.w..."},
      {"an issue there",
       of_project(IssueMoved{.annotation = annotation, .item = item, .step = IssueStep::opened}),
       "wwww.w..."},
      {"an item that is gone", of_project(deleted(ItemId{"gone"})), "www......"},
      {"the dataset", of_project(updated(world.dataset())), "wwww.ww.."},
      {"a dataset that is gone", of_project(deleted(DatasetId{"gone"})), "www......"},
      {"the recipe", of_project(updated(world.recipe())), "wwwwwww.."},
      {"the project", of_project(updated(world.project())), "wwwwwww.."},
      {"max's membership", of_project(member("max")), "www......"},
      {"ann's membership", of_project(member("ann")), "www.w...."},
      {"rex's membership", of_project(member("rex")), "www....w."},
      {"a bot",
       of_project(ThingChanged{.thing = Thing::bot, .act = Act::created, .id = "bot"}),
       "w........"},
      {"ada's sign-ins", of_nothing(SignInsEnded{.user = World::person("ada")}), ".....w..."},
      {"two inboxes",
       of_nothing(InboxGrew{.people = {World::person("ada"), World::person("eve")}}),
       ".....p..p"},
  };

  for (const auto& [what, event, expected] : table) {
    EXPECT_EQ(seen(event), expected) << what;
  }
}

// B-320
TEST_F(SightOfEvents, OfMeIsWhatIsAboutTheReader) {
  const EventTopics me{.tasks = {}, .projects = {}, .me = true};
  //                                                       mia dev max tom ann ada ben rex eve
  EXPECT_EQ(seen(of_task(updated(task.id)), me), "w..w.ww..");  // mia made it, tom owns it
  EXPECT_EQ(seen(of_task(TaskCounted{}), me), "w..w.ww..");
  EXPECT_EQ(seen(of_task(updated(ada)), me), ".....w...");
  EXPECT_EQ(seen(of_project(updated(item)), me), ".........");
  EXPECT_EQ(seen(of_nothing(InboxGrew{.people = {World::person("eve")}}), me), "........p");
  EXPECT_EQ(seen(of_nothing(SignInsEnded{.user = World::person("dev")}), me), ".w.......");
}

// B-320
TEST_F(SightOfEvents, TopicsNarrowItAndAddNothing) {
  const auto other = world.task({{.annotator = "ann", .open_items = 1}}, "Other");
  const EventTopics of_this{.tasks = {task.id}, .projects = {}};
  const EventTopics of_other{.tasks = {other.id}, .projects = {}};
  const EventTopics project{.tasks = {}, .projects = {world.project()}};
  const auto event = of_task(updated(task.id));
  EXPECT_EQ(seen(event, of_this), "wwww.ww..");
  EXPECT_EQ(seen(event, of_other), ".........");
  EXPECT_EQ(seen(event, project), "wwww.ww..");
  EXPECT_EQ(seen(of_project(updated(item)), of_this), ".........");
  // With its dataset it goes without being named as the task of the line.
  EXPECT_EQ(seen(of_project(deleted(task.id)), of_this), "wwww.ww..");
}

// B-320
TEST_F(SightOfEvents, EndsWithTheRight) {
  const auto event = of_task(updated(task.id));
  ASSERT_OK(remove_member(
      env, world.manager(), {.project = world.project(), .user = World::person("dev")}
  ));
  EXPECT_EQ(seen(event), "w.ww.ww..");
  ASSERT_OK(redistribute_assignment(
      env, world.manager(), {.assignment = ben, .loads = equal_loads_for({"ada"})}
  ));
  EXPECT_EQ(seen(event), "w.ww.w...");
  ASSERT_OK(update_task(env, world.manager(), {.task = task.id, .owner = World::person("mia")}));
  EXPECT_EQ(seen(event), "w.w..w...");
  ASSERT_OK(delete_task(env, world.manager(), {.task = task.id}));
  EXPECT_EQ(seen(event), "w.w......");  // who would see any task of the project
  ASSERT_OK(remove_project(env, world.manager(), world.project()));
  EXPECT_EQ(seen(event), ".........");
}

TEST_F(SightOfEvents, OnesOwnPartTellsOfNobodyElse) {
  const auto ada_of = world.caller("ada");
  const auto many =
      of_task(AssignmentsChanged{.act = Act::created, .assignments = {ada, ben, {"other"}}});
  const auto grew = of_nothing(InboxGrew{.people = {World::person("ada"), World::person("ben")}});
  read(env.store, [&](const Transaction& tx) {
    EventSight sight(tx);
    EXPECT_EQ(
        sight.own_part_of(ada_of, many).what,
        Happening(AssignmentsChanged{.act = Act::created, .assignments = {ada}})
    );
    EXPECT_EQ(
        sight.own_part_of(ada_of, grew).what, Happening(InboxGrew{.people = {World::person("ada")}})
    );
    return 0;
  });
}

// B-171
TEST_F(SightOfEvents, WhoOnlyWorksInATaskIsToldOfNoColleague) {
  const TaskStatusChanged flipped{.from = TaskStatus::open, .to = TaskStatus::completed};
  const auto ben_of = world.caller("ben");
  //                                        mia dev max tom ann ada ben rex eve
  EXPECT_EQ(seen(of_task(flipped, "ada")), "wwww.wp..");
  EXPECT_EQ(seen(of_task(updated(ben), "ada")), "wwww..p..");
  EXPECT_EQ(seen(of_task(Handed{.assignment = ben, .gave = 0, .got = 1}, "ada")), "wwww..p..");
  for (const auto* manager : {"mia", "dev", "max", "tom"}) {
    EXPECT_EQ(seen(of_task(flipped, manager)), "wwww.ww..") << manager;
  }
  read(env.store, [&](const Transaction& tx) {
    EventSight sight(tx);
    const auto told_of = [&](const Happening& what, std::string_view actor) {
      return sight.own_part_of(ben_of, of_task(what, actor));
    };
    EXPECT_EQ(told_of(flipped, "ada").actor, UserId{});
    EXPECT_EQ(told_of(flipped, "ada").what, Happening(flipped));
    const AssignmentsChanged many{.act = Act::created, .assignments = {ada, ben}};
    EXPECT_EQ(told_of(many, "ada").actor, UserId{});
    EXPECT_EQ(told_of(many, "mia").actor, World::person("mia"));
    EXPECT_EQ(told_of(many, "ben").actor, World::person("ben"));
    return 0;
  });
}

// --- what it costs

class CostOfSight : public SightOfEvents {
 protected:
  /// Events of annotations that were made on each of these.
  std::vector<Event> annotated(const std::vector<ItemId>& items) {
    std::vector<Event> events;
    for (const auto& id : items) {
      const NewAnnotation box{.type = "box", .label = "car", .creator = {}};
      const auto made = create_annotations(env, world.manager(), id, {box})->front().id;
      events.push_back(of_project(updated(made)));
      events.push_back(
          of_project(IssueMoved{.annotation = made, .item = id, .step = IssueStep::opened})
      );
    }
    return events;
  }

  std::vector<ItemId> items_of(const TaskId& id) {
    const auto ordinals = world.ledger(id).members.to_vector();
    return read(env.store, [&](const Transaction& tx) {
      std::vector<ItemId> found;
      for (auto& [ordinal, one] : tx.items().ids(world.dataset(), ordinals)) found.push_back(one);
      return found;
    });
  }

  /// Steps of the database until they all were looked at.
  std::uint64_t work_of(
      EventSight& sight,
      std::string_view name,
      const std::vector<Event>& events,
      const EventTopics& topics = {}
  ) {
    const auto before = env.store.numbers().reader_steps;
    for (const auto& event : events) (void)sight.look(world.caller(name), topics, event);
    return env.store.numbers().reader_steps - before;
  }

  std::uint64_t work_of(
      std::string_view name, const std::vector<Event>& events, const EventTopics& topics = {}
  ) {
    return read(env.store, [&](const Transaction& tx) {
      EventSight sight(tx);
      return work_of(sight, name, events, topics);
    });
  }

  Event of_assignments(std::size_t others) {
    AssignmentsChanged many{.act = Act::created, .assignments = {}};
    for (std::size_t i = 0; i < others; ++i) many.assignments.push_back({std::to_string(i)});
    many.assignments.push_back(ada);
    return of_task(std::move(many));
  }

  EventTopics me{.tasks = {}, .projects = {}, .me = true};
};

// B-321
TEST_F(CostOfSight, OfHundredsOfAssignmentsIsThatOfOne) {
  for (const auto* name : {"ada", "ben", "mia"}) {
    (void)work_of(name, {of_assignments(0)}, me);  // the ledger is kept from here on
    const auto of_one = work_of(name, {of_assignments(0)}, me);
    EXPECT_GT(of_one, 0u) << name;
    EXPECT_EQ(work_of(name, {of_assignments(500)}, me), of_one) << name;
  }
}

// B-321
TEST_F(CostOfSight, OfWhatCanNotBeAboutTheReaderIsNothing) {
  auto events = annotated({item});
  events.push_back(of_project(updated(item)));
  events.push_back(of_project(updated(world.dataset())));
  events.push_back(of_project(updated(world.recipe())));
  events.push_back(of_nothing(SignInsEnded{.user = World::person("ben")}));
  EXPECT_EQ(work_of("ada", events, me), 0u);
}

// B-321
TEST_F(CostOfSight, OfAnnotationsIsPaidOnceForAllReaders) {
  const auto large = world.task(
      {{.annotator = "ada", .open_items = 20}, {.annotator = "ben", .open_items = 20}}, "Large"
  );
  const auto items = items_of(large.id);
  const auto few = annotated({items.front()});
  const auto many = annotated(items);
  const auto of_the_second = [&](const std::vector<Event>& events) {
    return read(env.store, [&](const Transaction& tx) {
      EventSight sight(tx);
      EXPECT_GT(work_of(sight, "ada", events), 0u);
      return work_of(sight, "ben", events);
    });
  };
  const auto of_few = of_the_second(few);
  EXPECT_LE(of_the_second(many), of_few);
}

}  // namespace
}  // namespace allot::test
