#include "formats/yolo.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "formats/bounds.h"
#include "formats/mask_outlines.h"
#include "json/text.h"

namespace allot::formats {

namespace {

Ring corners_of(const Bounds& b) {
  return {{b.left, b.top}, {b.right, b.top}, {b.right, b.bottom}, {b.left, b.bottom}};
}

/// In parts of the picture's size, cut at its edges.
DrawnPoint scaled(const DrawnPoint& point, const Picture& picture) {
  return {
      .x = std::clamp(point.x / picture.width, 0.0, 1.0),
      .y = std::clamp(point.y / picture.height, 0.0, 1.0)
  };
}

void append(std::string& line, double number) {
  fmt::format_to(std::back_inserter(line), " {:.6f}", number);
}

/// One way around all rings: from each back to where the first began, on a line without width.
Ring one_outline(const std::vector<Ring>& rings) {
  Ring way = rings.front();
  if (rings.size() == 1) return way;
  way.push_back(rings.front().front());
  for (std::size_t i = 1; i < rings.size(); ++i) {
    way.insert(way.end(), rings[i].begin(), rings[i].end());
    way.push_back(rings[i].front());
    way.push_back(rings.front().front());
  }
  return way;
}

bool is_outline(const Annotation& annotation) {
  if (annotation.type == "binary") return true;  // nobody unpacks it for this
  MaskBudget none;
  const auto drawing = drawing_of(annotation, none);
  return drawing && drawing->kind == Drawing::Kind::area;
}

}  // namespace

Yolo::Yolo(const FormatStart& start)
    : ArchiveFormat(start), categories_(start.labels), budget_of_an_item_(start.masks_of_an_item) {
  begin_other("images.txt");
}

void Yolo::begin_item(unsigned pass, const LabelledItem& labelled) {
  const auto& item = labelled.item;
  if (pass == 0) return write("./images" + item.path + "\n");
  budget_ = budget_of_an_item_;
  picture_ = picture_of(item);
  is_bare_ = true;
  begin_file("labels", item, ".txt");
}

void Yolo::add(unsigned pass, const LabelledItem& labelled, const LabelledAnnotation& shown) {
  is_bare_ = false;
  if (pass == 0) {
    has_outlines_ = has_outlines_ || is_outline(shown.annotation);
  } else if (picture_) {
    add_line(labelled.item, shown.annotation);
  }
}

void Yolo::end_item(unsigned pass, const LabelledItem& labelled) {
  if (pass == 0 || picture_ || is_bare_) return;
  report(labelled.item, "", "the size of its picture is not known");
}

void Yolo::add_line(const Item& item, const Annotation& annotation) {
  const auto line = line_of(item, annotation);
  if (!line.empty()) return write(line);
  report(
      item,
      annotation.id.text,
      budget_.refusal.empty() ? "the " + annotation.type + " takes no room on the picture"
                              : std::string(budget_.refusal)
  );
}

/// "" of what takes no room on the picture.
std::string Yolo::line_of(const Item& item, const Annotation& annotation) {
  const auto drawing = has_outlines_ ? drawing_of(annotation, budget_) : std::nullopt;
  const auto refusal = has_outlines_ ? budget_.refusal : std::string_view{};
  const auto bounds = drawing ? drawing->bounds() : bounds_of(annotation, budget_);
  if (!bounds) return {};
  if (!refusal.empty()) report_box(item, annotation, refusal);
  const auto from = scaled({bounds->left, bounds->top}, *picture_);
  const auto to = scaled({bounds->right, bounds->bottom}, *picture_);
  if (from.x >= to.x || from.y >= to.y) return {};
  auto line = std::to_string(categories_.number_of(annotation.label));
  if (has_outlines_) {
    const auto ring = drawing ? outline_of(item, annotation, *drawing) : corners_of(*bounds);
    for (const auto& point : ring) {
      const auto at = scaled(point, *picture_);
      append(line, at.x);
      append(line, at.y);
    }
  } else {
    append(line, (from.x + to.x) / 2);
    append(line, (from.y + to.y) / 2);
    append(line, to.x - from.x);
    append(line, to.y - from.y);
  }
  return line + "\n";
}

/// Of what is neither an area nor a mask that has one, that of the box around it.
Ring Yolo::outline_of(const Item& item, const Annotation& annotation, const Drawing& drawing) {
  if (drawing.kind == Drawing::Kind::area) return one_outline(drawing.rings);
  if (!drawing.mask) return corners_of(drawing.bounds());
  const auto rings = outlines_of(*drawing.mask, budget_);
  if (!rings.empty()) return one_outline(rings);
  report_box(item, annotation, budget_.refusal);
  return corners_of(drawing.bounds());
}

void Yolo::report_box(const Item& item, const Annotation& annotation, std::string_view why) {
  report(item, annotation.id.text, std::string(why) + ": it is the box around it");
}

void Yolo::finish() {
  std::string yaml = "path: .\ntrain: images\nval: images\nnames:\n";
  std::size_t number = 0;
  for (const auto& name : categories_.names()) {
    yaml += fmt::format("  {}: {}\n", number++, json::quoted(name));
  }
  begin_other("data.yaml");
  write(yaml);
  finish_archive();
}

}  // namespace allot::formats
