#include "json/label_tree.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/check.h"
#include "base/json_writer.h"
#include "json/members.h"
#include "json/tree.h"

namespace allot::json {

namespace {

template <class Part>
struct Name {
  Part part;
  std::string_view text;
};

constexpr std::array label_names{
    Name{LabelPart::tag, "tag"},
    Name{LabelPart::display_name, "displayLabel"},
    Name{LabelPart::color, "color"},
    Name{LabelPart::attributes, "attributes"},
    Name{LabelPart::display_data, "displayData"}
};
constexpr std::array node_names{
    Name{NodePart::label, "value"}, Name{NodePart::children, "children"}
};

template <class Names>
auto part_named(const Names& names, std::string_view text) {
  using Part = decltype(names.front().part);
  const auto found = std::ranges::find(names, text, &Names::value_type::text);
  return found == names.end() ? Part::further : found->part;
}

template <class Names, class Member>
std::string_view name_of(const Names& names, const Member& member) {
  const auto found = std::ranges::find(names, member.part, &Names::value_type::part);
  return found == names.end() ? std::string_view(member.name) : found->text;
}

RawJson raw(const boost::json::value& value) {
  return {to_text(value)};
}

// --- read --------------------------------------------------------------------------------------

std::vector<LabelNode> nodes_of(const boost::json::array& nodes);

LabelNode node_of(const boost::json::value& value) {
  LabelNode node;
  if (!value.is_object()) {
    node.instead = raw(value);
    return node;
  }
  for (const auto& [name, content] : value.get_object()) {
    const auto part = part_named(node_names, name);
    if (part == NodePart::label && content.is_object()) {
      node.members.append({part, {}, label_of(content.get_object())});
    } else if (part == NodePart::children && content.is_array()) {
      node.members.append({part, {}, nodes_of(content.get_array())});
    } else if (part == NodePart::further) {
      node.members.append({part, std::string(name), raw(content)});
    } else {
      node.members.append({part, {}, raw(content)});
    }
  }
  return node;
}

std::vector<LabelNode> nodes_of(const boost::json::array& nodes) {
  std::vector<LabelNode> made;
  made.reserve(nodes.size());
  for (const auto& node : nodes) made.push_back(node_of(node));
  return made;
}

// --- written -----------------------------------------------------------------------------------

void write(JsonWriter& json, const RawJson& content) {
  json.raw(content.text);
}

void write(JsonWriter& json, const std::string& text) {
  json.value(text);
}

void write(JsonWriter& json, const Label& label);
void write(JsonWriter& json, const std::vector<LabelNode>& nodes);

template <class Names, class Members>
void write_members(JsonWriter& json, const Names& names, const Members& members) {
  json.object([&] {
    for (const auto& member : members.all()) {
      json.key(name_of(names, member));
      std::visit([&](const auto& content) { write(json, content); }, member.content);
    }
  });
}

void write(JsonWriter& json, const Label& label) {
  write_members(json, label_names, label);
}

void write(JsonWriter& json, const std::vector<LabelNode>& nodes) {
  json.array([&] {
    for (const auto& node : nodes) {
      if (node.instead) {
        write(json, *node.instead);
      } else {
        write_members(json, node_names, node.members);
      }
    }
  });
}

}  // namespace

LabelTree stored_labels(std::string_view roots) {
  const auto value = stored_tree(roots);
  CHECK(value.is_array());
  return labels_of(value.get_array());
}

std::string render_labels(const LabelTree& tree) {
  JsonWriter json;
  write(json, tree.roots);
  return json.take();
}

LabelTree labels_of(const boost::json::array& roots) {
  return {.roots = nodes_of(roots)};
}

Label label_of(const boost::json::object& value) {
  Label label;
  for (const auto& [name, content] : value) {
    const auto part = label_part_of(name);
    if (part == LabelPart::further) {
      append_further(label, name, content);
    } else if (is_text(content)) {
      label.append({part, {}, text_of(content)});
    } else {
      label.append({part, {}, raw(content)});
    }
  }
  return label;
}

LabelPart label_part_of(std::string_view name) {
  return part_named(label_names, name);
}

void append_further(Label& label, std::string_view name, const boost::json::value& content) {
  label.append({LabelPart::further, std::string(name), raw(content)});
}

}  // namespace allot::json
