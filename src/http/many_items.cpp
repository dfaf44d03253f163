#include "http/many_items.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/function_ref.h"
#include "base/text.h"
#include "http/commands.h"
#include "http/items.h"
#include "http/items_json.h"
#include "http/json_body.h"
#include "http/page.h"
#include "http/parameters.h"
#include "json/text.h"
#include "query/names.h"
#include "usecases/annotations/annotate_matching.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/delete.h"
#include "usecases/items/move.h"
#include "usecases/items/place.h"
#include "usecases/items/read.h"
#include "usecases/items/split.h"

namespace allot::http::many_items {

namespace {

DatasetId dataset_of(const Request& request, std::string_view name = "id") {
  return {request.param(name)};
}

/// The object with these members in front. What it names twice stays named twice, and is refused.
std::string with_members(const std::string& members, std::string_view object) {
  const auto rest = trimmed(object).substr(1);
  const bool is_empty = trimmed(rest).starts_with('}');
  return "{" + members + (is_empty ? "" : ",") + std::string(rest);
}

/// A query of items whose matches are changed, which says what it means (B-253). `change`: the
/// member that says what becomes of them.
Result<query::Query> changing_query(std::string_view object, const std::string& change) {
  auto query = TRY(query::parse_query(with_members(change, object)));
  if (query.resource != query::Resource::items) {
    return invalid_field("resource", "must be `items`");
  }
  return query;
}

const std::string no_update = R"("update":{})";

/// Its fields are members of one of the body, which is named here.
Unexpected inside(FunctionRef<std::string(const std::string& field)> holder, Error error) {
  for (auto& field : error.fields) {
    const auto alone = "`" + field.path + "`";
    field.path = holder(field.path) + "." + field.path;
    if (const auto at = error.message.find(alone); at != std::string::npos) {
      error.message.replace(at, alone.size(), "`" + field.path + "`");
    }
  }
  return {std::move(error)};
}

/// The same of a member of the body, as it was written there.
Result<query::Query> changing_query_in(
    const Request& request, const std::string& name, const std::string& change
) {
  TRY(TRY(JsonBody::of(request)).object(name));
  auto query = changing_query(json::member(request.body.view(), name).value(), change);
  if (query) return query;
  const auto holder = [&](const std::string& field) -> std::string {
    const bool is_of_change = field.starts_with("update") || field == "systemSpace";
    return is_of_change && change != no_update ? "updateQuery" : name;
  };
  return inside(holder, query.error());
}

/// JSON in an address, so a `+` that is not encoded is a space; "" when there is none.
Result<std::string> json_parameter(const Request& request, std::string_view name) {
  const auto given = TRY(Parameters(request).name(name));
  return given ? given->with_spaces : std::string{};
}

/// That of the address, where it has one.
Result<Done> set_page(const Request& request, query::Query& query) {
  const Parameters parameters(request);
  const bool has_page =
      !parameters.text("pageOffset").empty() || !parameters.text("pageSize").empty();
  if (!has_page && query.has_page) return Done{};
  const auto page = TRY(page_of_query(request));
  query.page = page.number;
  query.page_size = page.size;
  return Done{};
}

Result<query::Query> asked_query(const Request& request) {
  const auto text = TRY(json_parameter(request, "query"));
  auto query = TRY(query::parse_query(text.empty() ? "{}" : text, query::Resource::items));
  if (query.update || query.delete_matches || query.references) {
    return invalid_field("query", "must not ask for a change");
  }
  if (query.resource_name != "items") return invalid_field("query.resource", "must be `items`");
  if (const auto sort = TRY(json_parameter(request, "sort")); !sort.empty()) {
    query.sort = TRY(query::parse_sort(sort));
  }
  TRY(set_page(request, query));
  return query;
}

/// What is in the folder, not what is below that.
Result<query::Query> query_of_folder(const Request& request, const std::string& path) {
  const auto filter = TRY(query::parse_filter(R"({"dir":)" + json::quoted(path) + "}"));
  query::Query query;
  query.filter = query::with_names(filter, {"dir"}, [](const std::string&) { return true; });
  TRY(set_page(request, query));
  return query;
}

Result<std::vector<ItemId>> ids_of(std::string_view array) {
  const auto body = TRY(JsonBody::parse(R"({"items":)" + std::string(array) + "}"));
  return body.ids_or_empty<ItemId>("items", "item");
}

Result<std::variant<std::vector<ItemId>, query::Query>> which_move(const Request& request) {
  using Which = std::variant<std::vector<ItemId>, query::Query>;
  if (trimmed(request.body.view()).starts_with('[')) {
    return Which(TRY(ids_of(request.body.view())));
  }
  const auto body = TRY(JsonBody::of(request));
  if (!body.has("dqlQuery")) {
    return invalid_field("dqlQuery", "is missing, and the body is no list of ids");
  }
  for (const auto& name : body.names()) {
    if (name != "dqlQuery") return invalid_field(printable(name), "is unknown beside `dqlQuery`");
  }
  return Which(TRY(changing_query_in(request, "dqlQuery", no_update)));
}

/// `{update: {metadata}, systemSpace?}`: what a query has that changes.
Result<std::string> change_in_update_query(const Request& request) {
  const auto update = TRY(TRY(JsonBody::of(request)).object("updateQuery"));
  constexpr std::string_view known[] = {"update", "systemSpace"};
  for (const auto& name : update.names()) {
    if (std::ranges::find(known, name) != std::end(known)) continue;
    return invalid_field("updateQuery." + printable(name), "is unknown");
  }
  TRY(update.object("update"));
  auto change = R"("update":)" + update.raw("update");
  if (update.has("systemSpace")) change += R"(,"systemSpace":)" + update.raw("systemSpace");
  return change;
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  const auto query = TRY(asked_query(request));
  return items_page(env, query, TRY(query_items(env, request.caller, dataset_of(request), query)));
}

Result<Response> list_below(Env& env, const Request& request) {
  const auto folder = TRY(read_item(env, request.caller, TRY(items::item_of(env, request)))).item;
  if (folder.type == ItemType::file) {
    return fail(
        ErrorCode::invalid,
        fmt::format("`{}` is a file: nothing is below it.", printable(folder.path))
    );
  }
  const auto query = TRY(query_of_folder(request, folder.path));
  return items_page(env, query, TRY(query_items(env, request.caller, folder.dataset, query)));
}

Result<Response> move_into(Env& env, const Request& request) {
  MoveItems input{.dataset = dataset_of(request, "dataset"), .folder = {}, .which = {}};
  const bool is_into_root = request.param("id") == root_of(input.dataset).text;
  if (!is_into_root) input.folder = TRY(items::item_of(env, request));
  input.which = TRY(which_move(request));
  return command_response(env, TRY(move_items(env, request.caller, input)));
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(JsonBody::of(request));
  const auto body = json::is_object(request.body.view()) ? request.body.view() : "{}";
  const auto query = TRY(changing_query(body, R"("delete":true)"));
  return command_response(
      env, TRY(delete_items_by_command(env, request.caller, dataset_of(request), query))
  );
}

Result<Response> update_metadata(Env& env, const Request& request) {
  auto query = TRY(changing_query_in(request, "query", TRY(change_in_update_query(request))));
  const auto system = query.system_space;
  auto difference = json::member(*query.update, "metadata").value_or("{}");
  return command_response(
      env,
      TRY(bulk_update_metadata(
          env,
          request.caller,
          {.dataset = dataset_of(request),
           .query = std::move(query),
           .difference = std::move(difference),
           .system = system}
      ))
  );
}

Result<Response> annotate(Env& env, const Request& request) {
  const auto annotation = TRY(TRY(JsonBody::of(request)).object("annotation"));
  AnnotateMatching input;
  input.dataset = dataset_of(request);
  input.query = TRY(changing_query_in(request, "query", no_update));
  auto& added = input.annotation;
  added.type = TRY(annotation.text_or("type", "class"));
  if (added.type != "class") return invalid_field("annotation.type", "must be `class`");
  added.label = TRY(annotation.text("label"));
  if (annotation.has("attributes")) added.attributes = annotation.raw("attributes");
  if (const auto metadata = TRY(annotation.optional_object("metadata"))) {
    added.metadata = metadata->raw();
  }
  TRY(annotate_matching_items(env, request.caller, input));
  return no_content();
}

Result<Response> split(Env& env, const Request& request) {
  const auto shares = TRY(TRY(JsonBody::of(request)).object("MLSplitList"));
  SplitDataset input;
  input.dataset = dataset_of(request);
  input.query = TRY(changing_query_in(request, "itemsQuery", no_update));
  input.train = TRY(shares.number("train"));
  input.validation = TRY(shares.number("validation"));
  input.test = TRY(shares.number("test"));
  return command_response(env, TRY(split_dataset(env, request.caller, input)));
}

}  // namespace allot::http::many_items
