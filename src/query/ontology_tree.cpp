#include "query/ontology_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cctype>
#include <cstdint>
#include <unordered_map>

#include "base/name.h"
#include "base/text.h"
#include "json/tree.h"
#include "query/known_labels.h"
#include "query/ontology_json.h"

namespace allot::query {

namespace {

// --- colours -----------------------------------------------------------------------------------

/// Bright enough to be seen on a dark picture; the same for the same tag, so that nothing flickers.
std::string default_color(std::string_view tag) {
  std::uint32_t hash = 2166136261;
  for (const char byte : tag) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619;
  const auto part = [&](unsigned shift) { return 64 + ((hash >> shift) & 0xff) % 192; };
  return fmt::format("#{:02x}{:02x}{:02x}", part(0), part(8), part(16));
}

bool is_hex_color(std::string_view text) {
  return text.size() == 7 && text.front() == '#' && std::ranges::all_of(text.substr(1), [](char c) {
           return std::isxdigit(static_cast<unsigned char>(c)) != 0;
         });
}

/// "#rrggbb" as it is, [r, g, b] written so.
Result<std::string> color_of(const boost::json::value& value, const std::string& path) {
  if (json::is_text(value) && is_hex_color(std::string_view(value.as_string())))
    return text_of(value);
  const auto wrong = [&] { return invalid_field(path, "must be a colour like #1f77b4"); };
  if (!value.is_array() || value.as_array().size() != 3) return wrong();
  std::array<std::int64_t, 3> parts{};
  for (std::size_t at = 0; at < 3; ++at) {
    const auto* part = value.as_array()[at].if_int64();
    if (part == nullptr || *part < 0 || *part > 255) return wrong();
    parts[at] = *part;
  }
  return fmt::format("#{:02x}{:02x}{:02x}", parts[0], parts[1], parts[2]);
}

// --- labels ------------------------------------------------------------------------------------

Result<Done> check_new_name(
    const std::string& name, const std::string& path, const KnownLabels& known
) {
  return known.has_name(name) ? Done{} : check_name(name, path);
}

/// Writes those members of a label that `from` gives into `value`.
Result<Done> take_members(
    boost::json::object& value,
    const boost::json::object& from,
    const std::string& path,
    const KnownLabels& known
) {
  if (const auto* label = find_member(from, "displayLabel")) {
    if (!json::is_text(*label)) return invalid_field(path + "displayLabel", "must be a text");
    TRY(check_new_name(text_of(*label), path + "displayLabel", known));
    value["displayLabel"] = *label;
  }
  if (const auto* color = find_member(from, "color")) {
    value["color"] = TRY(color_of(*color, path + "color"));
  }
  if (const auto* attributes = find_member(from, "attributes")) {
    if (!attributes->is_array()) return invalid_field(path + "attributes", "must be an array");
    value["attributes"] = *attributes;
  }
  if (const auto* data = find_member(from, "displayData")) {
    if (!data->is_object()) return invalid_field(path + "displayData", "must be an object");
    value["displayData"] = *data;
  }
  return Done{};
}

boost::json::object default_value(std::string_view tag) {
  return {
      {"tag", tag},
      {"displayLabel", tag},
      {"color", default_color(tag)},
      {"attributes", boost::json::array()},
      {"displayData", boost::json::object()}
  };
}

boost::json::object leaf(std::string_view tag) {
  return {{"value", default_value(tag)}, {"children", boost::json::array()}};
}

Result<std::string> tag_of(const boost::json::object& value, const std::string& path) {
  const auto* tag = find_member(value, "tag");
  if (tag == nullptr) tag = find_member(value, "label_name");  // the name in older exports
  if (tag == nullptr || !json::is_text(*tag)) return invalid_field(path + "tag", "must be a text");
  return text_of(*tag);
}

Unexpected too_deep(std::string path) {
  return invalid_field(
      std::move(path),
      "is too deep",
      fmt::format("A label is at most {} levels deep in its ontology.", label_levels_max)
  );
}

/// `level`: of these nodes; 1 for the roots.
Result<boost::json::array> nodes_in_form(
    const boost::json::array& nodes,
    const std::string& path,
    std::size_t level,
    const KnownLabels& known
);

Result<boost::json::object> value_in_form(
    const boost::json::object& given, const std::string& path, const KnownLabels& known
) {
  const auto tag = TRY(tag_of(given, path));
  TRY(check_new_name(tag, path + "tag", known));
  auto value = default_value(tag);
  TRY(take_members(value, given, path, known));
  for (const auto& [name, member] : given) {
    if (name != "children" && name != "label_name" && !value.contains(name)) value[name] = member;
  }
  return value;
}

Result<boost::json::object> node_in_form(
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
  boost::json::object made;
  made["value"] = known.has_value(given) ? given : TRY(value_in_form(given, below, known));
  made["children"] = boost::json::array();
  if (const auto* children = find_member(object, "children")) {
    if (!children->is_array()) return invalid_field(path + ".children", "must be an array");
    made["children"] =
        TRY(nodes_in_form(children->as_array(), path + ".children", level + 1, known));
  }
  return made;
}

Result<boost::json::array> nodes_in_form(
    const boost::json::array& nodes,
    const std::string& path,
    std::size_t level,
    const KnownLabels& known
) {
  if (!nodes.empty() && level > std::max(label_levels_max, known.levels())) {
    return too_deep("roots");
  }
  boost::json::array made;
  for (const auto& node : nodes) {
    made.push_back(TRY(node_in_form(node, fmt::format("{}[{}]", path, made.size()), level, known)));
  }
  return made;
}

/// A stored node may be of another form, however it came there: it has no tag then.
const boost::json::string* tag_in(const boost::json::value& node) {
  const auto* object = node.if_object();
  const auto* value = object == nullptr ? nullptr : object->if_contains("value");
  if (value == nullptr || !value->is_object()) return nullptr;
  const auto* tag = value->as_object().if_contains("tag");
  return tag == nullptr ? nullptr : tag->if_string();
}

boost::json::array& children_of(boost::json::object& node) {
  auto& children = node["children"];
  if (!children.is_array()) children = boost::json::array();
  return children.as_array();
}

/// The node at a dotted path: found, or made with the parents that are missing.
struct Place {
  boost::json::object* node = nullptr;
  bool is_new = false;
};

/// A label tree that is being changed. Where labels are is noted: a request may bring very many.
class Tree {
 public:
  explicit Tree(boost::json::array& roots) : roots_(roots) {}

