// What a query counts without a change is what it touches with one (B-253).

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "json/text.h"
#include "support/world.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/read.h"
#include "usecases/annotations/write.h"
#include "usecases/items/change.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/items/upload.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/remove_items.h"

namespace allot::test {
namespace {

using Ids = std::set<std::string>;

std::size_t below(std::size_t count) {
  return *rc::gen::inRange<std::size_t>(0, count);
}

std::string one_of(const std::vector<std::string>& choices) {
  return choices[below(choices.size())];
}

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

/// Items with a number `k`, some of them hidden, annotated, in a task, handled.
class Pictures {
 public:
  Pictures() {
    value_of(make_folder(env(), mia(), world_.dataset(), "/day"));
    add(8);
    task_ = world_.task({{.annotator = "ada", .open_items = 3, .completed_items = 2}}).id;
  }

  /// Of all kinds in turn.
  void add(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto id = world_.items(1, number_ % 4 == 0 ? ".day" : "day").front();
      const auto metadata = fmt::format(R"({{"user":{{"k":{}}}}})", number_ % 5);
      value_of(change_item(env(), mia(), {.item = id, .metadata = metadata}));
      for (std::size_t left = number_ % 3; left > 0; --left) annotate(id);
      ++number_;
    }
  }

  void annotate(const ItemId& item) {
    const auto* label = labels_++ % 2 == 0 ? "cat" : "dog";
    const NewAnnotation added{.type = "box", .label = label, .creator = {}};
    value_of(create_annotations(env(), mia(), item, {added}));
  }

  [[nodiscard]] Env& env() { return world_.env(); }

  [[nodiscard]] Caller mia() const { return world_.manager(); }

  [[nodiscard]] const DatasetId& dataset() const { return world_.dataset(); }

  [[nodiscard]] std::string project() const { return world_.project().text; }

  [[nodiscard]] const TaskId& task() const { return task_; }

  [[nodiscard]] std::string any_filter() const {
    return one_of(
        {"{}",
         R"({"type":"file"})",
         R"({"type":"dir"})",
         R"({"hidden":false})",
         R"({"annotated":true})",
         R"({"annotated":false,"metadata.user.k":{"$gt":1}})",
         R"({"metadata.user.k":{"$lt":3}})",
         R"({"$or":[{"metadata.user.k":1},{"annotationsCount":2}]})",
         R"({"metadata.user.k":{"$not":{"$gt":2}}})",
         R"({"metadata.system.refs":[]})",
         R"({"metadata.system.refs.metadata.status":"completed"})"}
    );
  }

  [[nodiscard]] static std::string any_label() {
    return one_of({"{}", R"({"label":"cat"})", R"({"label":{"$ne":"cat"}})"});
  }

  /// What narrows and what pages, each in about every third query.
  [[nodiscard]] std::string any_rest(const std::string& join) const {
    std::string rest;
    const auto maybe = [&](const std::string& member) {
      if (below(3) == 0) rest += "," + member;
    };
    maybe(fmt::format(R"("limit":{})", below(6)));
    maybe(
        R"("sort":)" + one_of(
                           {R"({"id":"ascending"})",
                            R"({"createdAt":"descending"})",
                            R"({"metadata":{"user":{"k":"descending"}}})"}
                       )
    );
    maybe(fmt::format(R"("page":{},"pageSize":{})", below(3), below(4)));
    maybe(R"("join":{"filter":)" + join + "}");
    maybe(one_of(
        {fmt::format(R"("context":{{"datasets":["d","{}"]}})", dataset().text),
         fmt::format(R"("context":{{"projects":["{}"]}})", project()),
         R"("context":{"datasets":["d"]})",
         R"("context":{"projects":["p","q"]})"}
    ));
    return rest;
  }

  [[nodiscard]] std::string any_items_query() const {
    auto text = R"({"filter":)" + any_filter() + any_rest(any_label());
    if (below(4) == 0) text += R"(,"intersect":{"query":{"filter":)" + any_filter() + "}}";
    if (below(4) == 0) text += R"(,"except":[{"query":{"filter":)" + any_filter() + "}}]";
    return text + "}";
  }

  [[nodiscard]] std::string any_annotations_query() const {
    auto text = R"({"resource":"annotations","filter":)" + any_label() + any_rest(any_filter());
    if (below(4) == 0) text += R"(,"except":[{"query":{"filter":)" + any_label() + "}}]";
    return text + "}";
  }

