#include "query/known_labels.h"

#include <algorithm>
#include <boost/json.hpp>

#include "json/tree.h"

namespace allot::query {

KnownLabels::KnownLabels(const boost::json::value& roots) {
  add(roots, 1);
}

bool KnownLabels::has_value(const boost::json::object& value) const {
  return values_.contains(json::to_text(value));
}

void KnownLabels::add(const boost::json::value& nodes, std::size_t level) {
  if (!nodes.is_array()) return;
  for (const auto& node : nodes.get_array()) {
    const auto* object = node.if_object();
    if (object == nullptr) continue;
    levels_ = std::max(levels_, level);
    const auto* value = object->if_contains("value");
    if (value != nullptr && value->is_object()) {
      values_.insert(json::to_text(value->get_object()));
      for (const auto* name : {"tag", "displayLabel"}) {
        const auto* text = value->get_object().if_contains(name);
        if (text == nullptr || !json::is_text(*text)) continue;
        names_.emplace(std::string_view(text->get_string()));
      }
    }
    if (const auto* children = object->if_contains("children")) add(*children, level + 1);
  }
}

}  // namespace allot::query
