#include "allot/items.h"

#include <boost/json.hpp>

#include "allot/output_file.h"
#include "item_pages.h"
#include "json_text.h"
#include "session.h"
#include "status_body.h"
#include "times.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

constexpr int broken_downloads_max = 3;  // in the middle; then begun again

std::string path_of(const std::string& id) {
  return "/items/" + encoded(id);
}

/// That list in `metadata.system`; an empty one when there is none.
json::array system_list(const std::string& metadata, std::string_view name) {
  if (metadata.empty()) return {};
  const auto value = parse_json(metadata);
  const auto* system = member_of(value, "system");
  const auto* list = system == nullptr ? nullptr : member_of(*system, name);
  return list != nullptr && list->is_array() ? list->get_array() : json::array();
}

/// The name as the server gives it: one that leads out of a folder is refused.
std::string checked_name(const std::string& name) {
  const bool is_plain = !name.empty() && name != "." && name != ".." &&
                        name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
  if (!is_plain) throw BadRequest(0, "invalid", "The item's name leads out of the folder.");
  return name;
}

}  // namespace

Item::Item(std::shared_ptr<Session> session, const std::string& text)
    : annotations(session, {}), session_(std::move(session)) {
  const auto value = parse_json(text);
  raw_json = text;
  id = text_of(value, "id");
  annotations = Annotations(session_, id);
  dataset_id = text_of(value, "datasetId");
  filename = text_of(value, "filename");
  name = text_of(value, "name");
  dir = text_of(value, "dir");
  type = Word<ItemType>(text_of(value, "type"));
  hidden = flag_of(value, "hidden");
  annotated = flag_of(value, "annotated");
  annotations_count = count_of(value, "annotationsCount");
  created_at = time_of(text_of(value, "createdAt"));
  metadata_json = json_of(value, "metadata");
  if (const auto* metadata = member_of(value, "metadata")) {
    if (const auto* system = member_of(*metadata, "system")) {
      media_type = text_of(*system, "mimetype");
      size = count_of(*system, "size");
    }
  }
}

std::vector<ItemReference> Item::references() const {
  std::vector<ItemReference> found;
  for (const auto& reference : system_list(metadata_json, "refs")) {
    ItemReference each;
    each.id = text_of(reference, "id");
    each.type = Word<ReferenceType>(text_of(reference, "type"));
    if (const auto* now = member_of(reference, "metadata")) {
      each.status = text_of(*now, "status");
      each.creator = text_of(*now, "creator");
      each.at = time_of(text_of(*now, "timestamp"));
    }
    found.push_back(std::move(each));
  }
  return found;
}

std::string Item::status(const std::string& task_or_assignment_id) const {
  for (auto& reference : references()) {
    if (reference.id == task_or_assignment_id) return std::move(reference.status);
  }
  return {};
}

std::vector<StatusChange> Item::status_log() const {
  std::vector<StatusChange> found;
  for (const auto& entry : system_list(metadata_json, "taskStatusLog")) {
    const auto* change = member_of(entry, "status");
    if (change == nullptr) continue;
    found.push_back(
        {.cleared = text_of(entry, "action") == "deleted",
         .task_id = text_of(*change, "taskId"),
         .assignment_id = text_of(*change, "assignmentId"),
         .status = text_of(*change, "status"),
         .creator = text_of(*change, "creator"),
         .at = time_of(text_of(*change, "timestamp"))}
    );
  }
  return found;
}

Item Item::reload() const {
  return {session_, to_text(session_->get(path_of(id)))};
}

std::filesystem::path Item::download(
    const std::filesystem::path& to, const OnProgress& progress, Cancellation stop
) const {
  const auto file = std::filesystem::is_directory(to) ? to / checked_name(name) : to;
  OutputFile out(file, OutputFile::Links::replaced);
  TransportRequest request;
  request.target = path_of(id) + "/stream";
  request.sink = [&](std::string_view piece) {
    if (stop.is_canceled()) throw Canceled();
    out.add(piece);
    if (progress) progress({.done = out.size(), .total = size});
  };
  request.progress = [&](std::uint64_t) { return !stop.is_canceled(); };
  for (int left = broken_downloads_max;; --left) {
    try {
      session_->send(request);
      break;
    } catch (const ConnectionFailed&) {
      // The session has tried again where nothing came.
      if (out.size() == 0 || left <= 0 || !out.begin_anew()) throw;
    }
  }
  out.keep();
  return file;
}

