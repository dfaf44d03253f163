// A change by query is planned on a snapshot and carried out later. Here somebody else's change is
// committed just between the two (B-254).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "query/json_text.h"
#include "support/world.h"
#include "usecases/annotations/read.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {
namespace {

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

/// The real store; before the next change that comes this way it lets another one be made.
class Overtaken final : public Store {
 public:
  explicit Overtaken(Store& store) : store_(store) {}

  void overtake(std::function<void()> change) { change_ = std::move(change); }

  void run_read(FunctionRef<void(const Transaction&)> body) override { store_.run_read(body); }

  void run_write(FunctionRef<bool(Transaction&)> body) override {
    if (const auto change = std::exchange(change_, nullptr)) change();
    store_.run_write(body);
  }

  void post_write(std::function<void()> job, std::function<void(std::exception_ptr)> done)
      override {
    store_.post_write(std::move(job), std::move(done));
  }

  void close() override {}

 private:
  Store& store_;
  std::function<void()> change_;
};

/// Two pictures, `a` and `b`, alike: with a number and a cat; both in the task "First", open with
/// ada; the task "Second" has neither.
class Scene {
 public:
  Scene()
      : overtaken_(world_.env().store),
        slow_{
            overtaken_,
            world_.env().files,
            world_.env().clock,
            world_.env().random,
            world_.env().ids,
            world_.env().settings,
            world_.env().tokens,
            world_.env().throttle,
            world_.env().password_cost,
            world_.env().meters
        } {
    for (const auto& name : {"ada", "ben"}) world_.join(name, Role::annotator);
    first_ = world_.task({}, "First").id;
    second_ = world_.task({}, "Second").id;
    const auto items = world_.items(2);
    a = items[0];
    b = items[1];
    for (const auto& id : items) {
      set_metadata(id, R"({"user":{"k":1}})");
      labels_[id] = annotate(id, "cat");
    }
    add(first_, items);
  }

  ItemId a;
  ItemId b;

  /// What everybody else works with.
  [[nodiscard]] Env& env() { return world_.env(); }

  /// What the change by query works with.
  [[nodiscard]] Env& slow() { return slow_; }

  [[nodiscard]] Caller mia() const { return world_.manager(); }

  [[nodiscard]] const DatasetId& dataset() const { return world_.dataset(); }

  [[nodiscard]] const TaskId& first() const { return first_; }

  [[nodiscard]] const TaskId& second() const { return second_; }

  [[nodiscard]] AssignmentId adas() { return world_.assignment_of(first_, "ada")->id; }

  void overtake(std::function<void()> change) { overtaken_.overtake(std::move(change)); }

  void set_metadata(const ItemId& id, const std::string& metadata) {
    value_of(change_item(env(), mia(), {.item = id, .metadata = metadata}));
  }

  void move(const ItemId& id, const std::string& path) {
    value_of(change_item(env(), mia(), {.item = id, .path = path}));
  }

  AnnotationId annotate(const ItemId& id, const std::string& label) {
    const NewAnnotation added{.type = "box", .label = label, .creator = {}};
    return value_of(create_annotations(env(), mia(), id, {added})).front().id;
  }

  void relabel(const ItemId& id, const std::string& label) {
    value_of(change_annotation(env(), mia(), {.annotation = labels_.at(id), .label = label}));
  }

  void unlabel(const ItemId& id) { value_of(delete_annotation(env(), mia(), labels_.at(id))); }

  [[nodiscard]] const AnnotationId& label_of(const ItemId& id) const { return labels_.at(id); }

  void add(const TaskId& task, const std::vector<ItemId>& ids) {
    value_of(add_items(
        env(),
        mia(),
        {.task = task, .query = World::query_of(ids), .loads = equal_loads_for({"ada"})}
    ));
  }

  void take_out(const TaskId& task, const ItemId& id) {
    value_of(remove_items(env(), mia(), {.task = task, .query = World::query_of({id})}));
  }

  void complete(const ItemId& id) {
    value_of(set_status(env(), mia(), {.where = first_, .items = {id}, .word = "completed"}));
  }

