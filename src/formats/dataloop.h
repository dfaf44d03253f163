#pragma once

#include "formats/archive_format.h"

namespace allot::formats {

/// The layout in which the SDK downloads: a JSON file for each item, with its annotations. Nothing
/// is lost.
class Dataloop final : public ArchiveFormat {
 public:
  explicit Dataloop(const FormatStart& start) : ArchiveFormat(start) {}

  [[nodiscard]] Wants wants(unsigned) const override { return {.annotations = true, .json = true}; }

  void add(unsigned, const LabelledItem& item) override {
    add_file("json", item.item, ".json", item.json);
  }

  void finish() override { finish_archive(); }
};

}  // namespace allot::formats
