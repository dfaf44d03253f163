#pragma once

#include "formats/formats.h"

namespace allot::formats {

/// A line of JSON for each item, with its annotations: nothing is lost.
class Ndjson final : public LabelFormat {
 public:
  explicit Ndjson(const FormatStart&) {}

  [[nodiscard]] bool wants_json(unsigned) const override { return true; }

  void add(unsigned, const LabelledItem& item) override {
    item.json([&](std::string_view piece) { put(piece); });
    put("\n");
  }

  void finish() override {}
};

}  // namespace allot::formats
