#include "allot/assignments.h"
#include "allot/datasets.h"
#include "allot/tasks.h"
#include "session.h"

namespace allot::inline v1 {

namespace {

void stream(
    Session& session,
    const std::string& of,
    const std::string& format,
    const ByteSink& sink,
    const std::optional<Filters>& filters
) {
  TransportRequest request;
  request.target = of + "/export?format=" + encoded(format);
  if (filters) request.target += "&filter=" + encoded(filters->to_json());
  request.sink = sink;
  session.send(std::move(request));
}

}  // namespace

void Dataset::export_as(
    const std::string& format, const ByteSink& sink, const std::optional<Filters>& filters
) const {
  stream(*session_, "/datasets/" + encoded(id), format, sink, filters);
}

void Task::export_as(
    const std::string& format, const ByteSink& sink, const std::optional<Filters>& filters
) const {
  stream(*session_, "/annotationtasks/" + encoded(id), format, sink, filters);
}

void Assignment::export_as(
    const std::string& format, const ByteSink& sink, const std::optional<Filters>& filters
) const {
  stream(*session_, "/assignments/" + encoded(id), format, sink, filters);
}

}  // namespace allot::inline v1
