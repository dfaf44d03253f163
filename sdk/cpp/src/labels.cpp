#include <boost/json.hpp>

#include "allot/assignments.h"
#include "allot/datasets.h"
#include "allot/tasks.h"
#include "json_text.h"
#include "session.h"
#include "written_json.h"

namespace allot::inline v1 {

namespace json = boost::json;

namespace {

json::object body_of(const NewExport& wanted) {
  json::object body{
      {"exportType", wanted.form == NewExport::Form::json ? "json" : "zip"},
      {"annotations", {{"include", wanted.with_annotations}}}
  };
  if (wanted.items) body["itemsQuery"] = parse_json(wanted.items->to_json());
  if (!wanted.annotations_query.empty()) {
    body["annotationsQuery"] = parse_object(wanted.annotations_query, "annotations_query");
  }
  if (wanted.lock) body["datasetLock"] = true;
  if (wanted.lock_time.count() > 0) body["lockTimeoutSec"] = wanted.lock_time.count();
  return body;
}

void stream(Session& session, const std::string& target, const ByteSink& sink) {
  TransportRequest request;
  request.target = target;
  request.sink = sink;
  session.send(std::move(request));
}

void stream(
    Session& session,
    const std::string& of,
    const std::string& format,
    const ByteSink& sink,
    const std::optional<Filters>& filters
) {
  auto target = of + "/export?format=" + encoded(format);
  if (filters) target += "&filter=" + encoded(filters->to_json());
  stream(session, target, sink);
}

}  // namespace

void Dataset::export_as(
    const std::string& format, const ByteSink& sink, const std::optional<Filters>& filters
) const {
  stream(*session_, "/datasets/" + encoded(id), format, sink, filters);
}

Item Dataset::export_to_file(const NewExport& wanted) const {
  const auto path = "/datasets/" + encoded(id) + "/export";
  const auto done = session_->command("POST", path, body_of(wanted));
  const auto* spec = member_of(done, "spec");
  const auto file = spec == nullptr ? std::string() : text_of(*spec, "outputItemId");
  return {session_, to_text(session_->get("/items/" + encoded(file)))};
}

void Task::export_as(
    const std::string& format, const ByteSink& sink, const std::optional<Filters>& filters
) const {
  stream(*session_, "/annotationtasks/" + encoded(id), format, sink, filters);
}

void Task::export_history(const std::string& format, const ByteSink& sink) const {
  stream(*session_, "/annotationtasks/" + encoded(id) + "/history?format=" + encoded(format), sink);
}

void Assignment::export_as(
    const std::string& format, const ByteSink& sink, const std::optional<Filters>& filters
) const {
  stream(*session_, "/assignments/" + encoded(id), format, sink, filters);
}

}  // namespace allot::inline v1
