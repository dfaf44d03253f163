#pragma once

#include <cstdint>

#include "base/json_writer.h"
#include "formats/categories.h"
#include "formats/drawing.h"
#include "formats/formats.h"

namespace allot::formats {

/// COCO: one JSON document with images, annotations and categories, each in a list, for which all
/// items are gone through twice. What is drawn is there, with an outline whatever its kind; what is
/// not drawn (classes, notes, texts) is not. Image ids are the places of items in their dataset,
/// from 1, and so are the same in each export; the ids of the server stand beside the numbers.
class Coco final : public LabelFormat {
 public:
  explicit Coco(const FormatStart& start);

  [[nodiscard]] unsigned passes() const override { return 2; }

  void add(unsigned pass, const LabelledItem& item) override;
  void end_pass(unsigned pass) override;
  void finish() override;

 private:
  void add_image(const Item& item);
  void add_annotation(const Item& item, const Annotation& annotation, const Drawing& drawing);
  void add_element(std::string_view json);

  Categories categories_;
  std::uint64_t annotations_ = 0;
  bool is_first_ = true;  // of its list
};

}  // namespace allot::formats
