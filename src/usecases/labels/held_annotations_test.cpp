#include "usecases/labels/held_annotations.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace allot::test {
namespace {

/// Nothing of it is as it is by itself.
Annotation annotation(int number) {
  const auto text = std::to_string(number);
  return {
      .id = AnnotationId{"id" + text},
      .dataset = DatasetId{"dataset" + text},
      .item = static_cast<Ordinal>(number),
      .item_id = ItemId{"item" + text},
      .type = "type" + text,
      .label = "label\n" + text,
      .coordinates = "[" + text + "]",
      .attributes = "{" + text + "}",
      .metadata = std::string("\0", 1) + text,
      .label_suggestions = "suggestions" + text,
      .description = "description" + text,
      .source = "source" + text,
      .hash = "hash" + text,
      .status = "status" + text,
      .creator = UserId{"creator" + text},
      .updated_by = UserId{"updater" + text},
      .issue_by = UserId{"issuer" + text},
      .created_at = from_epoch_ms(number),
      .updated_at = from_epoch_ms(-number)
  };
}

auto texts_of(const Annotation& a) {
  return std::vector<std::string>{
      a.id.text,
      a.dataset.text,
      std::to_string(a.item),
      a.item_id.text,
      a.type,
      a.label,
      a.coordinates,
      a.attributes,
      a.metadata,
      a.label_suggestions,
      a.description,
      a.source,
      a.hash,
      a.status,
      a.creator.text,
      a.updated_by.text,
      a.issue_by.text,
      to_iso(a.created_at),
      to_iso(a.updated_at)
  };
}

class HeldAnnotationsOfAnItem : public testing::Test {
 protected:
  /// What comes out of so many, of which `bytes` are in memory.
  void expect_all(int count, std::size_t bytes, bool in_spool) {
    {
      HeldAnnotations held(world.env().files, bytes);
      for (int i = 0; i < count; ++i) held.add(annotation(i));
      EXPECT_EQ(world.env().files.spooled(), in_spool ? 1u : 0u);
      EXPECT_LT(held.bytes(), bytes + 2'000);
      for (int i = 0; i < count; ++i) {
        const auto next = held.next();
        ASSERT_TRUE(next.has_value()) << i;
        EXPECT_EQ(texts_of(*next), texts_of(annotation(i)));
      }
      EXPECT_FALSE(held.next().has_value());
      EXPECT_FALSE(held.next().has_value());
    }
    EXPECT_EQ(world.env().files.spooled(), 0u);
  }

  World world;
};

TEST_F(HeldAnnotationsOfAnItem, AreShownAsTheyWere) {
  expect_all(0, 1'000, false);
  expect_all(3, 1'000'000, false);
}

TEST_F(HeldAnnotationsOfAnItem, AreInTheSpoolWhereTheyAreTooMany) {
  expect_all(3, 0, true);
  expect_all(2'000, 10'000, true);
}

}  // namespace
}  // namespace allot::test
