#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "formats/bounds.h"
#include "formats/formats.h"
#include "formats/mask_outlines.h"

namespace allot::formats::test {

/// An item of 200 × 100 pixels; the first of its dataset has number 1.
inline Item picture(std::uint32_t number, std::string path) {
  Item item;
  item.ordinal = number - 1;
  item.id = ItemId{fmt::format("{:024x}", number)};
  item.path = std::move(path);
  item.metadata = R"({"system":{"width":200,"height":100}})";
  return item;
}

inline Annotation annotation(std::string type, std::string label, std::string coordinates) {
  Annotation made;
  made.id = AnnotationId{"0000000000000000000000aa"};
  made.type = std::move(type);
  made.label = std::move(label);
  made.coordinates = std::move(coordinates);
  made.creator = UserId{"ada@example.org"};
  made.created_at = made.updated_at = from_epoch_ms(1'767'225'600'000);
  return made;
}

inline Annotation box(std::string label) {
  return annotation("box", std::move(label), R"([{"x":20,"y":10},{"x":120,"y":60}])");
}

struct Labelled {
  Item item;
  std::vector<Annotation> annotations;
  std::optional<ItemWork> work;
  std::string json;
};

inline Labelled labelled(Item item, std::vector<Annotation> annotations) {
  return {.item = std::move(item), .annotations = std::move(annotations), .work = {}, .json = {}};
}

/// As far as the format wishes for it.
inline void add(LabelFormat& format, unsigned pass, const Labelled& labelled) {
  const auto wishes = format.wishes(pass);
  if (labelled.annotations.empty() && !wishes.bare_items) return;
  const LabelledItem item{.item = labelled.item, .work = labelled.work, .json = labelled.json};
  format.begin_item(pass, item);
  for (const auto& each : labelled.annotations) {
    if (wishes.annotations) format.add(pass, item, {.annotation = each, .json = "{}"});
  }
  format.end_item(pass, item);
}

/// All that a format writes of these items.
inline std::string written(LabelFormat& format, const std::vector<Labelled>& items) {
  std::string bytes;
  for (unsigned pass = 0; pass < format.passes(); ++pass) {
    for (const auto& item : items) add(format, pass, item);
    format.end_pass(pass);
    bytes += format.take();
  }
  while (!format.finish()) bytes += format.take();
  return bytes + format.take();
}

// Of an item that has nothing else.

inline std::optional<Drawing> drawing_of(const Annotation& annotation) {
  MaskBudget budget;
  return formats::drawing_of(annotation, budget);
}

inline std::optional<Bounds> bounds_of(const Annotation& annotation) {
  MaskBudget budget;
  return formats::bounds_of(annotation, budget);
}

inline std::optional<Mask> mask_of(std::string_view data_url) {
  MaskBudget budget;
  return formats::mask_of(data_url, budget);
}

inline std::vector<Ring> outlines_of(const Mask& mask) {
  MaskBudget budget;
  return formats::outlines_of(mask, budget);
}

/// The files in an archive.
inline std::map<std::string, std::string> unpacked(const std::string& bytes) {
  std::map<std::string, std::string> files;
  auto* reader = ::archive_read_new();
  ::archive_read_support_format_zip(reader);
  ::archive_read_open_memory(reader, bytes.data(), bytes.size());
  archive_entry* entry = nullptr;
  while (::archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    std::string content(100'000, '\0');
    const auto count = ::archive_read_data(reader, content.data(), content.size());
    content.resize(static_cast<std::size_t>(std::max<la_ssize_t>(count, 0)));
    files[::archive_entry_pathname(entry)] = std::move(content);
  }
  ::archive_read_free(reader);
  return files;
}

inline FormatStart start(std::vector<std::string> labels = {}) {
  return {
      .title = "Streets", .labels = std::move(labels), .made = from_epoch_ms(1'767'225'600'000)
  };
}

/// 4 × 3 pixels, of which the two in the middle of the second row are marked, as the SDK sends it.
inline constexpr const char* small_mask =
    "\"data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAYAAAC09K7GAAAAEElEQVR4nGNgwAb+"
    "QwFWSQDLZwf5hZzOWQAAAABJRU5ErkJg"
    "gg==\"";

/// A data URL of 2,002 × 2,002 pixels, every second row marked from the second on: 4 million runs.
inline std::string wild_mask() {
  std::string url =
      "data:image/png;base64,"
      "iVBORw0KGgoAAAANSUhEUgAAB9IAAAfSAQAAAAD7fojiAAAIsUlEQVR42u3RMQEAAAwCIPuX3mJ4CBVIht2u"
      "eP";
  for (int i = 0; i < 243; ++i) url += "fu3bt37969e/";
  return url + "fu3bt37969e696hi7Wzdn257oAAAAASUVORK5CYII=";
}

}  // namespace allot::formats::test
