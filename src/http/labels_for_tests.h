#pragma once

// What the tests of labels that go out share.

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "http/client_for_tests.h"

namespace allot::http::test {

inline std::vector<std::string> lines_of(const Answer& answer) {
  std::vector<std::string> lines;
  std::istringstream text(answer.body);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

/// A dataset of mia's, whose labels go out.
class LabelsOut : public testing::Test {
 protected:
  LabelsOut() { world.join("ada", Role::annotator); }

  void annotate(const ItemId& item, std::string_view label) {
    const auto made = mia.post(
        "/items/" + item.text + "/annotations",
        R"({"type":"box","coordinates":[{"x":1,"y":2},{"x":11,"y":22}],"label":")" +
            std::string(label) + R"("})"
    );
    EXPECT_EQ(made.status, 200) << made.body;
  }

  [[nodiscard]] std::string dataset(std::string_view rest) const {
    return "/datasets/" + world.dataset().text + "/export?" + std::string(rest);
  }

  allot::test::World world;
  Client mia{world, "mia"};
};

}  // namespace allot::http::test
