#include "http/labels.h"

#include <algorithm>
#include <memory>

#include "http/download.h"
#include "http/parameters.h"
#include "json/text.h"
#include "usecases/labels/export.h"
#include "usecases/labels/history.h"

namespace allot::http::labels {

namespace {

Result<const formats::FormatFacts*> format_of(const Request& request) {
  const auto formats = formats::all_formats();
  std::vector<std::string_view> names;
  for (const auto& format : formats) names.push_back(format.name);
  const auto name = TRY(Parameters(request).needed_word("format", names));
  return &*std::ranges::find(formats, name, &formats::FormatFacts::name);
}

/// JSON, so a `+` that is not encoded is a space.
Result<std::string> filter_of(const Request& request) {
  const auto given = TRY(Parameters(request).name("filter"));
  return given ? given->with_spaces : std::string{};
}

Response streamed(LabelsOut out, std::string_view ending, std::string_view media_type) {
  const std::shared_ptr<LabelStream> stream = std::move(out.stream);
  return download_response(out.title + std::string(ending), media_type, [stream] {
    try {
      return stream->next();
    } catch (const LabelsWithheld& withheld) {
      throw StreamWithheld(withheld.what());
    }
  });
}

Result<Response> labels_in(
    Env& env,
    const Request& request,
    LabelsOf of,
    std::string filter,
    const formats::FormatFacts& format
) {
  auto out = TRY(export_labels(
      env, request.caller, {.of = std::move(of), .filter = std::move(filter), .format = format}
  ));
  return streamed(std::move(out), format.file_ending, format.media_type);
}

Result<Response> labels_of(Env& env, const Request& request, LabelsOf of) {
  const auto& format = *TRY(format_of(request));
  return labels_in(env, request, std::move(of), TRY(filter_of(request)), format);
}

/// Files below a folder, at any depth: "" for the root, and where none is asked for.
Result<std::string> filter_of_folder(const Request& request) {
  auto folder = Parameters(request).text("directory");
  while (folder.ends_with('/')) folder.pop_back();
  if (folder.empty()) return folder;
  if (!folder.starts_with('/')) return invalid_field("directory", "must start with `/`");
  const auto quoted = [&](char end) { return json::quoted(folder + end); };
  // '0' follows '/', and a `*` in a name stands for itself so.
  return R"({"filename":{"$gt":)" + quoted('/') + R"(,"$lt":)" + quoted('0') + "}}";
}

Result<Response> labels_below(
    Env& env, const Request& request, const formats::FormatFacts& format
) {
  const DatasetId dataset{request.param("id")};
  return labels_in(env, request, dataset, TRY(filter_of_folder(request)), format);
}

}  // namespace

Result<Response> of_dataset(Env& env, const Request& request) {
  return labels_of(env, request, DatasetId{request.param("id")});
}

Result<Response> json_of_dataset(Env& env, const Request& request) {
  return labels_below(env, request, formats::json_array());
}

Result<Response> zip_of_dataset(Env& env, const Request& request) {
  return labels_below(env, request, formats::json_archive());
}

Result<Response> of_task(Env& env, const Request& request) {
  return labels_of(env, request, TRY(parse_id<TaskId>(request.param("id"), "task")));
}

Result<Response> of_assignment(Env& env, const Request& request) {
  return labels_of(env, request, TRY(parse_id<AssignmentId>(request.param("id"), "assignment")));
}

Result<Response> history(Env& env, const Request& request) {
  constexpr std::string_view names[] = {"csv", "ndjson"};
  const auto task = TRY(parse_id<TaskId>(request.param("id"), "task"));
  const auto name = TRY(Parameters(request).needed_word("format", names));
  const auto form = name == "csv" ? formats::HistoryForm::csv : formats::HistoryForm::ndjson;
  auto out = TRY(export_history(env, request.caller, task, form));
  out.title += " history";
  return streamed(
      std::move(out), "." + name, name == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson"
  );
}

}  // namespace allot::http::labels