  /// A label whose own tag holds dots (roots may bring one) is found by its whole tag first.
  Place find_or_make(const std::string& path) {
    if (auto* whole = find(roots_, "", path)) return {.node = whole, .is_new = false};
    auto* nodes = &roots_;
    Place place;
    std::string parent;
    for (const auto& tag : split(path, '.')) {
      place = {.node = find(*nodes, parent, tag), .is_new = false};
      if (place.node == nullptr) place = {.node = &add(*nodes, parent, tag), .is_new = true};
      nodes = &children_of(*place.node);
      parent.append(tag).append(".");
    }
    return place;
  }

 private:
  using Positions = std::unordered_map<std::string, std::size_t>;

  /// Among the children of the label at the path `parent`.
  boost::json::object* find(
      boost::json::array& nodes, const std::string& parent, const std::string& tag
  ) {
    const auto& positions = positions_in(nodes, parent);
    const auto found = positions.find(tag);
    return found == positions.end() ? nullptr : &nodes[found->second].as_object();
  }

  boost::json::object& add(
      boost::json::array& nodes, const std::string& parent, const std::string& tag
  ) {
    positions_in(nodes, parent).emplace(tag, nodes.size());
    return nodes.emplace_back(leaf(tag)).as_object();
  }

  Positions& positions_in(const boost::json::array& nodes, const std::string& parent) {
    const auto [known, is_new] = positions_.try_emplace(parent);
    for (std::size_t at = 0; is_new && at < nodes.size(); ++at) {
      // Of two labels of one tag the first counts.
      if (const auto* tag = tag_in(nodes[at])) known->second.try_emplace(std::string(*tag), at);
    }
    return known->second;
  }

  boost::json::array& roots_;
  std::unordered_map<std::string, Positions> positions_;  // by the path of the parent
};

Result<Done> check_tag_path(
    std::string_view path, const std::string& field, const KnownLabels& known
) {
  // Before it is taken apart: it may have millions of parts.
  const auto dots = static_cast<std::size_t>(std::ranges::count(path, '.'));
  if (dots >= label_levels_max) return too_deep(field);
  for (const auto& tag : split(path, '.')) {
    if (tag.empty()) return invalid_field(field, "must not have empty parts");
    TRY(check_new_name(tag, field, known));
  }
  return Done{};
}

Result<Done> put_label(
    Tree& tree,
    const boost::json::value& label,
    LabelMode mode,
    const std::string& path,
    const KnownLabels& known
) {
  if (!label.is_object()) return invalid_field(path, "must be an object");
  const auto tag = TRY(tag_of(label.as_object(), path + "."));
  TRY(check_tag_path(tag, path + ".tag", known));
  const auto place = tree.find_or_make(tag);
  if (place.is_new && mode == LabelMode::update) {
    return fail(ErrorCode::not_found, "There is no label `" + printable(tag) + "`.");
  }
  if (!place.is_new && mode == LabelMode::add) {
    return invalid_field(path + ".tag", "is there", "There is a label `" + printable(tag) + "`.");
  }
  return take_members(place.node->at("value").as_object(), label.as_object(), path + ".", known);
}

}  // namespace

Result<std::string> label_tree(std::string_view roots, std::string_view before) {
  const auto nodes = TRY(sent_array(roots, "roots"));
  const auto kept = stored_tree(before);
  if (json::to_text(nodes) == json::to_text(kept)) return std::string(before);
  return json::to_text(TRY(nodes_in_form(nodes, "roots", 1, KnownLabels(kept))));
}

Result<std::string> with_labels(std::string_view roots, std::string_view labels, LabelMode mode) {
  auto whole = stored_tree(roots);
  const KnownLabels known(whole);
  Tree tree(whole.as_array());
  std::size_t at = 0;
  for (const auto& label : TRY(sent_array(labels, "labelsNode"))) {
    TRY(put_label(tree, label, mode, fmt::format("labelsNode[{}]", at++), known));
  }
  return json::to_text(whole);
}

}  // namespace allot::query
