#include "domain/label_tree.h"

#include "domain/label_color.h"

namespace allot {

namespace {

std::size_t levels_of(const std::vector<LabelNode>& nodes) {
  std::size_t levels = 0;
  for (const auto& node : nodes) {
    if (node.instead) continue;
    const auto* children = node.children();
    levels = std::max(levels, 1 + (children == nullptr ? 0 : levels_of(*children)));
  }
  return levels;
}

}  // namespace

Label new_label(std::string_view tag) {
  Label label;
  label.set(LabelPart::tag, std::string(tag));
  label.set(LabelPart::display_name, std::string(tag));
  label.set(LabelPart::color, default_color(tag));
  label.set(LabelPart::attributes, RawJson{"[]"});
  label.set(LabelPart::display_data, RawJson{"{}"});
  return label;
}

const std::string* LabelNode::tag() const {
  const auto* own = label();
  return own == nullptr ? nullptr : own->find<std::string>(LabelPart::tag);
}

std::vector<LabelNode>& LabelNode::children_to_change() {
  if (children() == nullptr) members.set(NodePart::children, std::vector<LabelNode>{});
  return *members.find<std::vector<LabelNode>>(NodePart::children);
}

bool LabelNode::operator==(const LabelNode&) const = default;

LabelNode new_node(Label label) {
  LabelNode node;
  node.members.set(NodePart::label, std::move(label));
  node.members.set(NodePart::children, std::vector<LabelNode>{});
  return node;
}

std::size_t LabelTree::levels() const {
  return levels_of(roots);
}

}  // namespace allot
