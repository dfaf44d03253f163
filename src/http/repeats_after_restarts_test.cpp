// Requests without a key that come again to a process that began since. It knows of the order in
// which they came to the one before what that had written down.

#include "http/repeated_for_tests.h"

namespace allot::http::test {
namespace {

struct Halved : HalfMoved {
  [[nodiscard]] std::string halve(Client& client) {
    const auto moved = client.post(move, half);
    EXPECT_EQ(moved.status, 200) << moved.body;
    return moved.body;
  }

  void look(Client& client) { EXPECT_EQ(client.get(path).status, 200); }

  [[nodiscard]] std::uint64_t left() { return world.items_of(task.id, "ada").open; }
};

// B-160
TEST(RepeatAfterARestart, IsCaughtWhenNothingCameInBetween) {
  Halved it;
  it.look(it.mia);
  const auto first = it.halve(it.mia);
  it.mia.note_followed();
  Client next(it.world, "mia");
  EXPECT_EQ(it.halve(next), first);
  next.note_followed();
  Client last(it.world, "mia");
  EXPECT_EQ(it.halve(last), first);
  EXPECT_EQ(it.left(), 4U);
}

// B-160
TEST(RepeatAfterARestart, IsMeantWhenAnotherCameInBetween) {
  Halved it;
  const auto first = it.halve(it.mia);
  it.look(it.mia);
  it.mia.note_followed();
  Client next(it.world, "mia");
  const auto second = it.halve(next);
  EXPECT_NE(second, first);
  EXPECT_EQ(it.left(), 2U);
  // This one has a note of its own, that nothing came after.
  Client last(it.world, "mia");
  EXPECT_EQ(it.halve(last), second);
  EXPECT_EQ(it.left(), 2U);
}

// B-160
TEST(RepeatAfterARestart, IsCaughtWhereTheProcessEndedBeforeItWroteThatDown) {
  Halved it;
  const auto first = it.halve(it.mia);
  it.look(it.mia);
  Client next(it.world, "mia");
  EXPECT_EQ(it.halve(next), first);
  EXPECT_EQ(it.left(), 4U);
}

// B-160
TEST(RepeatAfterARestart, IsMeantWhenAnotherCameToTheProcessInBetween) {
  Halved it;
  const auto first = it.halve(it.mia);
  Client next(it.world, "mia");
  it.look(next);
  next.note_followed();
  Client last(it.world, "mia");
  EXPECT_NE(it.halve(last), first);
  EXPECT_EQ(it.left(), 2U);
}

// B-160
TEST(RepeatAfterARestart, IsMeantWhenAnotherCameAfterARepeatThatWasCaught) {
  Halved it;
  const auto first = it.halve(it.mia);
  Client next(it.world, "mia");
  EXPECT_EQ(it.halve(next), first);
  it.look(next);
  next.note_followed();
  Client last(it.world, "mia");
  EXPECT_NE(it.halve(last), first);
  EXPECT_EQ(it.left(), 2U);
}

// B-160
TEST(RepeatAfterARestart, IsCaughtThoughAnotherOverlapsIt) {
  Halved it;
  const auto first = it.halve(it.mia);
  const auto move = SlowBody::head(it, Method::post, it.move);
  const auto read = SlowBody::head(it, Method::get, it.path);
  Dispatcher next(it.world.env());
  auto slow = next.admit(read);
  EXPECT_EQ(whole_text(next.serve(move, it.half)), first);
  (void)next.assemble(read, std::move(slow), Body(""), {});
  next.note_followed();
  Client last(it.world, "mia");
  EXPECT_EQ(it.halve(last), first);
  EXPECT_EQ(it.left(), 4U);
}

// B-160
TEST(RepeatAfterARestart, IsCaughtThoughAnotherThatCameLaterWasThereFirst) {
  Halved it;
  const auto first = it.halve(it.mia);
  const auto move = SlowBody::head(it, Method::post, it.move);
  Dispatcher next(it.world.env());
  auto slow = next.admit(move);
  EXPECT_EQ(next.serve(SlowBody::head(it, Method::get, it.path), "").status, 200);
  const auto& route = *slow.route;
  const auto request = next.assemble(move, std::move(slow), Body(it.half), {});
  EXPECT_EQ(whole_text(next.handle(route, request)), first);
  EXPECT_EQ(it.left(), 4U);
}

/// A process in which something happens before one of the changes that come to its store.
struct Interrupted : OneItem {
  LateAnswers store;
  Env env = with_store(world.env(), store);
  Dispatcher dispatcher{env};

