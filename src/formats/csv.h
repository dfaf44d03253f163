#pragma once

#include "formats/formats.h"
#include "formats/picture.h"

namespace allot::formats {

/// A row for each annotation, under a line that names the columns. With work, who has the item and
/// who gave it which status stands in each row, and an item without annotations has a row, too.
class Csv final : public LabelFormat {
 public:
  explicit Csv(const FormatStart& start);

  [[nodiscard]] Wishes wishes(unsigned) const override { return {.bare_items = has_work_}; }

  void begin_item(unsigned pass, const LabelledItem& item) override;
  void add(unsigned pass, const LabelledItem& item, const LabelledAnnotation& annotation) override;
  void end_item(unsigned pass, const LabelledItem& item) override;

  [[nodiscard]] bool finish() override { return true; }

 private:
  /// No annotation: of the item alone.
  void add_row(const LabelledItem& item, const Annotation* annotation);

  const bool has_work_;
  const MaskBudget budget_of_an_item_;
  MaskBudget budget_;               // of the item at hand
  std::optional<Picture> picture_;  // likewise
  bool is_bare_ = true;
};

}  // namespace allot::formats
