#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/label_members.h"

namespace allot {

/// Levels of labels in a tree: what a client gets of it, it can send back (two levels of JSON
/// each).
inline constexpr std::size_t label_levels_max = 50;

enum class LabelPart { tag, display_name, color, attributes, display_data, further };

/// What a label says of itself. Tag, displayed name and colour are texts; attributes (an array) and
/// display data (an object) are JSON into which no rule looks. Made by `new_label` it has all five;
/// a stored one has what it was stored with.
using Label = Members<LabelPart, std::string>;

/// With the defaults of all that a label has: named as its tag, in the colour of its tag.
[[nodiscard]] Label new_label(std::string_view tag);

enum class NodePart { label, children, further };

/// A label with its children. A stored node may lack either, and is let stand as it is.
struct LabelNode {
  Members<NodePart, Label, std::vector<LabelNode>> members;
  /// What was stored where a node should be, and is no object: it has no members then.
  std::optional<RawJson> instead;

  /// Null where it has none.
  [[nodiscard]] const Label* label() const { return members.find<Label>(NodePart::label); }

  [[nodiscard]] Label* label() { return members.find<Label>(NodePart::label); }

  /// Null where it has none; "" is no tag that can be asked for.
  [[nodiscard]] const std::string* tag() const;

  /// Null where there is no list of them.
  [[nodiscard]] const std::vector<LabelNode>* children() const {
    return members.find<std::vector<LabelNode>>(NodePart::children);
  }

  /// The list of them, made where there is none, in the place of whatever stood there.
  [[nodiscard]] std::vector<LabelNode>& children_to_change();

  bool operator==(const LabelNode&) const;
};

/// The label and no children yet.
[[nodiscard]] LabelNode new_node(Label label);

/// The labels of an ontology, as they are kept: whatever form they were stored in, all stays, in
/// its order. Reading and writing are json/label_tree.h, what may become of one known_labels.h and
/// label_changes.h.
struct LabelTree {
  std::vector<LabelNode> roots;

  /// 0 when it is empty. What is no node is on no level.
  [[nodiscard]] std::size_t levels() const;

  bool operator==(const LabelTree&) const = default;
};

}  // namespace allot
