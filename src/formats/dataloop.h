#pragma once

#include "formats/archive_format.h"

namespace allot::formats {

/// The layout in which the SDK downloads: a JSON file for each item, with its annotations. Nothing
/// is lost.
class Dataloop final : public ArchiveFormat {
 public:
  explicit Dataloop(const FormatStart& start) : ArchiveFormat(start) {}

  [[nodiscard]] bool wants_json(unsigned) const override { return true; }

  void add(unsigned, const LabelledItem& item) override {
    begin_file("json", item.item, ".json");
    item.json([&](std::string_view piece) { write(piece); });
  }

  void finish() override { finish_archive(); }
};

}  // namespace allot::formats
