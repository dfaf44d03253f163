#pragma once

#include <utility>

#include "formats/formats.h"

namespace allot::formats {

/// A line of JSON for each item, with its annotations: nothing is lost.
class Ndjson final : public LabelFormat {
 public:
  explicit Ndjson(const FormatStart&) {}

  [[nodiscard]] Wishes wishes(unsigned) const override { return {.json = true}; }

  void begin_item(unsigned, const LabelledItem& item) override {
    put(item.json);
    is_first_ = true;
  }

  void add(unsigned, const LabelledItem&, const LabelledAnnotation& annotation) override {
    if (!std::exchange(is_first_, false)) put(",");
    put(annotation.json);
  }

  void end_item(unsigned, const LabelledItem&) override { put("]}\n"); }

  [[nodiscard]] bool finish() override { return true; }

 private:
  bool is_first_ = true;  // of the item's annotations
};

}  // namespace allot::formats
