// Rows of growth about items, annotations and lists of data.

#include <fmt/format.h>

#include <memory>

#include "growth.h"

namespace allot_bench {

using namespace allot;

namespace {

using http::Method;

std::string dataset_path(const House& house) {
  return "/datasets/" + house.place.dataset.id.text;
}

std::uint64_t annotations_of(const House& house) {
  return read(house.place.env.store, [&](const Transaction& tx) {
    return tx.annotations().total(house.place.dataset.id);
  });
}

/// The annotations of two items are deleted by a query and made again, which is not timed.
Operation annotation_deletion(House& house, std::uint32_t count) {
  house.add_items(1'000);
  house.add_annotations(count, 2);
  const auto query = fmt::format(
      R"({{"filter":{{"$and":[{{"itemId":{{"$in":["{}","{}"]}}}}]}},"resource":"annotations","delete":true}})",
      house.item(0).text,
      house.item(1).text
  );
  return {
      .run = [&house, query] { house.ask(Method::post, dataset_path(house) + "/query", query); },
      .check =
          [&house, count] {
            expect(annotations_of(house) == 0, "some annotations are left");
            house.add_annotations(count, 2);
          }
  };
}

/// With a change before it, so that nothing that is kept answers.
Operation dataset_read(House& house, std::uint32_t annotations) {
  house.add_items(1'000);
  house.add_annotations(annotations, 1'000);
  const auto answer = std::make_shared<std::string>();
  const auto there = std::make_shared<std::uint64_t>(annotations);
  return {
      .run = [&house, answer] { *answer = house.ask(Method::get, dataset_path(house)); },
      .check =
          [&house, answer, there] {
            const auto count = fmt::format(R"("annotationsCount":{})", *there);
            expect(answer->find(count) != std::string::npos, "another number of annotations");
            house.add_annotations(1, 1);
            ++*there;
          }
  };
}

Operation annotation_page(House& house, std::uint32_t annotations) {
  house.add_items(1'000);
  house.add_annotations(annotations, 1'000);
  const auto turn = std::make_shared<std::uint32_t>(0);
  const auto answer = std::make_shared<std::string>();
  return {
      .run =
          [&house, answer, turn, annotations] {
            const auto page = (++*turn * 37) % (annotations / 100);
            *answer = house.ask(
                Method::post,
                dataset_path(house) + "/query",
                fmt::format(
                    R"({{"filter":{{"$and":[]}},"resource":"annotations","page":{},"pageSize":100}})",
                    page
                )
            );
          },
      .check =
          [answer, annotations] {
            const auto total = fmt::format(R"("totalItemsCount":{})", annotations);
            expect(answer->find(total) != std::string::npos, "another number of annotations");
          }
  };
}

Operation metadata_by_filter(House& house, std::uint32_t items) {
  house.add_items(items);
  const auto turn = std::make_shared<int>(0);
  const auto count = [&house](int value) {
    const auto answer = house.ask(
        Method::post,
        dataset_path(house) + "/query",
        fmt::format(
            R"({{"filter":{{"$and":[{{"metadata.user.turn":{}}}]}},"resource":"items","pageSize":1}})",
            value
        )
    );
    return answer;
  };
  return {
      .run =
          [&house, turn] {
            house.ask(
                Method::post,
                dataset_path(house) + "/query",
                fmt::format(
                    R"({{"filter":{{"$and":[{{"type":"file"}}]}},"resource":"items","update":{{"metadata":{{"user":{{"turn":{}}}}}}}}})",
                    ++*turn
                )
            );
          },
      .check =
          [count, turn, items] {
            const auto total = fmt::format(R"("totalItemsCount":{})", items);
            expect(count(*turn).find(total) != std::string::npos, "not all items were changed");
          }
  };
}

Operation page_by_name(House& house, std::uint32_t items) {
  house.add_items(items);
  const auto turn = std::make_shared<std::uint32_t>(0);
  const auto answer = std::make_shared<std::string>();
  return {
      .run =
          [&house, answer, turn, items] {
            const auto page = (++*turn * 37) % (items / 100);
            *answer = house.ask(
                Method::post,
                dataset_path(house) + "/query",
                fmt::format(
                    R"({{"filter":{{"$and":[{{"type":"file"}}]}},"resource":"items","sort":{{"name":"ascending"}},"page":{},"pageSize":100}})",
                    page
                )
            );
          },
      .check =
          [answer, items] {
            const auto total = fmt::format(R"("totalItemsCount":{})", items);
            expect(answer->find(total) != std::string::npos, "another number of items");
          }
  };
}

}  // namespace

std::vector<Row> data_rows(std::uint32_t scale) {
  return {
      {"deleting the annotations of two items by query",
       "annotations",
       {1'000, 10'000, 10'000 * scale},
       annotation_deletion,
       3},
      {"reading a dataset after a change",
       "annotations",
       {1'000, 100'000, 300'000 * scale},
       dataset_read},
      {"any page of annotations", "annotations", {1'000, 100'000, 300'000 * scale}, annotation_page
      },
      {"metadata of all items by a filter",
       "items",
       {1'000, 100'000, 100'000 * scale},
       metadata_by_filter,
       3},
      {"any page of items by name", "items", {1'000, 100'000, 1'000'000 * scale}, page_by_name},
  };
}

}  // namespace allot_bench
