#pragma once

#include "formats/formats.h"

namespace allot::formats {

/// A line of JSON for each item, with its annotations: nothing is lost.
class Ndjson final : public LabelFormat {
 public:
  explicit Ndjson(const FormatStart&) {}

  [[nodiscard]] Wants wants(unsigned) const override { return {.annotations = true, .json = true}; }

  void add(unsigned, const LabelledItem& item) override {
    out_ += item.json;
    out_ += '\n';
  }

  void finish() override {}
};

}  // namespace allot::formats
