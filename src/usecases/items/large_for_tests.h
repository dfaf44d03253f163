#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/world.h"

namespace allot::test {

/// Of so many bytes and some more, to each of these items.
inline void give_metadata(World& world, const std::vector<ItemId>& items, std::size_t bytes) {
  for (const auto& id : items) {
    const auto done =
        write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
          auto item = tx.items().find(id).value();
          item.metadata = R"({"system":{},"user":{"text":")" + std::string(bytes, 'x') + R"("}})";
          tx.items().update(item);
          return Done{};
        });
    EXPECT_TRUE(done.has_value());
  }
}

}  // namespace allot::test
