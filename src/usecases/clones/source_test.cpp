// How much of a dataset is read for one change.

#include "usecases/clones/source.h"

#include "usecases/clones/clones_for_tests.h"

namespace allot::test {
namespace {

using testing::SizeIs;

class SourcesOfClones : public CloneTest {};

TEST_F(SourcesOfClones, OfItemsWithMuchMetadataAFewAreReadAtATime) {
  Clone wanted{};
  wanted.source = world.dataset();
  const auto steps_of_second_slice = [&] {
    CloneSource source(wanted, wanted.source, {}, never, {.bytes = 1'000});
    source.pass(must(source.read_next(world.env(), world.manager())));
    const auto before = world.env().store.numbers().reader_steps;
    const auto slice = must(source.read_next(world.env(), world.manager()));
    EXPECT_THAT(slice.parts, SizeIs(1));
    return world.env().store.numbers().reader_steps - before;
  };
  const auto add = [&](std::size_t count) {
    for (const auto& id : world.items(count)) {
      auto long_one = item(id);
      long_one.metadata = R"({"user":")" + std::string(1'000, 'x') + R"("})";
      put(long_one);
    }
  };
  add(3);
  const auto of_three = steps_of_second_slice();
  add(60);
  EXPECT_LE(steps_of_second_slice(), of_three + 30);
}

TEST_F(SourcesOfClones, FoldersAboveAFileCountAsWhatIsToBeWritten) {
  for (int i = 0; i < 20; ++i) {
    std::string path;
    for (const auto* part : {"/a", "/b", "/c"}) {
      path += part + std::to_string(i);
      add(path, ItemType::dir);
    }
    add(path + "/1.png");
  }
  Clone wanted{};
  wanted.source = world.dataset();
  const auto files = R"({"filter":{"type":"file"}})";
  auto query = must(query::parse_query(files, query::Resource::items));
  CloneSource source(wanted, wanted.source, std::move(query), never, {.rows = 10});
  EXPECT_THAT(must(source.read_next(world.env(), world.manager())).parts, SizeIs(3));
}

}  // namespace
}  // namespace allot::test
