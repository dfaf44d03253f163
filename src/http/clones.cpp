#include "http/clones.h"

#include <utility>

#include "http/commands.h"
#include "http/items.h"
#include "http/json_body.h"
#include "http/kept_query.h"
#include "usecases/clones/begin.h"
#include "usecases/clones/clone_item.h"
#include "usecases/clones/merge.h"

namespace allot::http::clones {

namespace {

/// `parts`: what goes along where nothing is said.
Result<ClonedParts> parts_of(const JsonBody& params, ClonedParts parts) {
  parts.annotations = TRY(params.flag_or("withItemsAnnotations", parts.annotations));
  parts.metadata = TRY(params.flag_or("withMetadata", parts.metadata));
  parts.statuses = TRY(params.flag_or("withTaskAnnotationsStatus", parts.statuses));
  return parts;
}

/// A path may come without its '/'; "" when absent.
Result<std::string> path_of(const JsonBody& body, std::string_view name) {
  auto path = TRY(body.text_or(name, ""));
  if (!path.empty() && !path.starts_with('/')) path.insert(0, "/");
  return path;
}

Result<CloneDataset> parse_dataset(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  CloneDataset input;
  auto& order = input.order;
  input.dataset = any_id<DatasetId>(request.param("id"));
  order.name = TRY(body.text_or("name", ""));
  if (auto query = TRY(kept_query(body, "filter")); !query.empty()) {
    order.items_query = std::move(query);
  }
  if (const auto params = TRY(body.optional_object("cloneDatasetParams"))) {
    order.parts = TRY(parts_of(*params, order.parts));
    order.directory = TRY(path_of(*params, "targetDirectory"));
    order.target = any_id<DatasetId>(TRY(params->text_or("targetDatasetId", "")));
  }
  return input;
}

/// Clients give a list, or a single id as text.
template <class AnId>
Result<std::vector<AnId>> one_or_more(const JsonBody& body, std::string_view name) {
  std::vector<AnId> ids;
  if (body.raw(name).starts_with('"')) {
    ids.push_back(any_id<AnId>(TRY(body.text(name))));
    return ids;
  }
  for (const auto& text : TRY(body.texts_or_empty(name))) ids.push_back(any_id<AnId>(text));
  return ids;
}

Result<MergeDatasets> parse_merge(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  MergeDatasets input;
  input.name = TRY(body.text_or("name", ""));
  input.datasets = TRY(one_or_more<DatasetId>(body, "datasetsIds"));
  input.projects = TRY(one_or_more<ProjectId>(body, "projectIds"));
  if (const auto params = TRY(body.optional_object("mergeDatasetParams"))) {
    input.parts = TRY(parts_of(*params, input.parts));
  }
  return input;
}

Result<CloneItem> parse_item(const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  CloneItem input;
  input.target = any_id<DatasetId>(TRY(body.text_or("targetDatasetId", "")));
  input.path = TRY(path_of(body, "remoteFileName"));
  if (const auto metadata = TRY(body.optional_object("metadata"))) {
    input.metadata = metadata->raw();
  }
  input.finds_another_path = TRY(body.flag_or("allowMany", false));
  input.parts.statuses = false;
  if (const auto params = TRY(body.optional_object("cloneDatasetParams"))) {
    input.parts = TRY(parts_of(*params, input.parts));
  }
  return input;
}

}  // namespace

Result<Response> of_dataset(Env& env, const Request& request) {
  auto input = TRY(parse_dataset(request));
  return command_response(env, TRY(begin_clone(env, request.caller, std::move(input))));
}

Result<Response> merge(Env& env, const Request& request) {
  auto input = TRY(parse_merge(request));
  return command_response(env, TRY(begin_merge(env, request.caller, std::move(input))));
}

Result<Response> of_item(Env& env, const Request& request) {
  auto input = TRY(parse_item(request));
  input.item = TRY(items::item_of(env, request));
  return command_response(env, TRY(clone_item(env, request.caller, input)));
}

}  // namespace allot::http::clones
