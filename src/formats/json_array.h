#pragma once

#include "formats/formats.h"

namespace allot::formats {

/// One array of the items with their annotations: nothing is lost.
class JsonArray final : public LabelFormat {
 public:
  explicit JsonArray(const FormatStart&) {}

  [[nodiscard]] bool wants_json(unsigned) const override { return true; }

  void add(unsigned, const LabelledItem& item) override {
    put(is_empty_ ? "[" : ",");
    is_empty_ = false;
    item.json([&](std::string_view piece) { put(piece); });
  }

  void finish() override { put(is_empty_ ? "[]" : "]"); }

 private:
  bool is_empty_ = true;
};

}  // namespace allot::formats
