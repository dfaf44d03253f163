#pragma once

#include "formats/archive_format.h"
#include "formats/categories.h"
#include "formats/drawing.h"
#include "formats/picture.h"

namespace allot::formats {

/// YOLO: a text file for each item below `labels/`, and `data.yaml`, which names the labels. Where
/// everything drawn is a box, a line is `label x y width height` of its middle; where one thing is
/// not, all lines are `label x1 y1 x2 y2 …`, since readers take either form alone. All in parts of
/// the picture's size, cut at its edges; without that size a file is empty. Points are left out.
class Yolo final : public ArchiveFormat {
 public:
  explicit Yolo(const FormatStart& start) : ArchiveFormat(start), categories_(start.labels) {}

  [[nodiscard]] unsigned passes() const override { return 2; }

  [[nodiscard]] bool has_enough(unsigned pass) const override { return pass == 0 && has_outlines_; }

  void add(unsigned pass, const LabelledItem& item) override;
  void finish() override;

 private:
  void look_at(const LabelledItem& item);
  void write_lines(const LabelledItem& item);
  [[nodiscard]] std::string line_of(const Annotation& annotation, const Picture& picture);

  Categories categories_;
  bool has_outlines_ = false;
};

}  // namespace allot::formats
