#include "domain/known_labels.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/name.h"
#include "base/text.h"

namespace allot {

namespace {

Unexpected too_deep(std::string field) {
  return invalid_field(
      std::move(field),
      "is too deep",
      fmt::format("A label is at most {} levels deep in its ontology.", label_levels_max)
  );
}

}  // namespace

KnownLabels::KnownLabels(const LabelTree& before) : levels_(before.levels()) {
  add(before.roots);
}

Result<Done> KnownLabels::check_name(std::string_view name, const std::string& field) const {
  return names_.contains(name) ? Done{} : allot::check_name(name, field);
}

Result<Done> KnownLabels::check_level(std::size_t level) const {
  if (level > std::max(label_levels_max, levels_)) return too_deep("roots");
  return Done{};
}

Result<Done> KnownLabels::check_path(std::string_view path, const std::string& field) const {
  // Before it is taken apart: it may have millions of parts.
  const auto dots = static_cast<std::size_t>(std::ranges::count(path, '.'));
  if (dots >= label_levels_max) return too_deep(field);
  for (const auto& tag : split(path, '.')) {
    if (tag.empty()) return invalid_field(field, "must not have empty parts");
    TRY(check_name(tag, field));
  }
  return Done{};
}

void KnownLabels::add(const std::vector<LabelNode>& nodes) {
  for (const auto& node : nodes) {
    if (const auto* label = node.label()) {
      labels_.insert(*label);
      for (const auto part : {LabelPart::tag, LabelPart::display_name}) {
        if (const auto* name = label->find<std::string>(part)) names_.insert(*name);
      }
    }
    if (const auto* children = node.children()) add(*children);
  }
}

}  // namespace allot
