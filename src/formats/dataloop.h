#pragma once

#include <utility>

#include "formats/archive_format.h"

namespace allot::formats {

/// The layout in which the SDK downloads: a JSON file for each item, with its annotations. Nothing
/// is lost.
class Dataloop final : public ArchiveFormat {
 public:
  explicit Dataloop(const FormatStart& start) : ArchiveFormat(start) {}

  [[nodiscard]] Wishes wishes(unsigned) const override { return {.json = true}; }

  void begin_item(unsigned, const LabelledItem& item) override {
    begin_file("json", item.item, ".json");
    write(item.json);
    is_first_ = true;
  }

  void add(unsigned, const LabelledItem&, const LabelledAnnotation& annotation) override {
    if (!std::exchange(is_first_, false)) write(",");
    write(annotation.json);
  }

  void end_item(unsigned, const LabelledItem&) override { write("]}"); }

 private:
  bool is_first_ = true;  // of the item's annotations
};

}  // namespace allot::formats