  explicit Interrupted(int before) : store(world.env().store, before) {}

  void look() {
    EXPECT_EQ(dispatcher.serve(SlowBody::head(*this, Method::get, path), "").status, 200);
  }
};

// B-160
TEST(RepeatAfterARestart, IsMeantWhenAnotherCameBeforeTheFirstWasCarriedOut) {
  Interrupted it(1);
  it.store.meanwhile = [&] {
    it.look();
    it.dispatcher.note_followed();
  };
  ASSERT_EQ(SlowBody(it, it.dispatcher).end(), 200);
  it.dispatcher.note_followed();
  Dispatcher next(it.world.env());
  ASSERT_EQ(SlowBody(it, next).end(), 200);
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(RepeatAfterARestart, IsMeantThoughAFewOthersCameBeforeTheFirstWasCarriedOut) {
  Interrupted it(1);
  it.store.meanwhile = [&] {
    for (int n = 0; n < 20; ++n) {
      const auto path = it.path + "?n=" + std::to_string(n);
      EXPECT_EQ(it.dispatcher.serve(SlowBody::head(it, Method::get, path), "").status, 200);
    }
  };
  ASSERT_EQ(SlowBody(it, it.dispatcher).end(), 200);
  it.dispatcher.note_followed();
  Dispatcher next(it.world.env());
  ASSERT_EQ(SlowBody(it, next).end(), 200);
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(RepeatAfterARestart, IsMeantThoughTheFirstAnswerWasKeptAfterThatWasWrittenDown) {
  Interrupted it(2);
  it.store.meanwhile = [&] {
    it.look();
    it.dispatcher.note_followed();
  };
  ASSERT_EQ(SlowBody(it, it.dispatcher).end(), 200);
  Dispatcher next(it.world.env());
  ASSERT_EQ(SlowBody(it, next).end(), 200);
  EXPECT_EQ(it.annotations(), 2U);
}

// B-160
TEST(RepeatAfterARestart, IsMeantWhenThatWasWrittenDownAtASecondTry) {
  Interrupted it(3);  // the change, its answer, and that
  ASSERT_EQ(SlowBody(it, it.dispatcher).end(), 200);
  it.look();
  it.store.meanwhile = [] { throw StoreBusy("Too many changes wait."); };
  EXPECT_THROW(it.dispatcher.note_followed(), StoreBusy);
  it.dispatcher.note_followed();
  Dispatcher next(it.world.env());
  ASSERT_EQ(SlowBody(it, next).end(), 200);
  EXPECT_EQ(it.annotations(), 2U);
}

class CountingStore final : public allot::test::PassingStore {
 public:
  using PassingStore::PassingStore;

  int changes = 0;

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    ++changes;
    PassingStore::run_write(where, body, kind);
  }
};

// B-160
TEST(OrderOfRequests, IsWrittenOnceForANoteThatAnotherCameAfter) {
  OneItem it;
  CountingStore store(it.world.env().store);
  auto env = with_store(it.world.env(), store);
  Client mia(it.world, "mia", env);
  const auto written = [&] {
    const auto before = store.changes;
    mia.note_followed();
    return store.changes - before;
  };
  const auto look = [&] { EXPECT_EQ(mia.get(it.path).status, 200); };
  look();
  EXPECT_EQ(mia.patch(it.path, R"({"metadata":{"user":{"a":1}}})").status, 200);
  look();
  EXPECT_EQ(written(), 0);
  for (int n = 0; n < 2; ++n) EXPECT_EQ(mia.post(it.path + "/annotations", it.box).status, 200);
  EXPECT_EQ(written(), 0);
  look();
  EXPECT_EQ(written(), 1);
  EXPECT_EQ(mia.get(it.path + "/annotations").status, 200);
  look();
  EXPECT_EQ(written(), 0);
}

}  // namespace
}  // namespace allot::http::test
