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

/// Of what is neither an area nor a mask that has one, that of the box around it.
Ring outline_of(const Drawing& drawing) {
  const auto rings = drawing.mask ? outlines_of(*drawing.mask) : drawing.rings;
  const bool has_outline = drawing.mask || drawing.kind == Drawing::Kind::area;
  return has_outline && !rings.empty() ? one_outline(rings) : corners_of(drawing.bounds());
}

bool is_outline(const Annotation& annotation) {
  if (annotation.type == "binary") return true;  // nobody unpacks it for this
  const auto drawing = drawing_of(annotation);
  return drawing && drawing->kind == Drawing::Kind::area;
}

}  // namespace

void Yolo::add(unsigned pass, const LabelledItem& item) {
  pass == 0 ? look_at(item) : write_lines(item);
}

void Yolo::look_at(const LabelledItem& item) {
  item.annotations([&](const Annotation& annotation) {
    has_outlines_ = has_outlines_ || is_outline(annotation);
  });
}

void Yolo::write_lines(const LabelledItem& labelled) {
  const auto& item = labelled.item;
  const auto picture = picture_of(item);
  bool is_bare = true;
  begin_file("labels", item, ".txt");
  labelled.annotations([&](const Annotation& annotation) {
    is_bare = false;
    if (!picture) return;
    const auto line = line_of(annotation, *picture);
    if (line.empty()) {
      report(item, annotation.id.text, "the " + annotation.type + " takes no room on the picture");
    }
    write(line);
  });
  if (!picture && !is_bare) report(item, "", "the size of its picture is not known");
}

/// "" of what takes no room on the picture.
std::string Yolo::line_of(const Annotation& annotation, const Picture& picture) {
  const auto drawing = has_outlines_ ? drawing_of(annotation) : std::nullopt;
  const auto bounds = drawing ? drawing->bounds() : bounds_of(annotation);
  if (!bounds) return {};
  const auto from = scaled({bounds->left, bounds->top}, picture);
  const auto to = scaled({bounds->right, bounds->bottom}, picture);
  if (from.x >= to.x || from.y >= to.y) return {};
  auto line = std::to_string(categories_.number_of(annotation.label));
  if (has_outlines_) {
    for (const auto& point : drawing ? outline_of(*drawing) : corners_of(*bounds)) {
      const auto at = scaled(point, picture);
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

void Yolo::finish() {
  std::string yaml = "path: .\ntrain: images\nval: images\nnames:\n";
  std::size_t number = 0;
  for (const auto& name : categories_.names()) {
    yaml += fmt::format("  {}: {}\n", number++, json::quoted(name));
  }
  add_other("data.yaml", yaml);
  finish_archive();
}

}  // namespace allot::formats
