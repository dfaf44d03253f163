// A change by query is planned on a snapshot and carried out later. Here somebody else's change is
// committed just between the two (B-254).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "json/text.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/delete.h"
#include "usecases/items/move.h"
#include "usecases/items/overtaken_for_tests.h"
#include "usecases/items/upload.h"
#include "usecases/tasks/create.h"

namespace allot::test {
namespace {

/// A change by query: what it does, and whether an item was touched by it.
struct Verb {
  const char* name;
  std::function<void(TwoPictures&, const std::string& query)> act;
  std::function<bool(TwoPictures&, const ItemId&)> has_touched;
};

TaskId newest_task(TwoPictures& scene) {
  return read(scene.env().store, [&](const Transaction& tx) {
    return tx.tasks().of_dataset(scene.dataset()).back().id;
  });
}

const Verb verbs[] = {
    {"delete items",
     [](TwoPictures& scene, const std::string& query) {
       const auto parsed = must(query::parse_query(query));
       must(delete_matching_items(scene.slow(), scene.mia(), scene.dataset(), parsed));
     },
     [](TwoPictures& scene, const ItemId& id) { return !scene.find(id); }},
    {"update items",
     [](TwoPictures& scene, const std::string& query) {
       const auto parsed = must(query::parse_query(query));
       const std::string mark = R"({"user":{"mark":1}})";
       must(change_matching_items(scene.slow(), scene.mia(), {scene.dataset(), parsed, mark}));
     },
     [](TwoPictures& scene, const ItemId& id) {
       return json::member(scene.find(id)->item.metadata, "user.mark").has_value();
     }},
    {"add to a task",
     [](TwoPictures& scene, const std::string& query) {
       const auto loads = equal_loads_for({"ben"});
       const auto task = scene.world().task({}, "Third").id;
       must(add_items(scene.slow(), scene.mia(), {.task = task, .query = query, .loads = loads}));
     },
     [](TwoPictures& scene, const ItemId& id) { return scene.is_in(newest_task(scene), id); }},
    {"create a task",
     [](TwoPictures& scene, const std::string& query) {
       must(create_task(
           scene.slow(),
           scene.mia(),
           {.name = "Third",
            .query = query,
            .project = scene.world().project(),
            .dataset = scene.dataset(),
            .recipe = scene.world().recipe(),
            .owner = World::person("mia"),
            .loads = equal_loads_for({"ben"})}
       ));
     },
     [](TwoPictures& scene, const ItemId& id) { return scene.is_in(newest_task(scene), id); }},
    {"remove from a task",
     [](TwoPictures& scene, const std::string& query) {
       must(remove_items(scene.slow(), scene.mia(), {.task = scene.first(), .query = query}));
     },
     [](TwoPictures& scene, const ItemId& id) { return !scene.is_in(scene.first(), id); }},
    {"redistribute",
     [](TwoPictures& scene, const std::string& query) {
       const auto loads = equal_loads_for({"ben"});
       must(redistribute_assignment(
           scene.slow(),
           scene.mia(),
           {.assignment = scene.adas(), .loads = loads, .which = {.query = query}}
       ));
     },
     [](TwoPictures& scene, const ItemId& id) {
       const auto bens = scene.world().assignment_of(scene.first(), "ben");
       const auto view = scene.find(id);
       return bens && view->references.front().assignment == bens->id;
     }},
    {"move to a folder",
     [](TwoPictures& scene, const std::string& query) {
       const auto folder =
           must(make_folder(scene.env(), scene.mia(), scene.dataset(), "/sorted")).item.id;
       must(move_items(
           scene.slow(),
           scene.mia(),
           {.dataset = scene.dataset(), .folder = folder, .which = must(query::parse_query(query))}
       ));
     },
     [](TwoPictures& scene, const ItemId& id) { return scene.find(id)->item.dir() == "/sorted"; }},
};

/// A filter that both items match, and a change of one after which it does not.
struct Change {
  const char* name;
  std::string query;  // "{second}" stands for that task
  std::function<void(TwoPictures&, const ItemId&)> make;
  bool by_every_verb = false;  // else by the first two
};

const Change changes[] = {
    {"its metadata is edited",
     R"({"filter":{"metadata.user.k":1}})",
     [](TwoPictures& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); },
     true},
    {"its metadata is edited, and a negation asks",
     R"({"filter":{"metadata.user.k":{"$not":{"$gt":1}}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"its metadata is edited, and a union asks",
     R"({"filter":{"$or":[{"metadata.user.k":1},{"annotated":false}]}})",
     [](TwoPictures& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"its metadata is edited, and an exception asks",
     R"({"filter":{},"except":{"query":{"filter":{"metadata.user.k":2}}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"it is moved to another folder",
     R"({"filter":{"dir":"/pictures"}})",
     [](TwoPictures& scene, const ItemId& id) { scene.move(id, "/elsewhere/moved.png"); }},
    {"it is renamed",
     R"({"filter":{"name":"000*"}})",
     [](TwoPictures& scene, const ItemId& id) { scene.move(id, "/pictures/moved.png"); }},
    {"it is hidden",
     R"({"filter":{"hidden":false,"type":"file"}})",
     [](TwoPictures& scene, const ItemId& id) { scene.move(id, "/.hidden/moved.png"); },
     true},
    {"an annotation is added",
     R"({"filter":{"annotationsCount":1}})",
     [](TwoPictures& scene, const ItemId& id) { scene.annotate(id, "dog"); },
     true},
    {"its annotation is edited",
     R"({"filter":{},"join":{"filter":{"label":"cat"}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.relabel(id, "dog"); }},
    {"its annotation is deleted",
     R"({"filter":{"annotated":true}})",
     [](TwoPictures& scene, const ItemId& id) { scene.unlabel(id); }},
    {"it gets a status",
     R"({"filter":{"metadata.system.refs.metadata.status":{"$ne":"completed"}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.complete(id); },
     true},
    {"it gets a status, and its author is asked for",
     R"({"filter":{"$not":{"metadata.system.refs":{"$match":{"metadata":{"creator":"mia@example.org"}}}}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.complete(id); }},
    {"it gets a status, and the words are asked for",
     R"({"filter":{"metadata.system.annotationStatus":[]}})",
     [](TwoPictures& scene, const ItemId& id) { scene.complete(id); }},
    {"it gets a status, and the history is asked for",
     R"({"filter":{"metadata.system.taskStatusLog":{"$exists":false}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.complete(id); }},
    {"another task takes it",
     R"({"filter":{"metadata.system.refs.id":{"$ne":"{second}"}}})",
     [](TwoPictures& scene, const ItemId& id) { scene.add(scene.second(), {id}); },
     true},
};

std::string with_second(std::string query, TwoPictures& scene) {
  constexpr std::string_view placeholder = "{second}";
  if (const auto at = query.find(placeholder); at != std::string::npos) {
    query.replace(at, placeholder.size(), scene.second().text);
  }
  return query;
}

// B-254
TEST(ChangesInBetween, NothingIsTouchedThatStoppedMatching) {
  for (const auto& verb : verbs) {
    for (const auto& change : changes) {
      if (&verb > &verbs[1] && !change.by_every_verb) continue;
      SCOPED_TRACE(fmt::format("{}: {}", verb.name, change.name));
      TwoPictures scene;
      const auto query = with_second(change.query, scene);
      scene.overtake([&] { change.make(scene, scene.a); });
      verb.act(scene, query);
      EXPECT_FALSE(verb.has_touched(scene, scene.a));
      EXPECT_TRUE(verb.has_touched(scene, scene.b));
    }
  }
}

// B-254
TEST(ChangesInBetween, WhatWasEditedAndMatchesStillIsTouched) {
  for (const auto& verb : verbs) {
    SCOPED_TRACE(verb.name);
    TwoPictures scene;
    scene.overtake([&] { scene.set_metadata(scene.a, R"({"user":{"note":"seen"}})"); });
    verb.act(scene, R"({"filter":{"metadata.user.k":1}})");
    EXPECT_TRUE(verb.has_touched(scene, scene.a));
    EXPECT_TRUE(verb.has_touched(scene, scene.b));
  }
}

// B-254
TEST(ChangesInBetween, WorkThatWasAcknowledgedSurvivesADeletionThatDoesNotAskForIt) {
  const std::pair<const char*, std::function<void(TwoPictures&)>> works[] = {
      {"an annotation", [](TwoPictures& scene) { scene.annotate(scene.a, "dog"); }},
      {"an edited annotation", [](TwoPictures& scene) { scene.relabel(scene.a, "dog"); }},
      {"a status", [](TwoPictures& scene) { scene.complete(scene.a); }},
      {"another task", [](TwoPictures& scene) { scene.add(scene.second(), {scene.a}); }},
      {"a new task",
       [](TwoPictures& scene) { scene.add(scene.world().task({}, "Third").id, {scene.a}); }},
  };
  for (const auto& [name, work] : works) {
    SCOPED_TRACE(name);
    TwoPictures scene;
    scene.overtake([&] { work(scene); });
    const auto deleted = delete_matching_items(
        scene.slow(), scene.mia(), scene.dataset(), scene.query(R"({"type":"file"})")
    );
    EXPECT_EQ(must(deleted), 1u);
    EXPECT_TRUE(scene.find(scene.a));
    EXPECT_FALSE(scene.find(scene.b));
  }
}

// B-254
TEST(ChangesInBetween, WhatAManagerMovesMeanwhileIsDeletedAllTheSame) {
  const std::pair<const char*, std::function<void(TwoPictures&)>> moves[] = {
      {"to another person",
       [](TwoPictures& scene) {
         must(redistribute_assignment(
             scene.env(),
             scene.mia(),
             {.assignment = scene.adas(), .loads = equal_loads_for({"ben"}), .which = {}}
         ));
       }},
      {"out of the task", [](TwoPictures& scene) { scene.take_out(scene.first(), scene.a); }},
  };
  for (const auto& [name, move] : moves) {
    SCOPED_TRACE(name);
    TwoPictures scene;
    scene.overtake([&] { move(scene); });
    const auto ids = R"({"id":{"$in":[")" + scene.a.text + R"(",")" + scene.b.text + R"("]}})";
    const auto deleted =
        delete_matching_items(scene.slow(), scene.mia(), scene.dataset(), scene.query(ids));
    EXPECT_EQ(must(deleted), 2u);
    EXPECT_FALSE(scene.find(scene.a));
    EXPECT_FALSE(scene.find(scene.b));
  }
}

// B-254: what was done before the evaluation is no work in between.
TEST(ChangesInBetween, WorkBeforeTheEvaluationIsDeletedWithTheItem) {
  TwoPictures scene;
  scene.complete(scene.a);
  scene.annotate(scene.a, "dog");
  const auto deleted = delete_matching_items(
      scene.slow(), scene.mia(), scene.dataset(), scene.query(R"({"type":"file"})")
  );
  EXPECT_EQ(must(deleted), 2u);
}

// B-254
TEST(ChangesInBetween, OpenItemsThatWereAnnotatedStayWhereTheyAreWhenOnlyOthersMayMove) {
  TwoPictures scene;
  scene.unlabel(scene.a);
  scene.unlabel(scene.b);
  scene.overtake([&] { scene.annotate(scene.a, "dog"); });
  const auto loads = equal_loads_for({"ben"});
  must(redistribute_assignment(
      scene.slow(),
      scene.mia(),
      {.assignment = scene.adas(), .loads = loads, .which = {.only_not_annotated = true}}
  ));
  EXPECT_FALSE(verbs[5].has_touched(scene, scene.a));
  EXPECT_TRUE(verbs[5].has_touched(scene, scene.b));
}

// B-032: a task takes files of its own dataset.
TEST(ChangesInBetween, ATaskRefusesItemsOfAnotherDataset) {
  TwoPictures scene;
  const auto elsewhere =
      write(scene.env().store, Scope::everything(), [&](Transaction& tx) -> Result<ItemId> {
        auto dataset = *tx.datasets().find(scene.dataset());
        dataset.id = scene.env().ids.next<DatasetId>();
        dataset.name = "Elsewhere";
        tx.datasets().put(dataset);
        Item item = *tx.items().find(scene.a);
        item.dataset = dataset.id;
        item.id = scene.env().ids.next<ItemId>();
        tx.items().add(item);
        return item.id;
      });
  const auto added = add_items(
      scene.env(),
      scene.mia(),
      {.task = scene.second(),
       .query = World::query_of({scene.a, must(elsewhere)}),
       .loads = equal_loads_for({"ada"})}
  );
  EXPECT_FAILS(added, ErrorCode::invalid);
  EXPECT_FALSE(scene.is_in(scene.second(), scene.a));
  // Ids that nothing has match nothing.
  scene.add(scene.second(), {scene.a, ItemId{"ffffffffffffffffffffffff"}});
  EXPECT_TRUE(scene.is_in(scene.second(), scene.a));
}

}  // namespace
}  // namespace allot::test
