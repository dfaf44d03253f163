#include "http/exports.h"

#include <algorithm>

#include "http/commands.h"
#include "http/json_body.h"
#include "http/kept_query.h"
#include "http/page.h"
#include "http/project_list.h"
#include "usecases/exports/begin.h"
#include "usecases/exports/read.h"

namespace allot::http::exports {

namespace {

constexpr std::int64_t lock_seconds_max = 30LL * 24 * 60 * 60;
constexpr std::uint64_t page_size_max = 1'000;
constexpr std::uint64_t pages_max = 1'000'000'000;

/// Without a type an archive is meant, whose documents the SDK unpacks into a folder of its own.
Result<ExportForm> form_of(const JsonBody& body, bool& in_folder) {
  const auto type = TRY(body.optional_text("exportType"));
  in_folder = type.has_value();
  if (!type || *type == "zip") return ExportForm::zip;
  if (*type != "json") return invalid_field("exportType", "must be `json` or `zip`");
  return TRY(body.flag_or("zipJson", false)) ? ExportForm::zipped_json : ExportForm::json;
}

/// `V1` names the documents without the extension of their items, `V2` with it.
Result<bool> with_extension(const JsonBody& body) {
  const auto version = TRY(body.optional_text("exportVersion"));
  if (!version || *version == "V2") return true;
  if (*version == "V1") return false;
  return invalid_field("exportVersion", "must be `V1` or `V2`");
}

Result<BeginExport> parse_begin(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  BeginExport input;
  auto& order = input.order;
  input.dataset = any_id<DatasetId>(request.param("id"));
  order.form = TRY(form_of(body, order.names.in_folder));
  order.names.with_extension = TRY(with_extension(body));
  if (auto items = TRY(kept_query(body, "itemsQuery")); !items.empty()) {
    order.items_query = std::move(items);
  }
  order.annotations_query = TRY(kept_query(body, "annotationsQuery"));
  if (const auto annotations = TRY(body.optional_object("annotations"))) {
    order.with_annotations = TRY(annotations->flag_or("include", true));
  }
  input.locks = TRY(body.flag_or("datasetLock", false));
  if (const auto seconds = TRY(body.optional_integer("lockTimeoutSec"))) {
    if (*seconds < 1) return invalid_field("lockTimeoutSec", "must be 1 or more");
    input.lock_time = std::chrono::seconds{std::min(*seconds, lock_seconds_max)};
  }
  return input;
}

Result<bool> newest_first(const JsonBody& body) {
  const auto by = TRY(body.optional_text("sortBy"));
  if (by && *by != "createdAt") return invalid_field("sortBy", "must be `createdAt`");
  const auto order = TRY(body.text_or("sortOrder", "descending"));
  if (order == "descending" || order == "desc") return true;
  if (order == "ascending" || order == "asc") return false;
  return invalid_field("sortOrder", "must be `ascending` or `descending`");
}

void write_export(JsonWriter& json, const Env& env, const ListedExport& listed) {
  const auto& order = listed.order;
  const auto done = order.output.empty() ? CommandStatus::failed : CommandStatus::success;
  const auto& command = listed.command;
  json.object([&] {
    json.member("id", order.id);
    json.member("commandUrl", api_url(env) + "/commands/" + order.id.text);
    json.member("datasetId", order.dataset);
    json.member("projectId", order.project);
    json.member("creator", order.creator);
    json.member("exportType", order.order.form == ExportForm::zip ? "zip" : "json");
    json.member("status", http::name_of(command ? command->status : done));
    json.member("progress", command ? command->progress : 100);
    json.key("error");
    command && !command->error.empty() ? json.value(command->error) : json.null();
    json.key("outputItemId");
    order.output.empty() ? json.null() : json.value(order.output);
    json.member("datasetLock", order.locks && !order.ended_at);
    json.member_iso("createdAt", order.created_at);
    json.key("endedAt");
    order.ended_at ? json.value(to_iso(*order.ended_at)) : json.null();
  });
}

}  // namespace

Result<Response> begin(Env& env, const Request& request) {
  auto input = TRY(parse_begin(request));
  return command_response(env, TRY(begin_export(env, request.caller, std::move(input))));
}

Result<Response> list(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  ListExports input;
  input.projects = to_project_ids(TRY(body.texts_or_empty("projects")));
  input.dataset = any_id<DatasetId>(TRY(body.text_or("datasetId", "")));
  if (body.has("creator")) input.creator = TRY(body.email("creator"));
  input.id = any_id<CommandId>(TRY(body.text_or("exportId", "")));
  input.newest_first = TRY(newest_first(body));
  input.count = std::min(TRY(body.optional_count("pageSize")).value_or(100), page_size_max);
  const auto page = std::min(TRY(body.optional_count("pageOffset")).value_or(0), pages_max);
  input.offset = page * input.count;
  const auto listed = list_exports(env, request.caller, input);
  JsonWriter json;
  json.object([&] {
    json.member_array("records", [&] {
      for (const auto& one : listed.exports) write_export(json, env, one);
    });
    json.member("total", listed.total);
    json.member("pageSize", input.count);
    json.member("pageOffset", page);
  });
  return json_response(json.take());
}

}  // namespace allot::http::exports
