#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/must.h"
#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/set_status.h"
#include "usecases/items/change.h"
#include "usecases/items/read.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {

/// The real store; before each of the next changes that come this way it lets another one be made.
class Overtaken final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  void overtake(std::function<void()> change, int times) {
    change_ = std::move(change);
    times_left_ = times;
  }

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    ++reads_;
    PassingStore::run_read(body);
  }

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    ++writes_;
    if (times_left_ > 0) {
      --times_left_;
      change_();
    }
    PassingStore::run_write(where, body, kind);
  }

  [[nodiscard]] int reads() const { return reads_; }

  [[nodiscard]] int writes() const { return writes_; }

 private:
  std::function<void()> change_;
  int times_left_ = 0;
  int reads_ = 0;
  int writes_ = 0;
};

/// Two pictures, `a` and `b`, alike: with a number and a cat; both in the task "First", open with
/// ada; the task "Second" has neither.
class TwoPictures {
 public:
  TwoPictures() : overtaken_(world_.env().store), slow_(with_store(world_.env(), overtaken_)) {
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

  void overtake(std::function<void()> change, int times = 1) {
    overtaken_.overtake(std::move(change), times);
  }

  /// Snapshots that the change by query took, and writes that it began.
  [[nodiscard]] int reads() const { return overtaken_.reads(); }

  [[nodiscard]] int writes() const { return overtaken_.writes(); }

  void set_metadata(const ItemId& id, const std::string& metadata) {
    must(change_item(env(), mia(), {.item = id, .metadata = metadata}));
  }

  void move(const ItemId& id, const std::string& path) {
    must(change_item(env(), mia(), {.item = id, .path = path}));
  }

  AnnotationId annotate(const ItemId& id, const std::string& label) {
    const NewAnnotation added{.type = "box", .label = label, .creator = {}};
    return must(create_annotations(env(), mia(), id, {added})).front().id;
  }

  void relabel(const ItemId& id, const std::string& label) {
    must(change_annotation(env(), mia(), {.annotation = labels_.at(id), .label = label}));
  }

  void unlabel(const ItemId& id) { must(delete_annotation(env(), mia(), labels_.at(id))); }

  [[nodiscard]] const AnnotationId& label_of(const ItemId& id) const { return labels_.at(id); }

  void add(const TaskId& task, const std::vector<ItemId>& ids) {
    must(add_items(
        env(),
        mia(),
        {.task = task, .query = World::query_of(ids), .loads = equal_loads_for({"ada"})}
    ));
  }

  void take_out(const TaskId& task, const ItemId& id) {
    must(remove_items(env(), mia(), {.task = task, .query = World::query_of({id})}));
  }

  void complete(const ItemId& id) {
    must(set_status(env(), mia(), {.where = first_, .items = {id}, .word = "completed"}));
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
    return must(query::parse_query(R"({"filter":)" + filter + rest + "}"));
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

}  // namespace allot::test
