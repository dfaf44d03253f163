#include "http/items.h"

#include <algorithm>

#include "http/annotations.h"
#include "http/content.h"
#include "http/file_name.h"
#include "http/items_json.h"
#include "http/json_body.h"
#include "http/parameters.h"
#include "json/text.h"
#include "usecases/items/change.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/items/upload.h"

namespace allot::http::items {

namespace {

DatasetId dataset_id(const Request& request) {
  return {request.param("id")};
}

const Part* find_part(const Request& request, std::string_view name) {
  const auto found = std::ranges::find(request.parts, name, &Part::name);
  return found == request.parts.end() ? nullptr : &*found;
}

std::optional<std::string> field(const Request& request, std::string_view name) {
  const auto* part = find_part(request, name);
  return part == nullptr ? std::nullopt : std::optional(part->bytes);
}

Result<std::optional<std::string>> description_of(const Request& request) {
  auto text = field(request, "description");
  if (text && text->size() > text_bytes_max) return too_long("description", text_bytes_max);
  return text;
}

Result<Response> make_folder_of(Env& env, const Request& request, const std::string& path) {
  const auto view = TRY(make_folder(env, request.caller, dataset_id(request), path));
  return std::move(json_response(item_json(env, view)).with("x-item-op", "created"));
}

/// What was sent, in the JSON of what was kept: after a skip the client compares the size with what
/// it sent, and would delete the stored item when they differ (B-251).
std::string skipped_json(const Env& env, const Uploaded& uploaded, std::uint64_t received) {
  return json::with_member(
      item_json(env, uploaded.view), "metadata.system.size", std::to_string(received)
  );
}

std::string_view name_of(UploadEffect effect) {
  switch (effect) {
    case UploadEffect::created: return "created";
    case UploadEffect::overwritten: return "overwrite";
    case UploadEffect::skipped: return "skip";
  }
  return "created";
}

/// `mode`: what happens to a file that is there.
Result<bool> asks_overwrite(const Request& request) {
  constexpr std::string_view modes[] = {"skip", "overwrite"};
  const auto asked = TRY(Parameters(request).words("mode", modes));
  if (asked.size() > 1) return invalid_field("mode", "must be one word");
  return !asked.empty() && asked.front() == "overwrite";
}

Result<Response> upload_file(Env& env, const Request& request) {
  const auto* part = find_part(request, "file");
  if (part == nullptr || !part->file) return invalid_field("file", "is missing");
  const auto path = field(request, "path");
  if (!path) return invalid_field("path", "is missing");
  const bool overwrite = TRY(asks_overwrite(request));
  auto description = TRY(description_of(request));
  const auto received = part->file->size();
  const auto uploaded = TRY(upload_item(
      env,
      request.caller,
      {.dataset = dataset_id(request),
       .path = *path,
       .overwrite = overwrite,
       .metadata = field(request, "metadata"),
       .description = std::move(description),
       .original_name = original_name(*part, *path),
       .media_type = part->content_type},
      std::move(*part->file)
  ));
  auto response = json_response(
      uploaded.effect == UploadEffect::skipped ? skipped_json(env, uploaded, received)
                                               : item_json(env, uploaded.view)
  );
  return std::move(response.with("x-item-op", std::string(name_of(uploaded.effect))));
}

Response count_response(std::uint64_t count) {
  JsonWriter json;
  json.object([&] { json.member("itemsCount", count); });
  return json_response(json.take());
}

Result<Response> change_matching(Env& env, const Request& request, const query::Query& query) {
  auto metadata = json::member(*query.update, "metadata").value_or("{}");
  return count_response(TRY(change_matching_items(
      env,
      request.caller,
      {.dataset = dataset_id(request),
       .query = query,
       .difference = std::move(metadata),
       .system = query.system_space}
  )));
}

}  // namespace

Result<ItemId> item_of(Env& env, const Request& request) {
  auto id = TRY(parse_id<ItemId>(request.param("id"), "item"));
  if (const auto dataset = request.params.find("dataset"); dataset != request.params.end()) {
    TRY(require_in_dataset(env, request.caller, id, {dataset->second}));
  }
  return id;
}

Result<Response> upload(Env& env, const Request& request) {
  const bool is_multipart = !request.parts.empty();
  if (!is_multipart) {
    const auto body = TRY(JsonBody::of(request));
    if (TRY(body.text_or("type", "dir")) != "dir") {
      return invalid_field("type", "must be `dir` where no file is sent");
    }
    return make_folder_of(env, request, TRY(body.text("path")));
  }
  if (field(request, "type") == "dir") {
    const auto path = field(request, "path");
    if (!path) return invalid_field("path", "is missing");
    return make_folder_of(env, request, *path);
  }
  return upload_file(env, request);
}

Result<Response> query(Env& env, const Request& request) {
  const auto query = TRY(query::parse_query(request.body));
  if (query.resource == query::Resource::annotations) {
    return annotations::query(env, request, query);
  }
  if (query.references) {
    return invalid_field(
        "references", "cannot be changed by a query here; use `addToTask` and `removeFromTask`"
    );
  }
  if (query.delete_matches) {
    return count_response(TRY(delete_matching_items(env, request.caller, dataset_id(request), query)
    ));
  }
  if (query.update) return change_matching(env, request, query);
  return items_page(env, query, TRY(query_items(env, request.caller, dataset_id(request), query)));
}

Result<Response> get(Env& env, const Request& request) {
  const auto id = TRY(item_of(env, request));
  return json_response(item_json(env, TRY(read_item(env, request.caller, id))));
}

Result<Response> update(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  ChangeItem change;
  change.item = TRY(item_of(env, request));
  change.system = TRY(Parameters(request).flag("system"));
  change.path = TRY(body.optional_text("filename"));
  if (body.mentions("description")) change.description = TRY(body.text_or("description", ""));
  if (body.has("metadata")) change.metadata = body.raw("metadata");
  return json_response(item_json(env, TRY(change_item(env, request.caller, change))));
}

bool may_move_folder(const Request& request) {
  return may_mention(request, "filename");
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(delete_item(env, request.caller, TRY(item_of(env, request))));
  return no_content();
}

Result<Response> stream(Env& env, const Request& request) {
  const auto content = TRY(read_content(env, request.caller, TRY(item_of(env, request))));
  if (content.redirect.empty()) return content_response(request, content);
  Response response{.status = 302, .headers = {}, .body = std::string{}};
  response.with("referrer-policy", "no-referrer");
  return std::move(response.with("location", content.redirect));
}

Result<Response> thumbnail(Env& env, const Request& request) {
  const auto content = TRY(read_content(env, request.caller, TRY(item_of(env, request))));
  // The picture itself; a grey square where there is none.
  if (content.redirect.empty() && content.media_type.starts_with("image/")) {
    return content_response(request, content);
  }
  Response response{
      .status = 200,
      .headers = {},
      .body = std::string(R"(<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128">)"
                          R"(<rect width="128" height="128" fill="#d8dde3"/></svg>)")
  };
  response.with("x-content-type-options", "nosniff");
  response.with("content-security-policy", "sandbox; default-src 'none'");
  return std::move(response.with("content-type", "image/svg+xml"));
}

Result<Response> directory_tree(Env& env, const Request& request) {
  const auto folders = TRY(list_folders(env, request.caller, dataset_id(request)));
  std::size_t at = 0;
  JsonWriter json;
  // Paths are sorted, so what is below a folder follows it directly.
  const auto write_below = [&](const auto& self, const std::string& parent) -> void {
    json.member_array("children", [&] {
      while (at < folders.size() && folders[at].item.path.starts_with(parent)) {
        const auto& folder = folders[at++];
        json.object([&] {
          json.key("value");
          write_item(json, env, folder);
          self(self, folder.item.path + "/");
        });
      }
    });
  };
  json.object([&] {
    json.member_object("value", [&] {
      json.member("filename", "/").member("name", "/").member("dir", "/").member("type", "dir");
      json.member("datasetId", dataset_id(request));
    });
    write_below(write_below, "/");
  });
  return json_response(json.take());
}

}  // namespace allot::http::items