  [[nodiscard]] std::optional<ItemView> find(const ItemId& id) {
    auto view = read_item(env(), mia(), id);
    return view ? std::optional(*std::move(view)) : std::nullopt;
  }

  [[nodiscard]] bool is_in(const TaskId& task, const ItemId& id) {
    const auto view = find(id);
    return view && std::ranges::find(view->references, task, &ItemReference::task) !=
                       view->references.end();
  }

  [[nodiscard]] query::Query query(const std::string& filter, const std::string& rest = "") const {
    return value_of(query::parse_query(R"({"filter":)" + filter + rest + "}"));
  }

  [[nodiscard]] World& world() { return world_; }

 private:
  World world_;
  Overtaken overtaken_;
  Env slow_;
  TaskId first_;
  TaskId second_;
  std::map<ItemId, AnnotationId> labels_;
};

/// A change by query: what it does, and whether an item was touched by it.
struct Verb {
  const char* name;
  std::function<void(Scene&, const std::string& query)> act;
  std::function<bool(Scene&, const ItemId&)> has_touched;
};

TaskId newest_task(Scene& scene) {
  return read(scene.env().store, [&](const Transaction& tx) {
    return tx.tasks().of_dataset(scene.dataset()).back().id;
  });
}

const Verb verbs[] = {
    {"delete items",
     [](Scene& scene, const std::string& query) {
       const auto parsed = value_of(query::parse_query(query));
       value_of(delete_matching_items(scene.slow(), scene.mia(), scene.dataset(), parsed));
     },
     [](Scene& scene, const ItemId& id) { return !scene.find(id); }},
    {"update items",
     [](Scene& scene, const std::string& query) {
       const auto parsed = value_of(query::parse_query(query));
       const std::string mark = R"({"user":{"mark":1}})";
       value_of(
           change_matching_items(scene.slow(), scene.mia(), scene.dataset(), parsed, mark, false)
       );
     },
     [](Scene& scene, const ItemId& id) {
       return query::member(scene.find(id)->item.metadata, "user.mark").has_value();
     }},
    {"add to a task",
     [](Scene& scene, const std::string& query) {
       const auto loads = equal_loads_for({"ben"});
       const auto task = scene.world().task({}, "Third").id;
       value_of(add_items(scene.slow(), scene.mia(), {.task = task, .query = query, .loads = loads})
       );
     },
     [](Scene& scene, const ItemId& id) { return scene.is_in(newest_task(scene), id); }},
    {"create a task",
     [](Scene& scene, const std::string& query) {
       value_of(create_task(
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
     [](Scene& scene, const ItemId& id) { return scene.is_in(newest_task(scene), id); }},
    {"remove from a task",
     [](Scene& scene, const std::string& query) {
       value_of(remove_items(scene.slow(), scene.mia(), {.task = scene.first(), .query = query}));
     },
     [](Scene& scene, const ItemId& id) { return !scene.is_in(scene.first(), id); }},
    {"redistribute",
     [](Scene& scene, const std::string& query) {
       const auto loads = equal_loads_for({"ben"});
       value_of(redistribute_assignment(
           scene.slow(), scene.mia(), {.assignment = scene.adas(), .loads = loads, .query = query}
       ));
     },
     [](Scene& scene, const ItemId& id) {
       const auto bens = scene.world().assignment_of(scene.first(), "ben");
       const auto view = scene.find(id);
       return bens && view->references.front().assignment == bens->id;
     }},
};

/// A filter that both items match, and a change of one after which it does not.
struct Change {
  const char* name;
  std::string query;  // "{second}" stands for that task
  std::function<void(Scene&, const ItemId&)> make;
};

const Change changes[] = {
    {"its metadata is edited",
     R"({"filter":{"metadata.user.k":1}})",
     [](Scene& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"its metadata is edited, and a negation asks",
     R"({"filter":{"metadata.user.k":{"$not":{"$gt":1}}}})",
     [](Scene& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"its metadata is edited, and a union asks",
     R"({"filter":{"$or":[{"metadata.user.k":1},{"annotated":false}]}})",
     [](Scene& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"its metadata is edited, and an exception asks",
     R"({"filter":{},"except":{"query":{"filter":{"metadata.user.k":2}}}})",
     [](Scene& scene, const ItemId& id) { scene.set_metadata(id, R"({"user":{"k":2}})"); }},
    {"it is moved to another folder",
     R"({"filter":{"dir":"/pictures"}})",
     [](Scene& scene, const ItemId& id) { scene.move(id, "/elsewhere/moved.png"); }},
    {"it is renamed",
     R"({"filter":{"name":"000*"}})",
     [](Scene& scene, const ItemId& id) { scene.move(id, "/pictures/moved.png"); }},
    {"it is hidden",
     R"({"filter":{"hidden":false,"type":"file"}})",
     [](Scene& scene, const ItemId& id) { scene.move(id, "/.hidden/moved.png"); }},
    {"an annotation is added",
     R"({"filter":{"annotationsCount":1}})",
     [](Scene& scene, const ItemId& id) { scene.annotate(id, "dog"); }},
    {"its annotation is edited",
     R"({"filter":{},"join":{"filter":{"label":"cat"}}})",
     [](Scene& scene, const ItemId& id) { scene.relabel(id, "dog"); }},
    {"its annotation is deleted",
     R"({"filter":{"annotated":true}})",
     [](Scene& scene, const ItemId& id) { scene.unlabel(id); }},
    {"it gets a status",
     R"({"filter":{"metadata.system.refs.metadata.status":{"$ne":"completed"}}})",
     [](Scene& scene, const ItemId& id) { scene.complete(id); }},
    {"it gets a status, and its author is asked for",
     R"({"filter":{"$not":{"metadata.system.refs":{"$match":{"metadata":{"creator":"mia@example.org"}}}}}})",
     [](Scene& scene, const ItemId& id) { scene.complete(id); }},
    {"it gets a status, and the words are asked for",
     R"({"filter":{"metadata.system.annotationStatus":[]}})",
     [](Scene& scene, const ItemId& id) { scene.complete(id); }},
    {"it gets a status, and the history is asked for",
     R"({"filter":{"metadata.system.taskStatusLog":{"$exists":false}}})",
     [](Scene& scene, const ItemId& id) { scene.complete(id); }},
    {"another task takes it",
     R"({"filter":{"metadata.system.refs.id":{"$ne":"{second}"}}})",
     [](Scene& scene, const ItemId& id) { scene.add(scene.second(), {id}); }},
};

std::string with_second(std::string query, Scene& scene) {
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
      SCOPED_TRACE(fmt::format("{}: {}", verb.name, change.name));
      Scene scene;
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
    Scene scene;
    scene.overtake([&] { scene.set_metadata(scene.a, R"({"user":{"note":"seen"}})"); });
    verb.act(scene, R"({"filter":{"metadata.user.k":1}})");
    EXPECT_TRUE(verb.has_touched(scene, scene.a));
    EXPECT_TRUE(verb.has_touched(scene, scene.b));
  }
}

// B-254
TEST(ChangesInBetween, WorkThatWasAcknowledgedSurvivesADeletionThatDoesNotAskForIt) {
  const std::pair<const char*, std::function<void(Scene&)>> works[] = {
      {"an annotation", [](Scene& scene) { scene.annotate(scene.a, "dog"); }},
      {"an edited annotation", [](Scene& scene) { scene.relabel(scene.a, "dog"); }},
      {"a status", [](Scene& scene) { scene.complete(scene.a); }},
      {"another task", [](Scene& scene) { scene.add(scene.second(), {scene.a}); }},
      {"a new task", [](Scene& scene) { scene.add(scene.world().task({}, "Third").id, {scene.a}); }
      },
  };
  for (const auto& [name, work] : works) {
    SCOPED_TRACE(name);
    Scene scene;
    scene.overtake([&] { work(scene); });
    const auto deleted = delete_matching_items(
        scene.slow(), scene.mia(), scene.dataset(), scene.query(R"({"type":"file"})")
    );
    EXPECT_EQ(value_of(deleted), 1u);
    EXPECT_TRUE(scene.find(scene.a));
    EXPECT_FALSE(scene.find(scene.b));
  }
}

// B-254: what was done before the evaluation is no work in between.
TEST(ChangesInBetween, WorkBeforeTheEvaluationIsDeletedWithTheItem) {
  Scene scene;
  scene.complete(scene.a);
  scene.annotate(scene.a, "dog");
  const auto deleted = delete_matching_items(
      scene.slow(), scene.mia(), scene.dataset(), scene.query(R"({"type":"file"})")
  );
  EXPECT_EQ(value_of(deleted), 2u);
}

/// Deletes the cats, while something happens to the first of them; gives how many went.
std::uint64_t delete_cats(Scene& scene, const std::string& rest, std::function<void()> change) {
  scene.overtake(std::move(change));
  const auto text = R"({"resource":"annotations","filter":{"label":"cat"})" + rest + "}";
  const auto query = value_of(query::parse_query(text));
  return value_of(delete_matching_annotations(scene.slow(), scene.mia(), scene.dataset(), query));
}

bool has_label(Scene& scene, const ItemId& id) {
  return read_annotation(scene.env(), scene.mia(), scene.label_of(id)).has_value();
}

// B-254
TEST(ChangesInBetween, AnAnnotationThatWasEditedStays) {
  Scene scene;
  EXPECT_EQ(delete_cats(scene, "", [&] { scene.relabel(scene.a, "dog"); }), 1u);
  EXPECT_TRUE(has_label(scene, scene.a));
  EXPECT_FALSE(has_label(scene, scene.b));
}

// B-254
TEST(ChangesInBetween, AnAnnotationThatWasAddedStays) {
  Scene scene;
  std::optional<AnnotationId> added;
  EXPECT_EQ(delete_cats(scene, "", [&] { added = scene.annotate(scene.a, "cat"); }), 2u);
  EXPECT_TRUE(read_annotation(scene.env(), scene.mia(), *added).has_value());
}

// B-254
TEST(ChangesInBetween, AnAnnotationStaysWhenItsItemStoppedMatching) {
  const std::pair<std::string, std::function<void(Scene&)>> changes[] = {
      {R"({"metadata.user.k":1})",
       [](Scene& scene) { scene.set_metadata(scene.a, R"({"user":{"k":2}})"); }},
      {R"({"metadata.system.refs.metadata.status":{"$ne":"completed"}})",
       [](Scene& scene) { scene.complete(scene.a); }},
  };
  for (const auto& [filter, change] : changes) {
    SCOPED_TRACE(filter);
    Scene scene;
    const auto join = R"(,"join":{"filter":)" + filter + "}";
    EXPECT_EQ(delete_cats(scene, join, [&] { change(scene); }), 1u);
    EXPECT_TRUE(has_label(scene, scene.a));
    EXPECT_FALSE(has_label(scene, scene.b));
  }
}

// B-254
TEST(ChangesInBetween, OpenItemsThatWereAnnotatedStayWhereTheyAreWhenOnlyOthersMayMove) {
  Scene scene;
  scene.unlabel(scene.a);
  scene.unlabel(scene.b);
  scene.overtake([&] { scene.annotate(scene.a, "dog"); });
  const auto loads = equal_loads_for({"ben"});
  value_of(redistribute_assignment(
      scene.slow(),
      scene.mia(),
      {.assignment = scene.adas(), .loads = loads, .only_not_annotated = true}
  ));
  EXPECT_FALSE(verbs[5].has_touched(scene, scene.a));
  EXPECT_TRUE(verbs[5].has_touched(scene, scene.b));
}

// B-032: a task takes files of its own dataset.
TEST(ChangesInBetween, ATaskRefusesItemsOfAnotherDataset) {
  Scene scene;
  const auto elsewhere = write(scene.env().store, [&](Transaction& tx) -> Result<ItemId> {
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
       .query = World::query_of({scene.a, value_of(elsewhere)}),
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
