#include "formats/coco.h"

#include <cmath>

#include "formats/attributes.h"
#include "formats/picture.h"
#include "json/text.h"

namespace allot::formats {

namespace {

/// They are kept until the end, so there is one.
constexpr std::size_t left_out_bytes_max = 1'000'000;

// Its own reader draws an outline in whole numbers of fifths of pixels, point by point, and crashes
// where there are too many of them.
constexpr double far_away = 1e8;
constexpr double outline_length_max = 5e6;

bool can_be_read(const std::vector<Ring>& outlines) {
  for (const auto& ring : outlines) {
    for (const auto& point : ring) {
      if (std::abs(point.x) > far_away || std::abs(point.y) > far_away) return false;
    }
  }
  return length_of(outlines) <= outline_length_max;
}

std::uint64_t image_id(const Item& item) {
  return std::uint64_t{item.ordinal} + 1;
}

/// Said by whoever labels, by an attribute or in the user's metadata.
bool is_crowd(const Annotation& annotation) {
  if (annotation.metadata.find("iscrowd") == std::string::npos) return false;  // most often
  for (const auto* place : {"system.attributes.iscrowd", "user.iscrowd"}) {
    const auto value = json::member(annotation.metadata, place);
    if (value == "1" || value == "true") return true;
  }
  return false;
}

void write_outlines(JsonWriter& json, const std::vector<Ring>& outlines) {
  json.member_array("segmentation", [&] {
    for (const auto& ring : outlines) {
      json.array([&] {
        for (const auto& point : ring) json.value(point.x).value(point.y);
      });
    }
  });
}

void write_segmentation(JsonWriter& json, const Drawing& drawing) {
  if (!drawing.mask) return write_outlines(json, drawing.outlines());
  json.member_object("segmentation", [&] {
    json.member_array("size", [&] { json.value(drawing.mask->height).value(drawing.mask->width); });
    json.member("counts", short_runs(*drawing.mask));
  });
}

void write_keypoint(JsonWriter& json, const Drawing& drawing) {
  if (drawing.kind != Drawing::Kind::point) return;
  const auto& at = drawing.rings.front().front();
  constexpr int labelled_and_visible = 2;
  json.member_array("keypoints", [&] { json.value(at.x).value(at.y).value(labelled_and_visible); });
  json.member("num_keypoints", 1);
}

}  // namespace

Coco::Coco(const FormatStart& start)
    : categories_(start.labels), budget_of_an_item_(start.masks_of_an_item) {
  JsonWriter info;
  info.object([&] {
    info.member("description", start.title);
    info.member("version", "1.0");
    info.member_raw("year", to_iso(start.made).substr(0, 4));
    info.member_iso("date_created", start.made);
  });
  put(R"({"info":)" + info.take() + R"(,"licenses":[],"images":[)");
}

void Coco::begin_item(unsigned pass, const LabelledItem& labelled) {
  budget_ = budget_of_an_item_;
  if (pass == 0) add_image(labelled.item);
}

void Coco::add(unsigned, const LabelledItem& labelled, const LabelledAnnotation& shown) {
  const auto& annotation = shown.annotation;
  const auto drawing = drawing_of(annotation, budget_);
  if (drawing && can_be_read(drawing->outlines())) {
    add_annotation(labelled.item, annotation, *drawing);
  } else if (drawing) {
    leave_out(labelled.item, annotation, "its outline is too long");
  } else if (!budget_.refusal.empty()) {
    leave_out(labelled.item, annotation, budget_.refusal);
  }
}

void Coco::end_pass(unsigned pass) {
  put(pass == 0 ? R"(],"annotations":[)" : R"(],"categories":[)");
  is_first_ = true;
}

bool Coco::finish() {
  add_categories();
  put("]");
  if (!left_out_.empty()) put(R"(,"left_out":[)" + left_out_ + "]");
  put("}\n");
  return true;
}

void Coco::add_categories() {
  std::uint64_t id = 0;
  for (const auto& name : categories_.names()) {
    JsonWriter json;
    json.object([&] {
      json.member("id", ++id);
      json.member("name", name);
      json.member("supercategory", parent_of(name));
    });
    add_element(json.text());
  }
}

void Coco::add_image(const Item& item) {
  const auto picture = picture_of(item).value_or(Picture{});
  JsonWriter json;
  json.object([&] {
    json.member("id", image_id(item));
    json.member("file_name", std::string_view(item.path).substr(1));
    json.member("width", picture.width);
    json.member("height", picture.height);
    json.member("item_id", item.id);
  });
  add_element(json.text());
}

void Coco::add_annotation(const Item& item, const Annotation& annotation, const Drawing& drawing) {
  const auto box = drawing.bounds();
  JsonWriter json;
  json.object([&] {
    json.member("id", ++annotations_);
    json.member("image_id", image_id(item));
    json.member("category_id", categories_.number_of(annotation.label) + 1);
    json.member_array("bbox", [&] {
      json.value(box.left).value(box.top).value(box.width()).value(box.height());
    });
    json.member("area", drawing.area());
    write_segmentation(json, drawing);
    write_keypoint(json, drawing);
    json.member("iscrowd", is_crowd(annotation) ? 1 : 0);
    json.member("annotation_id", annotation.id);
    json.member("type", annotation.type);
    json.member_raw_if("attributes", attributes_of(annotation));
  });
  add_element(json.text());
}

void Coco::leave_out(const Item& item, const Annotation& annotation, std::string_view why) {
  if (left_out_.size() >= left_out_bytes_max) return;
  JsonWriter json;
  json.object([&] {
    json.member("annotation_id", annotation.id);
    json.member("image_id", image_id(item));
    json.member("reason", why);
  });
  left_out_ += left_out_.empty() ? "\n" : ",\n";
  left_out_ += json.text();
}

void Coco::add_element(std::string_view json) {
  put(is_first_ ? "\n" : ",\n");
  is_first_ = false;
  put(json);
}

}  // namespace allot::formats
