// What was got can be sent back whole, however old it is: a client changes one member and sends the
// others along. Only what is new is looked at.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <functional>

#include "http/client_for_tests.h"
#include "usecases/annotations/changing.h"
#include "usecases/annotations/write.h"
#include "usecases/recipes/create_ontology.h"
#include "usecases/recipes/remove_ontology.h"

namespace allot::http::test {
namespace {

using allot::test::World;

/// A name that no rule of today takes: it ends in a control character.
const std::string old_name = "old\u0085";

struct Scene {
  World world;
  Client mia{world, "mia"};
  Task task = world.task({{.annotator = "ada", .open_items = 2}});
  ItemId item = world.items(1).front();

  /// As a server before today's rules left it.
  template <class Change>
  void store(Change change) {
    ASSERT_OK(write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      change(tx);
      return Done{};
    }));
  }

  OntologyId ontology(const std::string& roots) {
    Ontology made{
        .id = world.env().ids.next<OntologyId>(),
        .project = world.project(),
        .title = old_name,
        .roots = roots
    };
    store([&](Transaction& tx) { tx.recipes().put_ontology(made); });
    return made.id;
  }

  std::string changed_recipe(std::function<void(Recipe&)> change) {
    store([&](Transaction& tx) {
      auto recipe = *tx.recipes().find(world.recipe());
      change(recipe);
      tx.recipes().put(recipe);
    });
    return "/recipes/" + world.recipe().text;
  }

  std::string changed_task(std::function<void(Task&)> change) {
    store([&](Transaction& tx) {
      auto changed = *tx.tasks().find(task.id);
      change(changed);
      tx.tasks().put(changed);
      tx.tasks().put_query(task.id, R"({"filter":{},"unknown":1})");
    });
    return "/annotationtasks/" + task.id.text;
  }

  std::string changed_item(std::function<void(Item&)> change) {
    store([&](Transaction& tx) {
      auto changed = *tx.items().find(item);
      change(changed);
      tx.items().update(changed);
    });
    return "/items/" + item.text;
  }
};

std::string label(std::string_view tag, std::string_view color, std::string_view children = "") {
  return fmt::format(
      R"({{"value":{{"tag":"{0}","displayLabel":"{0}","color":"{1}","attributes":[],"displayData":{{}}}},"children":[{2}]}})",
      tag,
      color,
      children
  );
}

std::string nested_labels(int levels) {
  std::string roots;
  for (int i = 0; i < levels; ++i) roots = label("a", "#010203", roots);
  return "[" + roots + "]";
}

const std::string old_roots =
    "[" + label(old_name, "#010203", label("door", "red")) + "," + label("bus", "#010203") + "]";

struct Noun {
  const char* name;
  std::function<std::string(Scene&)> path;  // of the thing, made
};

const Noun nouns[] = {
    {"project",
     [](Scene& scene) {
       scene.store([&](Transaction& tx) {
         auto project = *tx.projects().find(scene.world.project());
         project.name = old_name;
         tx.projects().put(project);
       });
       return "/projects/" + scene.world.project().text;
     }},
    {"dataset",
     [](Scene& scene) {
       scene.store([&](Transaction& tx) {
         auto dataset = *tx.datasets().find(scene.world.dataset());
         dataset.name = old_name;
         tx.datasets().put(dataset);
       });
       return "/datasets/" + scene.world.dataset().text;
     }},
    {"recipe",
     [](Scene& scene) { return scene.changed_recipe([](Recipe& it) { it.title = old_name; }); }},
    {"recipe whose only ontology was deleted",
     [](Scene& scene) {
       const auto ontology = scene.ontology("[]");
       const auto path = scene.changed_recipe([&](Recipe& it) { it.ontologies = {ontology}; });
       EXPECT_OK(remove_ontology(scene.world.env(), scene.world.manager(), ontology));
       return path;
     }},
    {"recipe without ontologies",
     [](Scene& scene) { return scene.changed_recipe([](Recipe& it) { it.ontologies = {}; }); }},
    {"ontology", [](Scene& scene) { return "/ontologies/" + scene.ontology(old_roots).text; }},
    {"ontology of many levels",
     [](Scene& scene) { return "/ontologies/" + scene.ontology(nested_labels(60)).text; }},
    {"ontology with labels of another form",
     [](Scene& scene) {
       return "/ontologies/" +
              scene.ontology(R"([{"tag":"car"},7,{"value":{},"children":3}])").text;
     }},
    {"item",
     [](Scene& scene) {
       return scene.changed_item([](Item& it) {
         it.path = "/pictures//" + old_name + ".png";
         it.metadata = R"({"user":{"a":[1,1.50]},"system":{"size":10}})";
       });
     }},
    {"task",
     [](Scene& scene) {
       return scene.changed_task([](Task& it) {
         it.name = old_name;
         it.priority = 9;
         it.available_actions = R"([{"action":")" + old_name + R"(","displayName":")" + old_name +
                                R"(","color":"#fff"}])";
         it.status_words = {old_name};
         it.user_metadata = R"({"a":null})";
         it.system_metadata = R"({"batchSize":5})";
         it.description = Description{
             .content = "about",
             .created_by = it.creator,
             .updated_by = it.creator,
             .created_at = it.created_at,
             .updated_at = it.created_at
         };
       });
     }},
    {"task of a recipe that is gone",
     [](Scene& scene) {
       return scene.changed_task([](Task& it) { it.recipe = RecipeId{"0123456789abcdef01234567"}; }
       );
     }},
    {"assignment",
     [](Scene& scene) {
       const auto id = scene.world.assignment_of(scene.task.id, "ada")->id;
       scene.store([&](Transaction& tx) {
         auto assignment = *tx.assignments().find(id);
         assignment.name = old_name;
         tx.assignments().put(assignment);
       });
       return "/assignments/" + id.text;
     }},
    {"annotation",
     [](Scene& scene) {
       const NewAnnotation added{
           .type = "box", .label = "car", .coordinates = R"([{"x":1,"y":2}])", .creator = {}
       };
       const auto made =
           create_annotations(scene.world.env(), scene.world.manager(), scene.item, {added});
       EXPECT_OK(made);
       scene.store([&](Transaction& tx) {
         auto annotation = made->front();
         annotation.label = old_name;
         annotation.status = "odd";
         annotation.metadata = R"({"system":{"status":"odd"},"user":{"a":1.50}})";
         derive(annotation);
         tx.annotations().update(annotation);
       });
       return "/annotations/" + made->front().id.text;
     }},
};

