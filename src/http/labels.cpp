#include "http/labels.h"

#include <algorithm>
#include <memory>

#include "http/download.h"
#include "http/parameters.h"
#include "usecases/labels/export.h"

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

Result<Response> labels_of(Env& env, const Request& request, LabelsOf of) {
  const auto& format = *TRY(format_of(request));
  auto filter = TRY(filter_of(request));
  auto out = TRY(export_labels(
      env, request.caller, {.of = std::move(of), .filter = std::move(filter), .format = format}
  ));
  const std::shared_ptr<LabelStream> stream = std::move(out.stream);
  return download_response(
      out.title + std::string(format.file_ending),
      format.media_type,
      [stream] { return stream->next(); }
  );
}

}  // namespace

Result<Response> of_dataset(Env& env, const Request& request) {
  return labels_of(env, request, DatasetId{request.param("id")});
}

Result<Response> of_task(Env& env, const Request& request) {
  return labels_of(env, request, TRY(parse_id<TaskId>(request.param("id"), "task")));
}

Result<Response> of_assignment(Env& env, const Request& request) {
  return labels_of(env, request, TRY(parse_id<AssignmentId>(request.param("id"), "assignment")));
}

}  // namespace allot::http::labels
