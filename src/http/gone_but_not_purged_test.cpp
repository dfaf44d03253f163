// What a query deleted is gone at once, by every verb, though its rows are purged later.

#include <fmt/format.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

struct OneOfEach {
  World world;
  Client mia{world, "mia"};
  ItemId item = world.items(1).front();
  std::string items = "/datasets/" + world.dataset().text + "/query";
  std::string annotations = "/items/" + item.text + "/annotations";

  /// Its path, after it was deleted by a query.
  std::string annotation() {
    const auto made = mia.post(
        annotations, R"([{"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])"
    );
    const auto id = made.items().front().text("id");
    const auto deleted = mia.post(
        items,
        fmt::format(R"({{"resource":"annotations","filter":{{"id":"{}"}},"delete":true}})", id)
    );
    EXPECT_EQ(deleted.status, 200) << deleted.body;
    return "/annotations/" + id;
  }
};

// B-254
TEST(GoneButNotPurged, AnAnnotationIsNotFoundByAnyVerb) {
  OneOfEach it;
  const auto path = it.annotation();
  EXPECT_EQ(it.mia.get(path).status, 404);
  EXPECT_EQ(it.mia.call(Method::put, path, R"({"label":"bus"})").status, 404);
  EXPECT_EQ(it.mia.put(path + "/issue", "").status, 404);
  EXPECT_EQ(it.mia.remove(path).status, 404);
}

// B-254
TEST(GoneButNotPurged, AnItemIsNotFoundByAnyVerb) {
  OneOfEach it;
  const auto deleted = it.mia.post(
      it.items,
      fmt::format(R"({{"resource":"items","filter":{{"id":"{}"}},"delete":true}})", it.item.text)
  );
  ASSERT_EQ(deleted.status, 200) << deleted.body;
  const auto path = "/items/" + it.item.text;
  EXPECT_EQ(it.mia.get(path).status, 404);
  EXPECT_EQ(it.mia.call(Method::patch, path, R"({"metadata":{}})").status, 404);
  EXPECT_EQ(it.mia.remove(path).status, 404);
  EXPECT_EQ(
      it.mia
          .post(
              it.annotations,
              R"([{"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])"
          )
          .status,
      404
  );
}

}  // namespace
}  // namespace allot::http::test
