// Lists of annotations that are too long for one change, sent with a key and sent again.

#include "http/keyed_client_for_tests.h"
#include "support/passing_store.h"
#include "usecases/annotations/long_list.h"

namespace allot::http::test {
namespace {

using allot::test::World;

/// Takes so many changes and has no room for the next one.
class FullAt final : public allot::test::PassingStore {
 public:
  FullAt(Store& store, int change) : PassingStore(store), left_(change) {}

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    if (--left_ == 0) throw StoreBusy("Too many changes wait.");
    PassingStore::run_write(where, body, kind);
  }

 private:
  int left_;
};

struct LongBody {
  World world;
  std::string path = "/items/" + world.items(1).front().text + "/annotations";
  std::string body = [] {
    std::string list = "[";
    for (std::size_t i = 0; i <= 2 * list_rows_max; ++i) {
      list += i == 0 ? "" : ",";
      list += R"({"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]})";
    }
    return list + "]";
  }();

  std::size_t annotations() {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.annotations().total(world.dataset());
    });
  }
};

// B-297
TEST(LongListWithAKey, IsWrittenOnceAndToldAgain) {
  LongBody it;
  KeyedClient mia(it.world, "mia");
  const auto first = mia.post(it.path, it.body, "a");
  ASSERT_EQ(first.status, 200) << first.body;
  const auto again = mia.post(it.path, it.body, "a");
  EXPECT_TRUE(again.is_replayed());
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(it.annotations(), 2 * list_rows_max + 1);
}

// B-297
TEST(LongListWithAKey, ThatEndedInTheMiddleIsDoneByItsRepeat) {
  for (const int change : {2, 4}) {
    SCOPED_TRACE(change);
    LongBody it;
    FullAt full(it.world.env().store, change);
    auto env = with_store(it.world.env(), full);
    KeyedClient mia(it.world, "mia", env);
    EXPECT_EQ(mia.post(it.path, it.body, "a").status, 503);
    EXPECT_EQ(it.annotations(), 0U);
    const auto again = mia.post(it.path, it.body, "a");
    ASSERT_EQ(again.status, 200) << again.body;
    EXPECT_FALSE(again.is_replayed());
    EXPECT_EQ(it.annotations(), 2 * list_rows_max + 1);
  }
}

}  // namespace
}  // namespace allot::http::test
