#include "formats/formats.h"

#include <algorithm>

#include "formats/coco.h"
#include "formats/csv.h"
#include "formats/dataloop.h"
#include "formats/json_array.h"
#include "formats/ndjson.h"
#include "formats/voc.h"
#include "formats/yolo.h"

namespace allot::formats {

namespace {

template <class Format>
std::unique_ptr<LabelFormat> make(const FormatStart& start) {
  return std::make_unique<Format>(start);
}

constexpr FormatFacts formats[] = {
    {"coco", "application/json", ".json", make<Coco>},
    {"csv", "text/csv; charset=utf-8", ".csv", make<Csv>},
    {"dataloop", "application/zip", ".zip", make<Dataloop>},
    {"ndjson", "application/x-ndjson", ".ndjson", make<Ndjson>},
    {"voc", "application/zip", ".zip", make<Voc>},
    {"yolo", "application/zip", ".zip", make<Yolo>},
};

}  // namespace

std::span<const FormatFacts> all_formats() {
  return formats;
}

const FormatFacts& json_archive() {
  return *std::ranges::find(formats, "dataloop", &FormatFacts::name);
}

const FormatFacts& json_array() {
  static constexpr FormatFacts array{"json", "application/json", ".json", make<JsonArray>};
  return array;
}

}  // namespace allot::formats
