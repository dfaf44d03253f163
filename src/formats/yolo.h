#pragma once

#include "formats/archive_format.h"
#include "formats/categories.h"
#include "formats/drawing.h"
#include "formats/picture.h"

namespace allot::formats {

/// YOLO: a text file for each item below `labels/`, `images.txt`, which names the pictures as
/// readers look for them, and `data.yaml`, which names the labels. Where everything drawn is a box,
/// a line is `label x y width height` of its middle; where one thing is not, all lines are `label
/// x1 y1 x2 y2 …`, since readers take either form alone; which of the two is found while the
/// pictures are named. All in parts of the picture's size, cut at its edges; without that size a
/// file is empty. Points are left out.
class Yolo final : public ArchiveFormat {
 public:
  explicit Yolo(const FormatStart& start);

  [[nodiscard]] unsigned passes() const override { return 2; }

  [[nodiscard]] Wishes wishes(unsigned pass) const override {
    return {.annotations = pass > 0 || !has_outlines_};
  }

  void begin_item(unsigned pass, const LabelledItem& item) override;
  void add(unsigned pass, const LabelledItem& item, const LabelledAnnotation& annotation) override;
  void end_item(unsigned pass, const LabelledItem& item) override;

 private:
  void end_files() override;
  void add_line(const Item& item, const Annotation& annotation);
  [[nodiscard]] std::string line_of(const Item& item, const Annotation& annotation);
  [[nodiscard]] Ring outline_of(
      const Item& item, const Annotation& annotation, const Drawing& drawing
  );
  void report_box(const Item& item, const Annotation& annotation, std::string_view why);

  Categories categories_;
  const MaskBudget budget_of_an_item_;
  MaskBudget budget_;               // of the item at hand
  std::optional<Picture> picture_;  // likewise
  bool is_bare_ = true;             // likewise
  bool has_outlines_ = false;
};

}  // namespace allot::formats
