#pragma once

#include <cstdint>

#include "base/json_writer.h"
#include "formats/categories.h"
#include "formats/drawing.h"
#include "formats/formats.h"

namespace allot::formats {

/// COCO: one JSON document with images, annotations and categories, each in a list, for which all
/// items are gone through twice. What is drawn is there, with an outline whatever its kind; what is
/// not drawn (classes, notes, texts) is not, and what is too large is named in `left_out`.
/// Image ids are the places of items in their dataset, from 1, and so are the same in each export;
/// the ids of the server stand beside the numbers.
class Coco final : public LabelFormat {
 public:
  explicit Coco(const FormatStart& start);

  [[nodiscard]] unsigned passes() const override { return 2; }

  [[nodiscard]] Wishes wishes(unsigned pass) const override {
    return {.annotations = pass > 0, .bare_items = pass == 0};
  }

  void begin_item(unsigned pass, const LabelledItem& item) override;
  void add(unsigned pass, const LabelledItem& item, const LabelledAnnotation& annotation) override;
  void end_pass(unsigned pass) override;
  [[nodiscard]] bool finish() override;

  /// White space between the elements of its lists.
  [[nodiscard]] std::string_view filler() const override { return "\n"; }

 private:
  void add_image(const Item& item);
  void add_annotation(const Item& item, const Annotation& annotation, const Drawing& drawing);
  void leave_out(const Item& item, const Annotation& annotation, std::string_view why);
  void add_categories();
  void add_element(std::string_view json);

  Categories categories_;
  const MaskBudget budget_of_an_item_;
  MaskBudget budget_;     // of the item at hand
  std::string left_out_;  // elements of its list
  std::uint64_t annotations_ = 0;
  bool is_first_ = true;  // of its list
};

}  // namespace allot::formats
