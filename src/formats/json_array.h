#pragma once

#include <utility>

#include "formats/formats.h"

namespace allot::formats {

/// One array of the items with their annotations: nothing is lost.
class JsonArray final : public LabelFormat {
 public:
  explicit JsonArray(const FormatStart&) {}

  [[nodiscard]] Wishes wishes(unsigned) const override { return {.json = true}; }

  void begin_item(unsigned, const LabelledItem& item) override {
    put(std::exchange(is_empty_, false) ? "[" : ",");
    put(item.json);
    is_first_ = true;
  }

  void add(unsigned, const LabelledItem&, const LabelledAnnotation& annotation) override {
    if (!std::exchange(is_first_, false)) put(",");
    put(annotation.json);
  }

  void end_item(unsigned, const LabelledItem&) override { put("]}"); }

  [[nodiscard]] bool finish() override {
    put(is_empty_ ? "[]" : "]");
    return true;
  }

 private:
  bool is_empty_ = true;
  bool is_first_ = true;  // of the item's annotations
};

}  // namespace allot::formats
