#include "http/label_counts.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "http/json_body.h"
#include "http/parameters.h"
#include "usecases/annotations/count_labels.h"

namespace allot::http::label_counts {

namespace {

Result<Response> counts_of(Env& env, const Request& request, const CountLabels& input) {
  const auto counts = TRY(count_labels(env, request.caller, input));
  JsonWriter json;
  json.array([&] {
    for (const auto& [word, count] : counts) {
      json.object([&] {
        json.member(input.by == CountBy::label ? "label" : "type", word);
        json.member("count", count);
      });
    }
  });
  return json_response(json.take());
}

template <class AnId>
Result<AnId> one_id(const Request& request, std::string_view name, std::string_view noun) {
  const auto ids = TRY(Parameters(request).ids<AnId>(name, noun));
  if (ids.size() > 1) return invalid_field(std::string(name), "must be one id");
  return ids.empty() ? AnId{} : ids.front();
}

Result<CountLabels> wanted_in(const Request& request, CountBy by) {
  const auto body = TRY(JsonBody::of(request));
  CountLabels input;
  input.dataset = {request.param("id")};
  input.task = TRY(body.optional_id<TaskId>("taskId", "task")).value_or(TaskId{});
  input.assignment =
      TRY(body.optional_id<AssignmentId>("assignmentId", "assignment")).value_or(AssignmentId{});
  const auto creators = TRY(body.texts_or_empty("creators"));
  for (std::size_t i = 0; i < creators.size(); ++i) {
    input.creators.push_back(TRY(parse_email(creators[i], fmt::format("creators[{}]", i))));
  }
  input.by = by;
  return input;
}

}  // namespace

Result<Response> labels_by_address(Env& env, const Request& request) {
  CountLabels input;
  input.dataset = {request.param("id")};
  input.task = TRY(one_id<TaskId>(request, "taskId", "task"));
  input.assignment = TRY(one_id<AssignmentId>(request, "assignmentId", "assignment"));
  input.creators = TRY(Parameters(request).emails("creators"));
  return counts_of(env, request, input);
}

Result<Response> labels(Env& env, const Request& request) {
  return counts_of(env, request, TRY(wanted_in(request, CountBy::label)));
}

Result<Response> types(Env& env, const Request& request) {
  return counts_of(env, request, TRY(wanted_in(request, CountBy::type)));
}

}  // namespace allot::http::label_counts