std::string Item::bytes() const {
  TransportRequest request;
  request.target = path_of(id) + "/stream";
  return session_->send(std::move(request)).body;
}

std::string Item::sha256() const {
  TransportRequest request;
  request.target = path_of(id) + "/stream";
  if (size > 0) request.headers.emplace_back("range", "bytes=0-0");
  auto tag = session_->send(std::move(request)).header("etag").value_or("");
  std::erase(tag, '"');
  return tag;
}

void Item::change_status(const std::string& status, const std::string& task_id, bool clear) const {
  auto task = task_id;
  if (task.empty()) {
    for (const auto& reference : reload().references()) {
      if (reference.type != ReferenceType::task) continue;
      if (!task.empty()) {
        throw BadRequest(0, "invalid", "The item is in several tasks; name one by `task_id`.");
      }
      task = reference.id;
    }
    if (task.empty()) throw BadRequest(0, "invalid", "The item is in no task.");
  }
  const auto changed = session_->post(
      "/assignments/items/tasks/" + encoded(task) + "/status", status_body(status, {id}, clear)
  );
  if (member_of(changed, id) == nullptr) {
    throw NotFound(404, "not_found", "The item is not in the task " + task + ".");
  }
}

void Item::update_status(const std::string& status, const std::string& task_id) const {
  change_status(status, task_id, false);
}

void Item::clear_status(const std::string& status, const std::string& task_id) const {
  change_status(status, task_id, true);
}

Item Item::update_metadata(const std::string& user_json) const {
  const json::value body{{"metadata", {{"user", parse_object(user_json, "user_json")}}}};
  return {session_, to_text(session_->patch(path_of(id), body))};
}

Item Item::move(const std::string& to) const {
  return {session_, to_text(session_->patch(path_of(id), {{"filename", to}}))};
}

void Item::remove() const {
  session_->remove(path_of(id));
}

Item Items::get(const Name& name) const {
  if (!name.item_id.empty()) {
    return {session_, to_text(session_->get(path_of(name.item_id)))};
  }
  // The shape by which the server knows a path from a wildcard, hidden items too.
  const json::array path{{{"type", "file"}}, {{"filename", name.filepath}}};
  const auto query = json::serialize(json::object{{"filter", {{"$and", path}}}});
  for (const auto& item : item_pages(session_, dataset_id_, query)) {
    if (item.filename == name.filepath)
      return item;  // where nothing has it a * stands for anything
  }
  throw NotFound(404, "not_found", "No item of the dataset has the path " + name.filepath + ".");
}

ItemPages Items::list(const Filters& filters) const {
  return item_pages(session_, dataset_id_, filters.to_json());
}

Item Items::upload(const Upload& upload) const {
  const auto name =
      upload.remote_name.empty() ? upload.file.filename().string() : upload.remote_name;
  auto folder = upload.remote_path;
  if (!folder.starts_with('/')) folder.insert(0, "/");
  if (!folder.ends_with('/')) folder += '/';
  std::error_code unreadable;
  const auto total = std::filesystem::file_size(upload.file, unreadable);
  if (unreadable) {
    throw BadRequest(0, "invalid", "The file " + upload.file.string() + " cannot be read.");
  }
  if (upload.stop.is_canceled()) throw Canceled();
  json::object metadata;
  if (!upload.metadata_json.empty()) {
    metadata["user"] = parse_object(upload.metadata_json, "metadata_json");
  }
  TransportRequest request;
  request.method = "POST";
  request.target = "/datasets/" + encoded(dataset_id_) +
                   "/items?mode=" + (upload.when_taken == WhenTaken::skip ? "skip" : "overwrite");
  const auto field = [&](std::string key, std::string text) {
    request.form.push_back(
        {.name = std::move(key),
         .text = std::move(text),
         .file = {},
         .file_name = {},
         .media_type = {}}
    );
  };
  field("type", "file");
  field("path", folder + name);
  field("metadata", to_text(metadata));
  request.form.push_back(
      {.name = "file", .text = {}, .file = upload.file, .file_name = name, .media_type = {}}
  );
  request.progress = [&](std::uint64_t sent) {
    if (upload.progress) upload.progress({.done = std::min(sent, total), .total = total});
    return !upload.stop.is_canceled();
  };
  return {session_, session_->send(std::move(request)).body};
}

}  // namespace allot::inline v1
