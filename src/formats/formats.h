#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "formats/label_format.h"
#include "formats/mask.h"

namespace allot::formats {

/// What a format is told before the first item.
struct FormatStart {
  std::string title;                // of what goes out
  std::vector<std::string> labels;  // that are known, in their order; others are added as they come
  Time made;
  bool has_work = false;  // items come with their part in a task
  MaskBudget masks_of_an_item = {};
};

struct FormatFacts {
  std::string_view name;  // in addresses
  std::string_view media_type;
  std::string_view file_ending;  // ".json"
  std::unique_ptr<LabelFormat> (*make)(const FormatStart& start);
};

/// Those there are, in the order of their names.
[[nodiscard]] std::span<const FormatFacts> all_formats();

/// Two that have addresses of their own: what `dataloop` is, and all of it in one array.
[[nodiscard]] const FormatFacts& json_archive();
[[nodiscard]] const FormatFacts& json_array();

}  // namespace allot::formats
