#include "json/ontology_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>

#include "base/name.h"
#include "json/members.h"
#include "json/tree.h"

namespace allot::json {

namespace {

constexpr std::array attribute_types{"options", "boolean", "range", "freeText", "number"};

bool is_text_array(const boost::json::value& value) {
  return value.is_array() &&
         std::ranges::all_of(value.as_array(), [](const boost::json::value& element) {
           return is_text(element);
         });
}

Result<Done> check_range(const boost::json::value& range, const std::string& path) {
  if (!range.is_object()) return invalid_field(path, "must be an object");
  for (const auto* name : {"min", "max", "step"}) {
    const auto* bound = find_member(range.as_object(), name);
    if (bound != nullptr && !is_number(*bound)) {
      return invalid_field(path + "." + name, "must be a number");
    }
  }
  return Done{};
}

Result<Done> check_attribute(const boost::json::object& attribute, const std::string& path) {
  for (const auto* name : {"title", "key", "type"}) {
    const auto* member = find_member(attribute, name);
    if (member == nullptr || !is_text(*member)) {
      return invalid_field(path + name, "must be a text");
    }
    TRY(check_name(text_of(*member), path + name));
  }
  if (std::ranges::find(attribute_types, attribute.at("type").as_string()) ==
      attribute_types.end()) {
    return invalid_field(path + "type", "must be one of options, boolean, range, freeText, number");
  }
  for (const auto* name : {"scope", "values"}) {
    const auto* member = find_member(attribute, name);
    if (member != nullptr && !is_text_array(*member)) {
      return invalid_field(path + name, "must be an array of texts");
    }
  }
  if (const auto* values = find_member(attribute, "values")) {
    for (const auto& value : values->as_array()) {
      TRY(check_name(text_of(value), path + "values"));
    }
  }
  for (const auto* name : {"optional", "multi"}) {
    const auto* member = find_member(attribute, name);
    if (member != nullptr && !member->is_bool()) {
      return invalid_field(path + name, "must be true or false");
    }
  }
  if (const auto* range = find_member(attribute, "range")) TRY(check_range(*range, path + "range"));
  return Done{};
}

boost::json::array& attributes_in(boost::json::object& metadata) {
  auto& attributes = metadata["attributes"];
  if (!attributes.is_array()) attributes = boost::json::array();
  return attributes.as_array();
}

/// Whatever stands in the list: free metadata may have brought something without a key.
const boost::json::string* key_of(const boost::json::value& attribute) {
  const auto* object = attribute.if_object();
  const auto* key = object == nullptr ? nullptr : find_member(*object, "key");
  return key == nullptr ? nullptr : key->if_string();
}

bool has_key(const boost::json::value& attribute, std::string_view key) {
  const auto* found = key_of(attribute);
  return found != nullptr && *found == key;
}

}  // namespace

Result<std::string> with_attributes(std::string_view metadata, std::string_view attributes) {
  auto whole = stored_tree(metadata);
  auto& kept = attributes_in(whole.as_object());
  std::size_t at = 0;
  for (auto& attribute : TRY(sent_array(attributes, "items"))) {
    const auto path = fmt::format("items[{}]", at++);
    if (!attribute.is_object()) return invalid_field(path, "must be an object");
    TRY(check_attribute(attribute.as_object(), path + "."));
    if (find_member(attribute.as_object(), "scope") == nullptr) {
      attribute.as_object()["scope"] = boost::json::array{"*"};
    }
    const auto key = text_of(attribute.at("key"));
    const auto same = std::ranges::find_if(kept, [&](const boost::json::value& other) {
      return has_key(other, key);
    });
    same == kept.end() ? kept.push_back(attribute) : void(*same = attribute);
    if (kept.size() > attributes_max) {
      return invalid_field("items", fmt::format("makes more than {} attributes", attributes_max));
    }
  }
  return to_text(whole);
}

std::string without_attributes(std::string_view metadata, std::span<const std::string> keys) {
  auto whole = stored_tree(metadata);
  auto& kept = attributes_in(whole.as_object());
  const std::set<std::string, std::less<>> going(keys.begin(), keys.end());
  boost::json::array staying;
  for (const auto& attribute : kept) {
    const auto* key = key_of(attribute);
    if (key == nullptr || !going.contains(std::string_view(*key))) staying.push_back(attribute);
  }
  kept = std::move(staying);
  return to_text(whole);
}

std::string replaced_metadata(std::string_view old, std::string_view sent, bool system) {
  const auto before = stored_tree(old);
  auto after = stored_tree(sent);
  auto& members = after.as_object();
  if (!system) {
    members.stable_erase("system");
    if (const auto* kept = find_member(before.as_object(), "system")) members["system"] = *kept;
  }
  if (auto* own = members.if_contains("system"); own != nullptr && own->is_object()) {
    own->as_object().stable_erase("projectIds");
  } else {
    members.stable_erase("system");
  }
  return to_text(after);
}

bool are_attributes_of(std::string_view metadata, std::string_view attributes) {
  auto whole = stored_tree(metadata);
  return attributes_in(whole.as_object()) == stored_tree(attributes);
}

std::string shown_metadata(std::string_view metadata, std::string_view project) {
  auto whole = stored_tree(metadata);
  auto& members = whole.as_object();
  auto& system = members["system"];
  if (!system.is_object()) system = boost::json::object();
  system.as_object()["projectIds"] = boost::json::array{project};
  static_cast<void>(attributes_in(members));
  return to_text(whole);
}

}  // namespace allot::json
