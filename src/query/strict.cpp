#include "query/strict.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/text.h"
#include "query/body.h"
#include "query/operand.h"

namespace allot::query {

namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view changes[] = {"update", "delete", "references"};

constexpr std::string_view query_members[] = {
    "resource",
    "filter",
    "join",
    "intersect",
    "except",
    "context",
    "limit",
    "skip",
    "sort",
    "page",
    "pageSize",
    "pageCursor",
    "select",
    "systemSpace",
    "user",
    "sign",
    "countTotal",
    "queryEngine",
    "collectMetrics"
};

/// Of the queries of `intersect` and `except`. What pages a list does no harm there.
constexpr std::string_view inner_members[] = {
    "resource", "filter", "join", "intersect", "except", "sort", "page", "pageSize"
};

constexpr std::string_view join_members[] = {"on", "filter"};
constexpr std::string_view on_members[] = {"resource", "local", "forigen", "foreign"};
constexpr std::string_view context_members[] = {"projects", "projectIds", "datasets", "datasetIds"};
constexpr std::string_view counts[] = {"limit", "skip", "page", "pageSize"};

std::string_view name_of(const boost::json::key_value_pair& member) {
  return {member.key().data(), member.key().size()};
}

bool is_among(Names names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// "`a`, `b` and `c`"
std::string listed(Names names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text.append("`").append(names[i]).append("`");
  }
  return text;
}

/// `where` is the path of the object, with its dot, or "". `what`: a query does with its matches.
Result<Done> check_members(
    const boost::json::object& object,
    const std::string& where,
    Names known,
    std::string_view what = "changed"
) {
  for (const auto& member : object) {
    const auto name = name_of(member);
    if (is_among(known, name)) continue;
    const auto path = where + printable(name);
    return invalid_field(
        path,
        "is unknown",
        "`" + path + "` is unknown, and what is " + std::string(what) +
            " by a query must be named without doubt; known there are " + listed(known) + "."
    );
  }
  return Done{};
}

Result<Done> check_filter(const Body& body, const std::string& where) {
  const auto path = where + "filter";
  const auto* filter = body.find("filter");
  if (filter == nullptr) {
    return invalid_field(
        path,
        "is missing",
        "`" + path + "` is missing: what is changed by a query must be named, everything by `{}`."
    );
  }
  if (!filter->is_object()) return Body::wrong(path, "must be an object");
  return Done{};
}

Result<Done> check_join(const Body& body, const std::string& where) {
  const auto path = where + "join";
  const auto* join = body.find("join");
  if (join == nullptr) return Done{};
  if (!join->is_object()) return Body::wrong(path, "must be an object");
  if (join->get_object().empty()) return Done{};
  TRY(check_members(join->get_object(), path + ".", join_members));
  const Body members(join->get_object());
  TRY(check_filter(members, path + "."));
  const auto* on = members.find("on");
  if (on == nullptr) return Done{};
  if (!on->is_object()) return Body::wrong(path + ".on", "must be an object");
  TRY(check_members(on->get_object(), path + ".on.", on_members));
  for (const auto& member : on->get_object()) {
    if (!member.value().is_string()) {
      return Body::wrong(path + ".on." + std::string(name_of(member)), "must be a text");
    }
  }
  return Done{};
}

Result<Done> check_others(const Body& body, std::string_view name, std::string_view resource);

/// `{query: {filter, join?, …}}`
Result<Done> check_other(
    const boost::json::value& entry, const std::string& name, std::string_view resource
) {
  if (!entry.is_object()) return Body::wrong(name, "must be an object");
  constexpr std::string_view members[] = {"query"};
  TRY(check_members(entry.get_object(), name + ".", members));
  const auto where = name + ".query.";
  const auto* inner = Body(entry.get_object()).find("query");
  if (inner == nullptr) return Body::wrong(name + ".query", "is missing");
  if (!inner->is_object()) return Body::wrong(name + ".query", "must be an object");
  TRY(check_members(inner->get_object(), where, inner_members));
  const Body body(inner->get_object());
  if (const auto* other = body.find("resource")) {
    if (!other->is_string() || std::string_view(other->get_string()) != resource) {
      return Body::wrong(where + "resource", "must be that of the whole query");
    }
  }
  TRY(check_filter(body, where));
  TRY(check_join(body, where));
  TRY(check_others(body, "intersect", resource));
  return check_others(body, "except", resource);
}

Result<Done> check_others(const Body& body, std::string_view name, std::string_view resource) {
  const auto* value = body.find(name);
  if (value == nullptr) return Done{};
  if (!value->is_array()) return check_other(*value, std::string(name), resource);
  for (const auto& entry : value->get_array()) {
    TRY(check_other(entry, std::string(name), resource));
  }
  return Done{};
}

/// An empty list reads as if it narrowed to nothing, and narrows nothing.
Result<Done> check_context(const Body& body) {
  const auto* context = body.find("context");
  if (context == nullptr) return Done{};
  if (!context->is_object()) return Body::wrong("context", "must be an object");
  TRY(check_members(context->get_object(), "context.", context_members));
  const Body members(context->get_object());
  for (const auto name : context_members) {
    const auto path = "context." + std::string(name);
    const auto ids = members.texts(name);
    if (!ids) return Body::wrong(path, "must be a list of texts");
    if (ids->empty() && members.find(name) != nullptr) {
      return Body::wrong(path, "must not be an empty list");
    }
  }
  return Done{};
}

Result<Done> check_counts(const Body& body) {
  for (const auto name : counts) {
    const auto* value = body.find(name);
    if (value == nullptr) continue;
    if (!value->is_number() || !TRY(body.count(name))) {
      return Body::no_count(name);
    }
  }
  if (TRY(body.count("skip")).value_or(0) == 0) return Done{};
  return invalid_field(
      "skip", "pages a list only", "`skip` pages a list only; a change takes all that matches."
  );
}

/// "items" when it is left out.
Result<std::string> check_resource(const boost::json::object& query, Names allowed) {
  const auto* resource = query.if_contains("resource");
  if (resource == nullptr) return std::string("items");
  if (resource->is_string() && is_among(allowed, std::string_view(resource->get_string()))) {
    return std::string(resource->get_string());
  }
  std::string reason = "must be ";
  for (const auto name : allowed) {
    if (name != allowed.front()) reason += " or ";
    reason.append("`").append(name).append("`");
  }
  return Body::wrong("resource", std::move(reason));
}

Result<Done> check_what_matches(const boost::json::object& query, std::string_view resource) {
  const Body body(query);
  TRY(check_join(body, ""));
  TRY(check_others(body, "intersect", resource));
  TRY(check_others(body, "except", resource));
  TRY(check_context(body));
  return check_counts(body);
}

/// The SDK sends `systemSpace` with what it is asked to write there; without it nothing would be
/// written, and the answer would not say so.
Result<Done> check_system(const Body& body, const boost::json::object& metadata) {
  const auto* system = metadata.if_contains("system");
  if (system == nullptr || system->get_object().empty() || TRY(body.flag("systemSpace"))) {
    return Done{};
  }
  return invalid_field(
      "update.metadata.system",
      "needs `systemSpace: true`",
      "`update.metadata.system` is written only with `systemSpace: true` beside `update`."
  );
}

/// `update: {metadata: {user?: {…}, system?: {…}}}`
Result<Done> check_update(const Body& body) {
  const auto* update = body.find("update");
  if (update == nullptr) return Done{};
  if (!update->is_object()) return Body::wrong("update", "must be an object");
  constexpr std::string_view members[] = {"metadata"};
  TRY(check_members(update->get_object(), "update.", members));
  const auto* metadata = update->get_object().if_contains("metadata");
  if (metadata == nullptr) return Done{};
  if (!metadata->is_object()) return Body::wrong("update.metadata", "must be an object");
  for (const auto name : {"user", "system"}) {
    const auto* part = metadata->get_object().if_contains(name);
    if (part == nullptr || part->is_object()) continue;
    return Body::wrong(std::string("update.metadata.") + name, "must be an object");
  }
  return check_system(body, metadata->get_object());
}

bool asks_for(const boost::json::object& query, std::string_view change) {
  const auto* value = query.if_contains(change);
  return value != nullptr && !value->is_null() && !(value->is_bool() && !value->get_bool());
}

/// One at a time.
Result<Done> check_changes(const boost::json::object& query) {
  std::string_view first;
  for (const auto change : changes) {
    if (!asks_for(query, change)) continue;
    if (!first.empty()) {
      return Body::wrong(change, "cannot stand beside `" + std::string(first) + "`");
    }
    first = change;
  }
  const Body body(query);
  static_cast<void>(TRY(body.flag("delete")));
  return check_update(body);
}

/// Whatever is asked, is it true of everything?
bool takes_everything(const Condition& condition) {
  using Kind = Condition::Kind;
  if (condition.kind == Kind::any_of) {
    return std::ranges::any_of(condition.operands, takes_everything);
  }
  return condition.kind == Kind::all_of &&
         std::ranges::all_of(condition.operands, takes_everything);
}

/// `{}`, with the sort under which a task keeps it.
bool is_everything(const boost::json::object& query) {
  return query.empty() || (query.size() == 1 && query.contains("sort"));
}

}  // namespace

