#include "formats/voc.h"

#include <fmt/format.h>

#include <cmath>

#include "formats/bounds.h"
#include "formats/picture.h"

namespace allot::formats {

namespace {

/// As text between tags. Of what XML has no form, control characters are spaces, and U+FFFE and
/// U+FFFF are U+FFFD.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    if (out.ends_with("\uFFFE") || out.ends_with("\uFFFF")) out.back() = '\xBD';
  }
  return out;
}

std::string object_of(const Annotation& annotation, const Bounds& box) {
  return fmt::format(
      "  <object>\n"
      "    <name>{}</name>\n"
      "    <pose>Unspecified</pose>\n"
      "    <truncated>0</truncated>\n"
      "    <difficult>0</difficult>\n"
      "    <bndbox><xmin>{}</xmin><ymin>{}</ymin><xmax>{}</xmax><ymax>{}</ymax></bndbox>\n"
      "  </object>\n",
      xml(annotation.label),
      std::llround(box.left),
      std::llround(box.top),
      std::llround(box.right),
      std::llround(box.bottom)
  );
}

}  // namespace

void Voc::begin_item(unsigned, const LabelledItem& labelled) {
  budget_ = budget_of_an_item_;
  const auto& item = labelled.item;
  const auto picture = picture_of(item).value_or(Picture{});
  begin_file("Annotations", item, ".xml");
  write(fmt::format(
      "<annotation>\n"
      "  <folder>{}</folder>\n"
      "  <filename>{}</filename>\n"
      "  <path>{}</path>\n"
      "  <source><database>{}</database></source>\n"
      "  <size><width>{}</width><height>{}</height><depth>3</depth></size>\n"
      "  <segmented>0</segmented>\n",
      xml(item.dir()),
      xml(item.name()),
      xml(item.path),
      xml(title_),
      picture.width,
      picture.height
  ));
}

void Voc::add(unsigned, const LabelledItem& labelled, const LabelledAnnotation& shown) {
  const auto& annotation = shown.annotation;
  const auto box = bounds_of(annotation, budget_);
  if (box) return write(object_of(annotation, *box));
  report(
      labelled.item,
      annotation.id.text,
      budget_.refusal.empty() ? "a " + annotation.type + " is in no place on the picture"
                              : std::string(budget_.refusal)
  );
}

}  // namespace allot::formats
