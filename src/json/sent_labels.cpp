#include "json/sent_labels.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "domain/known_labels.h"
#include "domain/label_color.h"
#include "json/label_tree.h"
#include "json/members.h"
#include "json/tree.h"

namespace allot::json {

namespace {

// --- one label ---------------------------------------------------------------------------------
//
// Each member is read and then judged before the next: of several faults the first is named.

/// "#rrggbb" as it is, [r, g, b] written so.
Result<std::string> color_of(const boost::json::value& value, const std::string& path) {
  if (is_text(value) && is_color(std::string_view(value.as_string()))) return text_of(value);
  const auto wrong = [&] { return invalid_field(path, "must be a colour like #1f77b4"); };
  if (!value.is_array() || value.as_array().size() != 3) return wrong();
  std::array<std::uint8_t, 3> parts{};
  for (std::size_t at = 0; at < 3; ++at) {
    const auto* part = value.as_array()[at].if_int64();
    if (part == nullptr || *part < 0 || *part > 255) return wrong();
    parts[at] = static_cast<std::uint8_t>(*part);
  }
  return color_text({.red = parts[0], .green = parts[1], .blue = parts[2]});
}

/// Puts those members of a label that `from` gives into it.
Result<Done> take_members(
    Label& label, const boost::json::object& from, const std::string& path, const KnownLabels& known
) {
  if (const auto* name = find_member(from, "displayLabel")) {
    if (!is_text(*name)) return invalid_field(path + "displayLabel", "must be a text");
    TRY(known.check_name(text_of(*name), path + "displayLabel"));
    label.set(LabelPart::display_name, text_of(*name));
  }
  if (const auto* color = find_member(from, "color")) {
    label.set(LabelPart::color, TRY(color_of(*color, path + "color")));
  }
  if (const auto* attributes = find_member(from, "attributes")) {
    if (!attributes->is_array()) return invalid_field(path + "attributes", "must be an array");
    label.set(LabelPart::attributes, RawJson{to_text(*attributes)});
  }
  if (const auto* data = find_member(from, "displayData")) {
    if (!data->is_object()) return invalid_field(path + "displayData", "must be an object");
    label.set(LabelPart::display_data, RawJson{to_text(*data)});
  }
  return Done{};
}

Result<std::string> tag_of(const boost::json::object& value, const std::string& path) {
  const auto* tag = find_member(value, "tag");
  if (tag == nullptr) tag = find_member(value, "label_name");  // the name in older exports
  if (tag == nullptr || !is_text(*tag)) return invalid_field(path + "tag", "must be a text");
  return text_of(*tag);
}

// --- a whole tree ------------------------------------------------------------------------------

Result<Label> label_in_form(
    const boost::json::object& given, const std::string& path, const KnownLabels& known
) {
  if (auto label = label_of(given); known.has(label)) return label;
  const auto tag = TRY(tag_of(given, path));
  TRY(known.check_name(tag, path + "tag"));
  auto label = new_label(tag);
  TRY(take_members(label, given, path, known));
  for (const auto& [name, member] : given) {
    if (name == "children" || name == "label_name") continue;
    if (label_part_of(name) == LabelPart::further) append_further(label, name, member);
  }
  return label;
}

/// `level`: of these nodes; 1 for the roots.
Result<std::vector<LabelNode>> nodes_in_form(
    const boost::json::array& nodes,
    const std::string& path,
    std::size_t level,
    const KnownLabels& known
);

Result<LabelNode> node_in_form(
    const boost::json::value& node,
    const std::string& path,
    std::size_t level,
    const KnownLabels& known
) {
  if (!node.is_object()) return invalid_field(path, "must be an object");
  const auto& object = node.as_object();
  const auto* nested = find_member(object, "value");
  if (nested != nullptr && !nested->is_object()) {
    return invalid_field(path + ".value", "must be an object");
  }
  const auto& given = nested == nullptr ? object : nested->as_object();
  const auto below = path + (nested == nullptr ? "." : ".value.");
  auto made = new_node(TRY(label_in_form(given, below, known)));
  if (const auto* children = find_member(object, "children")) {
    if (!children->is_array()) return invalid_field(path + ".children", "must be an array");
    made.children_to_change() =
        TRY(nodes_in_form(children->as_array(), path + ".children", level + 1, known));
  }
  return made;
}

Result<std::vector<LabelNode>> nodes_in_form(
    const boost::json::array& nodes,
    const std::string& path,
    std::size_t level,
    const KnownLabels& known
) {
  if (!nodes.empty()) TRY(known.check_level(level));
  std::vector<LabelNode> made;
  for (const auto& node : nodes) {
    made.push_back(TRY(node_in_form(node, fmt::format("{}[{}]", path, made.size()), level, known)));
  }
  return made;
}

// --- some labels -------------------------------------------------------------------------------

Result<Done> put_label(
    LabelChanges& changes, const boost::json::value& sent, LabelMode mode, const std::string& path
) {
  if (!sent.is_object()) return invalid_field(path, "must be an object");
  const auto tag = TRY(tag_of(sent.as_object(), path + "."));
  auto* label = TRY(changes.at(tag, mode, path + ".tag"));
  return take_members(*label, sent.as_object(), path + ".", changes.known());
}

}  // namespace

Result<std::string> label_tree(std::string_view roots, std::string_view before) {
  const auto nodes = TRY(sent_array(roots, "roots"));
  const auto kept = stored_labels(before);
  if (labels_of(nodes) == kept) return std::string(before);
  LabelTree tree;
  tree.roots = TRY(nodes_in_form(nodes, "roots", 1, KnownLabels(kept)));
  return render_labels(tree);
}

Result<std::string> with_labels(std::string_view roots, std::string_view labels, LabelMode mode) {
  auto tree = stored_labels(roots);
  LabelChanges changes(tree);
  std::size_t at = 0;
  for (const auto& label : TRY(sent_array(labels, "labelsNode"))) {
    TRY(put_label(changes, label, mode, fmt::format("labelsNode[{}]", at++)));
  }
  return render_labels(tree);
}

}  // namespace allot::json
