#pragma once

#include "formats/archive_format.h"

namespace allot::formats {

/// Pascal VOC: an XML file for each item. What is drawn is there as the box around it, in whole
/// pixels.
class Voc final : public ArchiveFormat {
 public:
  explicit Voc(const FormatStart& start)
      : ArchiveFormat(start), title_(start.title), budget_of_an_item_(start.masks_of_an_item) {}

  void begin_item(unsigned pass, const LabelledItem& item) override;
  void add(unsigned pass, const LabelledItem& item, const LabelledAnnotation& annotation) override;

  void end_item(unsigned, const LabelledItem&) override { write("</annotation>\n"); }

 private:
  const std::string title_;
  const MaskBudget budget_of_an_item_;
  MaskBudget budget_;  // of the item at hand
};

}  // namespace allot::formats
