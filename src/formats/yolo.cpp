#include "formats/yolo.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "formats/bounds.h"
#include "formats/mask_outlines.h"
#include "json/text.h"

namespace allot::formats {

namespace {

Bounds cut_at(const Bounds& frame, const Bounds& box) {
  return {
      .left = std::clamp(box.left, frame.left, frame.right),
      .top = std::clamp(box.top, frame.top, frame.bottom),
      .right = std::clamp(box.right, frame.left, frame.right),
      .bottom = std::clamp(box.bottom, frame.top, frame.bottom)
  };
}

/// What was cut at an edge may be beyond it by less than anybody can write.
void append(std::string& line, double part) {
  fmt::format_to(std::back_inserter(line), " {:.6f}", std::clamp(part, 0.0, 1.0));
}

/// Where readers look for the labels of a picture at `images` and its path: they put `labels` in
/// the place of the last folder `images`.
struct LabelPlace {
  std::string_view folder = "labels";
  std::string path;
};

LabelPlace place_of(const std::string& path) {
  constexpr std::string_view images = "/images/";
  const auto last = path.rfind(images);
  if (last == std::string::npos) return {.path = path};
  auto moved = path;
  moved.replace(last, images.size(), "/labels/");
  return {.folder = "images", .path = std::move(moved)};
}

/// In double quotes, as JSON is. What YAML has no form for as it is, is named by its number.
std::string yaml_text(std::string_view text) {
  auto quoted = json::quoted(text);
  for (const auto& [character, name] :
       {std::pair{"\uFFFE", "\\uFFFE"}, std::pair{"\uFFFF", "\\uFFFF"}}) {
    for (auto at = quoted.find(character); at != std::string::npos; at = quoted.find(character)) {
      quoted.replace(at, std::string_view(character).size(), name);
    }
  }
  return quoted;
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
  const auto place = place_of(item.path);
  begin_file(place.folder, place.path, item, ".txt");
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
  const auto& [width, height] = *picture_;
  const auto box = cut_at({.right = width, .bottom = height}, *bounds);
  if (box.width() <= 0 || box.height() <= 0) return {};
  auto line = std::to_string(categories_.number_of(annotation.label));
  if (has_outlines_) {
    const auto ring = drawing ? outline_of(item, annotation, *drawing) : corners_of(box);
    if (ring.empty()) return {};
    for (const auto& point : ring) {
      append(line, point.x / width);
      append(line, point.y / height);
    }
  } else {
    append(line, (box.left + box.right) / 2 / width);
    append(line, (box.top + box.bottom) / 2 / height);
    append(line, box.width() / width);
    append(line, box.height() / height);
  }
  return line + "\n";
}

/// On the picture: of what is neither an area nor a mask that has an outline, that of the box
/// around it. Empty when it is beside the picture.
Ring Yolo::outline_of(const Item& item, const Annotation& annotation, const Drawing& drawing) {
  const Bounds frame{.right = picture_->width, .bottom = picture_->height};
  auto rings = drawing.mask ? outlines_of(*drawing.mask, budget_) : drawing.rings;
  if (drawing.mask && rings.empty()) report_box(item, annotation, budget_.refusal);
  const bool has_outline = drawing.mask || drawing.kind == Drawing::Kind::area;
  if (!has_outline || rings.empty()) return corners_of(cut_at(frame, drawing.bounds()));
  for (auto& ring : rings) ring = cut_at(frame, ring);
  std::erase_if(rings, [](const Ring& ring) { return ring.empty(); });
  return rings.empty() ? Ring{} : one_outline(rings);
}

void Yolo::report_box(const Item& item, const Annotation& annotation, std::string_view why) {
  report(item, annotation.id.text, std::string(why) + ": it is the box around it");
}

void Yolo::end_files() {
  // No `path`: without it readers take the folder of this file.
  std::string yaml = "train: images\nval: images\nnames:\n";
  std::size_t number = 0;
  for (const auto& name : categories_.names()) {
    yaml += fmt::format("  {}: {}\n", number++, yaml_text(name));
  }
  begin_other("data.yaml");
  write(yaml);
}

}  // namespace allot::formats
