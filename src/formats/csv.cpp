#include "formats/csv.h"

#include <fmt/format.h>

#include "formats/attributes.h"
#include "formats/bounds.h"
#include "formats/csv_line.h"
#include "formats/picture.h"
#include "json/text.h"

namespace allot::formats {

namespace {

std::string number(double value) {
  return fmt::format("{}", value);
}

std::string time_or_nothing(const std::optional<Time>& time) {
  return time ? to_iso(*time) : std::string{};
}

/// A number or a text of `metadata.system`, where most annotations have nothing.
std::string of_system(const Annotation& annotation, const std::string& name) {
  if (annotation.metadata.find('"' + name + '"') == std::string::npos) return {};
  const auto path = "system." + name;
  const auto text = json::string_member(annotation.metadata, path);
  return text ? *text : json::number_member(annotation.metadata, path).value_or("");
}

/// More fields of the line.
void append_work(std::string& row, const ItemWork& work) {
  row.back() = ',';
  append_csv_line(
      row,
      {work.task.text,
       work.assignment.text,
       work.assignee.text,
       work.status,
       work.by.text,
       time_or_nothing(work.at)}
  );
}

}  // namespace

Csv::Csv(const FormatStart& start)
    : has_work_(start.has_work), budget_of_an_item_(start.masks_of_an_item) {
  std::string columns =
      "item_id,filename,image_width,image_height,annotation_id,type,label,left,top,width,height,"
      "coordinates,attributes,review,creator,created_at,updated_at,description,old_attributes,"
      "frame,"
      "end_frame,object_id,parent_id";
  if (has_work_) columns += ",task_id,assignment_id,assignee,status,status_by,status_at";
  put(columns + "\n");
}

void Csv::begin_item(unsigned, const LabelledItem& item) {
  budget_ = budget_of_an_item_;
  picture_ = picture_of(item.item);
  is_bare_ = true;
}

void Csv::add(unsigned, const LabelledItem& item, const LabelledAnnotation& annotation) {
  is_bare_ = false;
  add_row(item, &annotation.annotation);
}

void Csv::end_item(unsigned, const LabelledItem& item) {
  if (has_work_ && is_bare_) add_row(item, nullptr);
}

void Csv::add_row(const LabelledItem& labelled, const Annotation* annotation) {
  const auto& item = labelled.item;
  const auto side = [&](double length) { return picture_ ? number(length) : std::string{}; };
  static const Annotation none;
  const auto& mark = annotation == nullptr ? none : *annotation;
  const auto box = annotation == nullptr ? std::nullopt : bounds_of(mark, budget_);
  const auto place = [&](auto of) { return box ? number(of(*box)) : std::string{}; };
  const auto time = [&](Time at) { return annotation == nullptr ? std::string{} : to_iso(at); };
  std::string row;
  append_csv_line(
      row,
      {item.id.text,
       item.path,
       side(picture_ ? picture_->width : 0),
       side(picture_ ? picture_->height : 0),
       mark.id.text,
       mark.type,
       mark.label,
       place([](const Bounds& b) { return b.left; }),
       place([](const Bounds& b) { return b.top; }),
       place([](const Bounds& b) { return b.width(); }),
       place([](const Bounds& b) { return b.height(); }),
       mark.coordinates,
       attributes_of(mark),
       mark.status,
       mark.creator.text,
       time(mark.created_at),
       time(mark.updated_at),
       mark.description,
       mark.attributes,
       of_system(mark, "frame"),
       of_system(mark, "endFrame"),
       of_system(mark, "objectId"),
       of_system(mark, "parentId")}
  );
  if (has_work_) append_work(row, labelled.work.value_or(ItemWork{}));
  put(row);
}

}  // namespace allot::formats
