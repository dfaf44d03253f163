#pragma once

#include "formats/archive_format.h"

namespace allot::formats {

/// Pascal VOC: an XML file for each item. What is drawn is there as the box around it, in whole
/// pixels.
class Voc final : public ArchiveFormat {
 public:
  explicit Voc(const FormatStart& start) : ArchiveFormat(start), title_(start.title) {}

  void add(unsigned pass, const LabelledItem& item) override;

  void finish() override { finish_archive(); }

 private:
  const std::string title_;
};

}  // namespace allot::formats
