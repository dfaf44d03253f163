#include "json/annotation_log_text.h"

#include <boost/json/value.hpp>

#include "base/json_writer.h"
#include "json/members.h"
#include "json/tree.h"

namespace allot {

namespace {

std::string below(std::string_view member, std::string_view key) {
  return std::string(member).append(".").append(key);
}

std::optional<std::string> kept_value(const boost::json::object& change, std::string_view name) {
  const auto* value = change.if_contains(name);
  return value == nullptr ? std::nullopt : std::optional(json::to_text(*value));
}

void add_changes(
    MemberChanges& changes, const std::string& member, const boost::json::object& difference
) {
  for (const auto& [key, value] : difference) {
    const auto path = below(member, key);
    if (value.is_object() && !value.get_object().empty()) {
      add_changes(changes, path, value.get_object());
    } else {
      changes.push_back({.member = path, .from = std::nullopt, .to = json::to_text(value)});
    }
  }
}

void add_differences(
    MemberChanges& changes,
    const std::string& member,
    const boost::json::object& before,
    const boost::json::object& after
) {
  static const boost::json::value nothing;
  const auto add =
      [&](std::string_view key, const boost::json::value& from, const boost::json::value& to) {
        const auto path = below(member, key);
        if (from.is_object() && to.is_object()) {
          add_differences(changes, path, from.get_object(), to.get_object());
        } else if (from != to) {
          changes.push_back({.member = path, .from = json::to_text(from), .to = json::to_text(to)});
        }
      };
  for (const auto& [key, value] : before) {
    const auto* now = after.if_contains(key);
    add(key, value, now == nullptr ? nothing : *now);
  }
  for (const auto& [key, value] : after) {
    if (!before.contains(key)) add(key, nothing, value);
  }
}

}  // namespace

std::string text_of(std::span<const MemberChange> changes) {
  JsonWriter json;
  json.object([&] {
    for (const auto& change : changes) {
      json.member_object(change.member, [&] {
        if (change.from) json.member_raw("from", *change.from);
        if (change.to) json.member_raw("to", *change.to);
      });
    }
  });
  return json.take();
}

MemberChanges read_member_changes(std::string_view text) {
  MemberChanges changes;
  const auto tree = json::stored_tree(text);
  if (!tree.is_object()) return changes;
  for (const auto& [key, value] : tree.get_object()) {
    if (!value.is_object()) continue;
    const auto& change = value.get_object();
    changes.push_back(
        {.member = std::string(std::string_view(key)),
         .from = kept_value(change, "from"),
         .to = kept_value(change, "to")}
    );
  }
  return changes;
}

MemberChanges changes_by(std::string_view member, std::string_view difference) {
  MemberChanges changes;
  const auto tree = json::stored_tree(difference);
  if (tree.is_object()) add_changes(changes, std::string(member), tree.get_object());
  return changes;
}

MemberChanges changes_between(
    std::string_view member, std::string_view before, std::string_view after
) {
  MemberChanges changes;
  if (before == after) return changes;
  const auto old_tree = json::stored_tree(before);
  const auto new_tree = json::stored_tree(after);
  if (old_tree.is_object() && new_tree.is_object()) {
    add_differences(changes, std::string(member), old_tree.get_object(), new_tree.get_object());
  }
  return changes;
}

}  // namespace allot
