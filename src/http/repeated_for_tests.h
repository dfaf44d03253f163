#pragma once

// What the tests of requests that come again without a key share.

#include <functional>
#include <string>

#include "http/client_for_tests.h"
#include "support/passing_store.h"

namespace allot::http::test {

struct OneItem {
  allot::test::World world;
  ItemId item = world.items(1).front();
  Client mia{world, "mia"};
  std::string path = "/items/" + item.text;
  std::string box = R"([{"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])";

  Answer annotate() { return mia.post(path + "/annotations", box); }

  [[nodiscard]] std::size_t annotations() { return mia.get(path + "/annotations").items().size(); }
};

/// Lets something happen between a change and the note of its answer.
class LateAnswers final : public allot::test::PassingStore {
 public:
  explicit LateAnswers(Store& store, int before = 2) : PassingStore(store), before_(before) {}

  std::function<void()> meanwhile;

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    if (++changes_ == before_) meanwhile();
    PassingStore::run_write(where, body, kind);
  }

 private:
  const int before_;
  int changes_ = 0;
};

/// A move of half of ada's items, which done twice would leave her with two.
struct HalfMoved : OneItem {
  Task task = world.task({{.annotator = "ada", .open_items = 8}});
  std::string move =
      "/assignments/" + world.assignment_of(task.id, "ada")->id.text + "/redistribute";
  std::string half = R"({"workload":[{"assigneeId":"ada@example.org","load":50},)"
                     R"({"assigneeId":"ben@example.org","load":50}]})";
};

/// A request of mia whose head has come, and whose body takes its time.
class SlowBody {
 public:
  SlowBody(OneItem& it, Dispatcher& dispatcher)
      : dispatcher_(dispatcher),
        head_(head(it, Method::post, it.path + "/annotations")),
        admitted_(dispatcher.admit(head_)) {}

  static RequestHead head(OneItem& it, Method method, const std::string& path) {
    return {
        .method = method,
        .target = "/api/v1" + path,
        .headers =
            {{"authorization", it.world.bearer("mia")}, {"content-type", "application/json"}},
        .peer = "127.0.0.1",
        .request_id = "test"
    };
  }

  int end() {
    const auto& route = *admitted_.route;
    const auto box = R"([{"type":"box","label":"car",)"
                     R"("coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])";
    const auto request = dispatcher_.assemble(head_, std::move(admitted_), Body(box), {});
    return dispatcher_.handle(route, request).status;
  }

 private:
  Dispatcher& dispatcher_;
  RequestHead head_;
  Admission admitted_;
};

}  // namespace allot::http::test
