#pragma once

#include "formats/formats.h"
#include "formats/picture.h"

namespace allot::formats {

/// A row for each annotation, under a line that names the columns. With work, who has the item and
/// who gave it which status stands in each row, and an item without annotations has a row, too.
class Csv final : public LabelFormat {
 public:
  explicit Csv(const FormatStart& start);

  void add(unsigned pass, const LabelledItem& item) override;

  void finish() override {}

 private:
  /// No annotation: of the item alone.
  void add_row(
      const LabelledItem& item, const std::optional<Picture>& picture, const Annotation* annotation
  );

  const bool has_work_;
};

}  // namespace allot::formats