  [[nodiscard]] Ids items_of(std::string_view query_text) {
    auto query = value_of(query::parse_query(query_text));
    query.page = 0;
    query.page_size = query::Query::page_size_max;
    const auto page = value_of(query_items(env(), mia(), dataset(), query));
    Ids ids;
    for (const auto& view : page.items) ids.insert(view.item.id.text);
    RC_ASSERT(ids.size() == page.total);
    return ids;
  }

  [[nodiscard]] Ids annotations_of(std::string_view query_text) {
    auto query = value_of(query::parse_query(query_text));
    query.page = 0;
    query.page_size = query::Query::page_size_max;
    Ids ids;
    std::uint64_t total = 0;
    value_of(query_annotations(
        env(),
        mia(),
        dataset(),
        query,
        [&](std::uint64_t of_all) { total = of_all; },
        [&](const Annotation& annotation) { ids.insert(annotation.id.text); }
    ));
    RC_ASSERT(ids.size() == total);
    return ids;
  }

 private:
  World world_;
  TaskId task_;
  std::size_t number_ = 0;
  std::size_t labels_ = 0;
};

Ids less(Ids all, const Ids& gone) {
  for (const auto& id : gone) all.erase(id);
  return all;
}

// B-253
TEST(ChangesByQuery, AnUpdateTouchesTheItemsThatTheSameQueryCounts) {
  Pictures pictures;
  int mark = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto text = pictures.any_items_query();
    RC_LOG() << text;
    const auto counted = pictures.items_of(text);
    const auto metadata = fmt::format(R"({{"user":{{"mark":{}}}}})", ++mark);
    const auto touched = change_matching_items(
        pictures.env(),
        pictures.mia(),
        {pictures.dataset(), value_of(query::parse_query(text)), metadata}
    );
    RC_ASSERT(value_of(touched) == counted.size());
    RC_ASSERT(
        pictures.items_of(fmt::format(R"({{"filter":{{"metadata.user.mark":{}}}}})", mark)) ==
        counted
    );
  }));
}

// B-253, B-471
TEST(ChangesByQuery, ADeletionTakesTheItemsThatTheSameQueryCounts) {
  Pictures pictures;
  EXPECT_TRUE(rc::check([&] {
    pictures.add(3);
    const auto text = pictures.any_items_query();
    RC_LOG() << text;
    const auto counted = pictures.items_of(text);
    const auto all = pictures.items_of(R"({"filter":{}})");
    const bool is_folder_emptied =
        less(pictures.items_of(R"({"filter":{"dir":"/day"}})"), counted).empty();
    const auto taken = is_folder_emptied
                           ? counted
                           : less(counted, pictures.items_of(R"({"filter":{"type":"dir"}})"));
    const auto query = value_of(query::parse_query(text));
    const auto deleted =
        delete_matching_items(pictures.env(), pictures.mia(), pictures.dataset(), query);
    RC_ASSERT(value_of(deleted) == taken.size());
    RC_ASSERT(pictures.items_of(R"({"filter":{}})") == less(all, taken));
  }));
}

// B-253
TEST(ChangesByQuery, ADeletionTakesTheAnnotationsThatTheSameQueryCounts) {
  Pictures pictures;
  constexpr auto everything = R"({"resource":"annotations","filter":{}})";
  EXPECT_TRUE(rc::check([&] {
    for (const auto& id : pictures.items_of(R"({"filter":{"type":"file"}})")) {
      if (below(4) == 0) pictures.annotate({id});
    }
    const auto text = pictures.any_annotations_query();
    RC_LOG() << text;
    const auto counted = pictures.annotations_of(text);
    const auto all = pictures.annotations_of(everything);
    const auto query = value_of(query::parse_query(text));
    const auto deleted =
        delete_matching_annotations(pictures.env(), pictures.mia(), pictures.dataset(), query);
    RC_ASSERT(value_of(deleted) == counted.size());
    RC_ASSERT(pictures.annotations_of(everything) == less(all, counted));
  }));
}