bool asks_for_change(const boost::json::object& query) {
  return std::ranges::any_of(changes, [&](std::string_view change) {
    return asks_for(query, change);
  });
}

Result<Done> check_names(const std::optional<std::string>& repeated) {
  if (!repeated) return Done{};
  return Body::wrong(printable(*repeated), "stands there twice");
}

Result<Done> check_change(const boost::json::object& query) {
  static const auto known = [] {
    std::vector<std::string_view> names(std::begin(query_members), std::end(query_members));
    names.insert(names.end(), std::begin(changes), std::end(changes));
    return names;
  }();
  constexpr std::string_view resources[] = {"items", "annotations"};
  TRY(check_members(query, "", known));
  TRY(check_changes(query));
  const auto resource = TRY(check_resource(query, resources));
  TRY(check_filter(Body(query), ""));
  return check_what_matches(query, resource);
}

Result<Done> check_taking(const boost::json::object& query, const std::string& where) {
  return check_members(query, where, query_members, "taken");
}

Result<Done> check_means_something(const boost::json::object& query, const Condition& filter) {
  const bool is_written_out = query.at("filter").get_object().empty();
  if (is_written_out || !takes_everything(filter)) return Done{};
  return invalid_field(
      "filter",
      "asks nothing",
      "`filter` asks nothing of what it is to change; everything is named by `{}`."
  );
}

Result<Done> check_selection(const boost::json::object& query) {
  constexpr std::string_view resources[] = {"items"};
  TRY(check_members(query, "", query_members));
  const auto resource = TRY(check_resource(query, resources));
  if (!is_everything(query)) TRY(check_filter(Body(query), ""));
  return check_what_matches(query, resource);
}

}  // namespace allot::query
