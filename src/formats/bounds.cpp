#include "formats/bounds.h"

#include "formats/mask.h"
#include "formats/mask_text.h"

namespace allot::formats {

std::optional<Bounds> bounds_of(const Annotation& annotation, MaskBudget& budget) {
  if (annotation.type != "binary") {
    const auto drawing = drawing_of(annotation, budget);
    return drawing ? std::optional(drawing->bounds()) : std::nullopt;
  }
  budget.refusal = {};
  const auto text = mask_text_of(annotation);
  const auto box = text ? mask_bounds_of(*text, budget) : std::nullopt;
  if (!box) return std::nullopt;
  return Bounds{
      .left = double(box->left),
      .top = double(box->top),
      .right = double(box->right),
      .bottom = double(box->bottom)
  };
}

}  // namespace allot::formats