// B-253
TEST(ChangesByQuery, AnUpdateTouchesTheAnnotationsThatTheSameQueryCounts) {
  Pictures pictures;
  int mark = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto text = pictures.any_annotations_query();
    RC_LOG() << text;
    const auto counted = pictures.annotations_of(text);
    const auto touched = change_matching_annotations(
        pictures.env(),
        pictures.mia(),
        pictures.dataset(),
        value_of(query::parse_query(text)),
        fmt::format(R"({{"user":{{"mark":{}}}}})", ++mark),
        false
    );
    RC_ASSERT(value_of(touched) == counted.size());
    RC_ASSERT(
        pictures.annotations_of(fmt::format(
            R"({{"resource":"annotations","filter":{{"metadata.user.mark":{}}}}})", mark
        )) == counted
    );
  }));
}

// B-253: a task takes the files of what the query names, hidden ones only when it asks for them.
TEST(ChangesByQuery, ATaskGetsAndLosesTheItemsThatTheSameQueryCounts) {
  Pictures pictures;
  const auto in_task = [&] {
    return pictures.items_of(
        fmt::format(R"({{"filter":{{"metadata.system.refs.id":"{}"}}}})", pictures.task().text)
    );
  };
  const auto files = R"({"filter":{"type":"file","hidden":{"$in":[true,false]}})";
  EXPECT_TRUE(rc::check([&] {
    const auto rest = pictures.any_rest(Pictures::any_label());
    const auto text = R"({"filter":{"$and":[{"hidden":{"$exists":true}},)" + pictures.any_filter() +
                      "]}" + rest + "}";
    RC_LOG() << text;
    const auto before = in_task();
    auto expected = pictures.items_of(text);
    const auto all_files = pictures.items_of(std::string(files) + "}");
    std::erase_if(expected, [&](const auto& id) { return !all_files.contains(id); });
    expected.insert(before.begin(), before.end());
    value_of(add_items(
        pictures.env(),
        pictures.mia(),
        {.task = pictures.task(), .query = text, .loads = equal_loads_for({"ada"})}
    ));
    RC_ASSERT(in_task() == expected);
    const auto open = pictures.items_of(fmt::format(
        R"({{"filter":{{"metadata.system.refs":{{"$match":{{"id":"{}","metadata":{{"status":{{"$exists":false}}}}}}}}}}}})",
        pictures.task().text
    ));
    const auto named = pictures.items_of(text);
    value_of(remove_items(pictures.env(), pictures.mia(), {.task = pictures.task(), .query = text})
    );
    auto kept = expected;
    std::erase_if(kept, [&](const auto& id) { return named.contains(id) && open.contains(id); });
    RC_ASSERT(in_task() == kept);
  }));
}

// B-253: of its default order, the newest; of the query's sort, the first.
TEST(ChangesByQuery, ALimitTakesTheFirstInTheOrderOfTheQuery) {
  World world;
  const auto items = world.items(5);
  const auto delete_by = [&](std::string_view text) {
    return value_of(delete_matching_items(
        world.env(), world.manager(), world.dataset(), value_of(query::parse_query(text))
    ));
  };
  const auto left = [&] {
    std::vector<ItemId> ids;
    const auto query = value_of(query::parse_query(R"({"filter":{},"sort":{"id":"ascending"}})"));
    const auto page = value_of(query_items(world.env(), world.manager(), world.dataset(), query));
    for (const auto& view : page.items) ids.push_back(view.item.id);
    return ids;
  };
  EXPECT_EQ(delete_by(R"({"filter":{},"limit":2,"delete":true})"), 2u);
  EXPECT_EQ(left(), (std::vector{items[0], items[1], items[2]}));
  EXPECT_EQ(delete_by(R"({"filter":{},"limit":1,"sort":{"id":"ascending"},"delete":true})"), 1u);
  EXPECT_EQ(left(), (std::vector{items[1], items[2]}));
  EXPECT_EQ(delete_by(R"({"filter":{},"limit":0,"delete":true})"), 0u);
  EXPECT_EQ(delete_by(R"({"filter":{},"page":5,"pageSize":1,"delete":true})"), 2u);
}

// B-253
TEST(ChangesByQuery, AnEmptyUpdateChangesNothing) {
  World world;
  const auto items = world.items(1);
  const auto updated_at = [&] {
    return value_of(read_item(world.env(), world.manager(), items[0])).item.updated_at;
  };
  const auto before = updated_at();
  world.clock.advance(std::chrono::minutes(1));
  const auto query = value_of(query::parse_query(R"({"filter":{},"update":{}})"));
  EXPECT_OK(change_matching_items(world.env(), world.manager(), {world.dataset(), query, "{}"}));
  EXPECT_EQ(updated_at(), before);
}

}  // namespace
}  // namespace allot::test