/// Without what tells of the change itself, in whatever order.
boost::json::value content(const Answer& answer) {
  boost::json::parse_options deep;
  deep.max_depth = 200;
  return boost::json::parse(
      json::without_members(answer.body, {"updatedAt", "updatedBy"}), {}, deep
  );
}

TEST(WhatWasGot, CanBeSentBackWholeAndChangesNothing) {
  for (const auto& noun : nouns) {
    SCOPED_TRACE(noun.name);
    Scene scene;
    const auto path = noun.path(scene);
    const auto before = scene.mia.get(path);
    ASSERT_EQ(before.status, 200) << before.body;
    const bool is_put = path.starts_with("/ontologies/") || path.starts_with("/annotations/");
    const auto sent =
        is_put ? scene.mia.put(path, before.body) : scene.mia.patch(path, before.body);
    EXPECT_EQ(sent.status, 200) << sent.body;
    EXPECT_EQ(content(scene.mia.get(path)), content(before));
  }
}

TEST(WhatWasGot, IsLookedAtWhereItIsNew) {
  Scene scene;
  const auto path = "/ontologies/" + scene.ontology(old_roots).text;
  const auto roots = [&](const std::string& text) {
    return scene.mia.put(path, R"({"roots":)" + text + "}").status;
  };
  const auto with = [](const std::string& more) {
    return old_roots.substr(0, old_roots.size() - 1) + "," + more + "]";
  };
  EXPECT_EQ(roots(with(label("tram", "#040506"))), 200);
  EXPECT_EQ(roots(with(label("new\u0085", "#040506"))), 400);
  EXPECT_EQ(roots(with(label("tram", "red"))), 400);
  EXPECT_EQ(roots("[" + label(old_name, "#070809") + "]"), 200);
  EXPECT_EQ(roots(nested_labels(51)), 400);

  const auto recipe = scene.changed_recipe([](Recipe& it) {
    it.ontologies = {OntologyId{"0123456789abcdef01234567"}};
  });
  const auto ontologies = [&](const std::string& ids) {
    return scene.mia.patch(recipe, R"({"ontologyIds":[)" + ids + "]}").status;
  };
  EXPECT_EQ(ontologies(R"("0123456789abcdef01234567")"), 200);
  EXPECT_EQ(ontologies(R"("0123456789abcdef01234567","0123456789abcdef01234568")"), 404);
  EXPECT_EQ(ontologies(""), 400);

  const auto task = scene.changed_task([](Task& it) {
    it.priority = 9;
    it.available_actions = R"([{"action":")" + old_name + R"("}])";
    it.status_words = {old_name};
  });
  EXPECT_EQ(scene.mia.patch(task, R"({"priority":8})").status, 400);
  const auto actions = [&](const std::string& word) {
    const auto body = fmt::format(
        R"({{"availableActions":[{{"action":"{}"}},{{"action":"{}"}}]}})", old_name, word
    );
    return scene.mia.patch(task, body).status;
  };
  EXPECT_EQ(actions("fine"), 200);
  EXPECT_EQ(actions("new\u0085"), 400);
}

}  // namespace
}  // namespace allot::http::test
