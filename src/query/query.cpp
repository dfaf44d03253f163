#include "query/query.h"

#include <algorithm>
#include <boost/json/value.hpp>

#include "base/text.h"
#include "json/parse.h"
#include "json/text.h"
#include "json/tree.h"
#include "query/body.h"
#include "query/comparable.h"
#include "query/filter_parser.h"
#include "query/operand.h"
#include "query/strict.h"

namespace allot::query {

namespace {

Resource resource_named(std::string_view name) {
  if (name == "items") return Resource::items;
  if (name == "annotations") return Resource::annotations;
  if (name == "tasks") return Resource::tasks;
  if (name == "datasets") return Resource::datasets;
  if (name == "recipe" || name == "recipes") return Resource::recipes;
  return Resource::other;
}

constexpr std::size_t sort_fields_max = 100;  // SQLite takes 2,000

Result<bool> is_descending(const boost::json::value& value, const Path& path) {
  if (value.is_string()) {
    if (value.get_string() == "ascending") return false;
    if (value.get_string() == "descending") return true;
  }
  if (value.is_int64() && value.get_int64() == 1) return false;
  if (value.is_int64() && value.get_int64() == -1) return true;
  return Body::wrong("sort." + printable(dotted(path)), "must be \"ascending\" or \"descending\"");
}

Result<Done> read_sort(const boost::json::object& object, const Path& path, Sort& sort) {
  for (const auto& [name, value] : object) {
    const auto inner = TRY(path_below(path, {name.data(), name.size()}));
    if (value.is_object()) {
      TRY(read_sort(value.get_object(), inner, sort));
    } else if (!value.is_null()) {
      const bool descending = TRY(is_descending(value, inner));
      if (sort.size() == sort_fields_max) {
        return Body::wrong("sort", "has more than " + std::to_string(sort_fields_max) + " fields");
      }
      sort.push_back({.path = inner, .descending = descending});
    }
  }
  return Done{};
}

Result<Done> read_select(
    const boost::json::object& object, const Path& path, std::vector<std::pair<Path, bool>>& select
) {
  for (const auto& [name, value] : object) {
    const auto inner = TRY(path_below(path, {name.data(), name.size()}));
    if (value.is_object()) {
      TRY(read_select(value.get_object(), inner, select));
    } else {
      const auto number = as_number(value_of(value));
      if (!value.is_bool() && !number) return Body::wrong("select", "must hold 1 or 0");
      select.emplace_back(inner, value.is_bool() ? value.get_bool() : *number != 0);
    }
  }
  return Done{};
}

/// A filter as clients send it. Errors: invalid (the grammar; a value that its field is not like).
Result<Condition> read_filter(const boost::json::value& filter, Resource resource) {
  auto condition = TRY(condition_of(filter, resource));
  TRY(require_comparable(condition, resource));
  return condition;
}

Result<std::optional<Join>> read_join(const Body& body, Resource resource) {
  const auto* object = TRY(body.object("join"));
  if (object == nullptr) return std::optional<Join>{};
  if (object->empty()) return std::optional<Join>{};  // clients send it for none
  const Body join(*object);
  const bool of_annotations = resource == Resource::annotations;
  const auto other = of_annotations ? Resource::items : Resource::annotations;
  if (const auto* on = TRY(join.object("on"))) {
    const auto name = TRY(Body(*on).text("resource"));
    if (!name.empty() && resource_named(name) != other) {
      return Body::wrong(
          "join.on.resource", of_annotations ? "must be \"items\"" : "must be \"annotations\""
      );
    }
  }
  const auto* filter = join.find("filter");
  auto condition = filter == nullptr ? Condition::all({}) : TRY(read_filter(*filter, other));
  return std::optional(Join{.filter = std::move(condition)});
}

Result<Done> read_context(const Body& body, Query& query) {
  const auto* object = TRY(body.object("context"));
  if (object == nullptr) return Done{};
  const Body context(*object);
  for (const auto* name : {"projects", "projectIds"}) {
    for (const auto& id : TRY(context.texts(name))) query.projects.push_back(to_lower(id));
  }
  for (const auto* name : {"datasets", "datasetIds"}) {
    for (const auto& id : TRY(context.texts(name))) query.datasets.push_back(to_lower(id));
  }
  return Done{};
}

Result<Done> read_references(const Body& body, Query& query) {
  const auto* object = TRY(body.object("references"));
  if (object == nullptr) return Done{};
  const Body references(*object);
  const auto operation = TRY(references.text("operation"));
  if (operation != "create" && operation != "delete") {
    return Body::wrong("references.operation", "must be \"create\" or \"delete\"");
  }
  References read{.create = operation == "create", .refs = {}};
  const auto* refs = references.find("refs");
  if (refs == nullptr || !refs->is_array()) return Body::wrong("references.refs", "must be a list");
  for (const auto& ref : refs->get_array()) {
    if (!ref.is_object()) return Body::wrong("references.refs", "must be a list of objects");
    const Body entry(ref.get_object());
    auto& added = read.refs.emplace_back();
    added.type = TRY(entry.text("type"));
    added.id = TRY(entry.text("id"));
  }
  query.references = std::move(read);
  return Done{};
}

Result<Done> read_pages(const Body& body, Query& query) {
  const auto page = TRY(body.count("page"));
  const auto size = TRY(body.count("pageSize"));
  query.has_page = page || size;
  query.page = page.value_or(0);
  query.page_size = std::min(size.value_or(Query::page_size_max), Query::page_size_max);
  query.limit = TRY(body.count("limit"));
  query.skip = TRY(body.count("skip")).value_or(0);
  return Done{};
}

Result<Done> read_conditions(const Body& body, Query& query);

/// `intersect` or `except`: `{query: {filter, join?}}`, or a list of such.
Result<std::vector<Query>> read_others(const Body& body, std::string_view name, Resource resource) {
  std::vector<Query> others;
  const auto* value = body.find(name);
  if (value == nullptr) return others;
  const auto add = [&](const boost::json::value& entry) -> Result<Done> {
    if (!entry.is_object()) return Body::wrong(name, "must be an object");
    const auto* inner = TRY(Body(entry.get_object()).object("query"));
    if (inner == nullptr) return Body::wrong(std::string(name) + ".query", "is missing");
    Query other;
    other.resource = resource;
    TRY(read_conditions(Body(*inner), other));
    if (other.join && resource == Resource::annotations) {
      return Body::wrong(std::string(name) + ".query.join", "is for queries of items");
    }
    others.push_back(std::move(other));
    return Done{};
  };
  if (!value->is_array()) {
    TRY(add(*value));
    return others;
  }
  for (const auto& entry : value->get_array()) TRY(add(entry));
  return others;
}

Result<Done> read_conditions(const Body& body, Query& query) {
  if (const auto* filter = body.find("filter")) {
    query.filter = TRY(read_filter(*filter, query.resource));
  }
  query.join = TRY(read_join(body, query.resource));
  query.intersect = TRY(read_others(body, "intersect", query.resource));
  query.except = TRY(read_others(body, "except", query.resource));
  return Done{};
}

Result<Query> query_of(const boost::json::value& json, std::optional<Resource> resource = {}) {
  if (!json.is_object()) return fail(ErrorCode::invalid, "The query must be a JSON object.");
  const Body body(json.get_object());
  Query query;
  if (auto name = TRY(body.text("resource")); !name.empty()) {
    query.resource = resource_named(name);
    query.resource_name = std::move(name);
  }
  if (resource) query.resource = *resource;
  TRY(read_conditions(body, query));
  TRY(read_pages(body, query));
  TRY(read_context(body, query));
  TRY(read_references(body, query));
  if (const auto* sort = TRY(body.object("sort"))) TRY(read_sort(*sort, {}, query.sort));
  if (const auto* select = TRY(body.object("select"))) TRY(read_select(*select, {}, query.select));
  if (const auto* update = TRY(body.object("update"))) query.update = json::to_text(*update);
  query.system_space = TRY(body.flag("systemSpace"));
  query.delete_matches = TRY(body.flag("delete"));
  return query;
}

/// All but what `update` holds, which asks nothing.
Result<Done> check_levels(const boost::json::value& query) {
  if (!query.is_object()) return Done{};
  for (const auto& member : query.get_object()) {
    if (member.key() != "update" && is_deeper(member.value(), asked_levels_max - 1)) {
      return json::too_deep("The query", asked_levels_max);
    }
  }
  return Done{};
}

/// The object's text with the member `sort` behind the others; all else stays as sent.
std::string with_default_sort(std::string_view object_text, bool is_empty) {
  constexpr std::string_view sort = R"("sort":{"type":"ascending","createdAt":"descending"}})";
  std::string text(trimmed(object_text));
  text.pop_back();
  if (!is_empty) text += ',';
  return text.append(sort);
}

}  // namespace

Result<Query> parse_query(std::string_view json_text, std::optional<Resource> resource) {
  boost::json::value value;
  std::optional<std::string> repeated;
  // An update may be as deep as a body that changes one item, which it is with a level around it.
  TRY(parse_into(value, json_text, "The query", json::client_depth_max + 1, repeated));
  TRY(check_levels(value));
  if (value.is_object() && asks_for_change(value.get_object())) {
    TRY(check_names(repeated));
    TRY(check_change(value.get_object()));
  }
  auto query = TRY(query_of(value, resource));
  if (value.is_object() && asks_for_change(value.get_object())) {
    TRY(check_means_something(value.get_object(), query.filter));
  }
  // Its numbers are to be stored as they were written.
  if (query.update) query.update = TRY(json::compact(json::member(json_text, "update").value()));
  return query;
}

Result<Query> parse_taking(std::string_view json_text, Resource resource, const std::string& name) {
  auto query = parse_query(json_text, resource);
  if (!query) {
    auto error = query.error();
    error.message = "`" + name + "`: " + error.message;
    return Unexpected{std::move(error)};
  }
  if (query->update || query->delete_matches || query->references) {
    return invalid_field(name, "must not ask for a change");
  }
  boost::json::value value;
  TRY(parse_into(value, json_text, "The query"));
  TRY(check_taking(value.get_object(), name + "."));
  if (resource == Resource::items && query->resource_name != "items") {
    return invalid_field(name + ".resource", "must be `items`");
  }
  return query;
}

Result<Condition> parse_filter(std::string_view json_text, Resource resource) {
  boost::json::value value;
  TRY(parse_into(value, json_text, "The filter"));
  return condition_of(value, resource);
}

Result<Sort> parse_sort(std::string_view json_text) {
  boost::json::value value;
  TRY(parse_into(value, json_text, "`sort`"));
  Sort sort;
  if (value.is_null()) return sort;
  if (!value.is_object()) return Body::wrong("sort", "must be an object");
  TRY(read_sort(value.get_object(), {}, sort));
  return sort;
}

Result<TaskSelection> parse_selection(std::string_view query_text) {
  boost::json::value value;
  std::optional<std::string> repeated;
  TRY(parse_into(value, query_text, "`query`", asked_levels_max, repeated));
  TRY(check_names(repeated));
  if (value.is_object()) TRY(check_selection(value.get_object()));
  TaskSelection selection;
  selection.query = TRY(query_of(value));
  const auto& object = value.get_object();
  const auto* sort = object.if_contains("sort");
  selection.asks_hidden = mentions_hidden(selection.query.filter);
  selection.stored_text = sort != nullptr && !sort->is_null()
                              ? std::string(query_text)
                              : with_default_sort(query_text, object.empty());
  return selection;
}

}  // namespace allot::query
