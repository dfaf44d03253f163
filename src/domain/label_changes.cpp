#include "domain/label_changes.h"

#include "base/text.h"

namespace allot {

Result<Label*> LabelChanges::at(const std::string& path, LabelMode mode, const std::string& field) {
  TRY(known_.check_path(path, field));
  const auto place = find_or_make(path);
  if (place.is_new && mode == LabelMode::update) {
    return fail(ErrorCode::not_found, "There is no label `" + printable(path) + "`.");
  }
  if (!place.is_new && mode == LabelMode::add) {
    return invalid_field(field, "is there", "There is a label `" + printable(path) + "`.");
  }
  return place.node->label();
}

LabelChanges::Place LabelChanges::find_or_make(const std::string& path) {
  if (auto* whole = find(roots_, "", path)) return {.node = whole, .is_new = false};
  auto* nodes = &roots_;
  Place place;
  std::string parent;
  for (const auto& tag : split(path, '.')) {
    place = {.node = find(*nodes, parent, tag), .is_new = false};
    if (place.node == nullptr) place = {.node = &add(*nodes, parent, tag), .is_new = true};
    nodes = &place.node->children_to_change();
    parent.append(tag).append(".");
  }
  return place;
}

/// Among the children of the label at the path `parent`.
LabelNode* LabelChanges::find(
    std::vector<LabelNode>& nodes, const std::string& parent, const std::string& tag
) {
  const auto& positions = positions_in(nodes, parent);
  const auto found = positions.find(tag);
  return found == positions.end() ? nullptr : &nodes[found->second];
}

LabelNode& LabelChanges::add(
    std::vector<LabelNode>& nodes, const std::string& parent, const std::string& tag
) {
  positions_in(nodes, parent).emplace(tag, nodes.size());
  return nodes.emplace_back(new_node(new_label(tag)));
}

LabelChanges::Positions& LabelChanges::positions_in(
    const std::vector<LabelNode>& nodes, const std::string& parent
) {
  const auto [known, is_new] = positions_.try_emplace(parent);
  for (std::size_t at = 0; is_new && at < nodes.size(); ++at) {
    if (const auto* tag = nodes[at].tag()) known->second.try_emplace(*tag, at);
  }
  return known->second;
}

}  // namespace allot
