#include "http/annotations.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/items.h"
#include "http/json_body.h"
#include "http/long_text.h"
#include "http/page.h"
#include "http/parameters.h"
#include "json/annotation_log_text.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/log.h"
#include "usecases/annotations/read.h"
#include "usecases/annotations/view.h"
#include "usecases/annotations/write.h"

namespace allot::http::annotations {

namespace {

Result<AnnotationId> annotation_id(const Request& request) {
  return parse_id<AnnotationId>(request.param("id"), "annotation");
}

/// The annotation that the address names; where it names an item and a dataset too, the annotation
/// must be there. Errors: invalid (no id), not_found.
Result<AnnotationId> annotation_of(Env& env, const Request& request) {
  auto id = TRY(annotation_id(request));
  const auto item = request.params.find("item");
  if (item == request.params.end()) return id;
  const auto item_id = TRY(parse_id<ItemId>(item->second, "item"));
  const auto annotation = TRY(read_annotation(env, request.caller, id));
  const auto dataset = request.params.find("dataset");
  const bool is_there =
      annotation.item_id == item_id &&
      (dataset == request.params.end() || annotation.dataset.text == dataset->second);
  if (!is_there) return not_found("annotation", id.text);
  return id;
}

/// Lines of a log have ids of their own: that an annotation was made is told under its id.
std::string id_of(const LoggedChange& line) {
  return line.number == 0 ? line.annotation.text : fmt::format("{:024x}", line.number);
}

/// The object that holds the lines of each annotation, one after the other.
class LogText {
 public:
  explicit LogText(FileStore& files) : text_(files) { text_.add("{"); }

  void add(const LoggedChange& line) {
    const bool is_next = line.annotation != annotation_;
    if (is_next) {
      text_.add(annotation_.empty() ? "" : "],");
      text_.add(json::quoted(line.annotation.text) + ":[");
      annotation_ = line.annotation;
    }
    JsonWriter json;
    json.object([&] {
      json.member("id", id_of(line));
      json.member("annotationId", line.annotation);
      json.member("user", line.actor);
      json.member_iso("timestamp", line.at);
      json.member_raw("changes", text_of(line.changes));
    });
    text_.add((is_next ? "" : ",") + json.take());
  }

  [[nodiscard]] Response json_response() && {
    text_.add(annotation_.empty() ? "}" : "]}");
    return std::move(text_).json_response();
  }

 private:
  LongText text_;
  AnnotationId annotation_;  // whose lines are being written
};

Response one(const Env& env, const Annotation& annotation) {
  JsonWriter json;
  write_annotation(json, env, annotation);
  return json_response(json.take());
}

Response count_response(std::uint64_t count) {
  JsonWriter json;
  json.object([&] { json.member("annotationsCount", count); });
  return json_response(json.take());
}

/// To an array, or to a page of one.
template <class Elements>
void add_annotation(Elements& out, const Env& env, const Annotation& annotation) {
  JsonWriter json;
  write_annotation(json, env, annotation);
  out.add(json.take());
}

std::string raw_or_empty(const JsonBody& body, std::string_view name) {
  return body.has(name) ? body.raw(name) : std::string{};
}

Result<NewAnnotation> parse_new(const JsonBody& body) {
  NewAnnotation added;
  added.type = TRY(body.text("type"));
  added.label = TRY(body.text("label"));
  added.coordinates = raw_or_empty(body, "coordinates");
  added.attributes = raw_or_empty(body, "attributes");
  if (const auto metadata = TRY(body.optional_object("metadata"))) added.metadata = metadata->raw();
  added.label_suggestions = raw_or_empty(body, "labelSuggestions");
  added.description = TRY(body.text_or("description", ""));
  added.source = TRY(body.text_or("source", "sdk"));
  if (body.has("creator")) added.creator = TRY(body.email("creator"));
  return added;
}

bool is_list(std::string_view body) {
  return trimmed(body).starts_with('[');
}

}  // namespace

Result<Response> create(Env& env, const Request& request) {
  const auto added = [&](FunctionRef<Result<Done>(const NewAnnotation&)> take) {
    return JsonBody::for_each(request, [&](const JsonBody& body) -> Result<Done> {
      return take(TRY(parse_new(body)));
    });
  };
  const bool one_alone = !is_list(request.body);
  std::optional<Response> answer;
  std::optional<LongArray> list;
  const auto begin = [&] {
    answer.reset();
    list.emplace(env.files);
  };
  const auto made = [&](const Annotation& annotation) {
    if (one_alone) {
      answer = one(env, annotation);
    } else {
      add_annotation(*list, env, annotation);
    }
  };
  TRY(create_annotations(env, request.caller, TRY(items::item_of(env, request)), added, begin, made)
  );
  return answer ? *std::move(answer) : std::move(*list).json_response();
}

Result<Response> list(Env& env, const Request& request) {
  LongArray list(env.files);
  TRY(list_annotations(
      env,
      request.caller,
      TRY(items::item_of(env, request)),
      [&](const Annotation& annotation) { add_annotation(list, env, annotation); }
  ));
  return std::move(list).json_response();
}

Result<Response> get(Env& env, const Request& request) {
  return one(env, TRY(read_annotation(env, request.caller, TRY(annotation_id(request)))));
}

Result<Response> update(Env& env, const Request& request) {
  const Parameters parameters(request);
  const auto body = TRY(JsonBody::of(request));
  ChangeAnnotation change;
  change.annotation = TRY(annotation_id(request));
  change.system = TRY(parameters.flag("system"));
  change.replace = TRY(parameters.flag("replace"));
  change.type = TRY(body.optional_text("type"));
  change.label = TRY(body.optional_text("label"));
  if (body.has("coordinates")) change.coordinates = body.raw("coordinates");
  if (body.mentions("attributes")) change.attributes = body.raw("attributes");
  if (body.mentions("labelSuggestions")) change.label_suggestions = body.raw("labelSuggestions");
  change.source = TRY(body.optional_text("source"));
  change.description = TRY(body.optional_text("description"));
  if (body.has("metadata")) change.metadata = body.raw("metadata");
  return one(env, TRY(change_annotation(env, request.caller, change)));
}

Result<Response> remove(Env& env, const Request& request) {
  TRY(delete_annotation(env, request.caller, TRY(annotation_id(request))));
  return no_content();
}

Result<Response> open_issue(Env& env, const Request& request) {
  const auto id = TRY(annotation_of(env, request));
  return one(env, TRY(allot::open_issue(env, request.caller, id)));
}

Result<Response> log(Env& env, const Request& request) {
  const auto item = TRY(items::item_of(env, request));
  LogText text(env.files);
  TRY(read_annotation_log(env, request.caller, item, [&](const LoggedChange& line) {
    text.add(line);
  }));
  return std::move(text).json_response();
}

Result<Response> query(Env& env, const Request& request, const query::Query& query) {
  const DatasetId dataset{request.param("id")};
  if (query.references) {
    return invalid_field("references", "is for items; annotations are in no task");
  }
  if (query.delete_matches) {
    return count_response(TRY(delete_matching_annotations(env, request.caller, dataset, query)));
  }
  if (query.update) {
    const auto metadata = json::member(*query.update, "metadata").value_or("{}");
    return count_response(TRY(change_matching_annotations(
        env, request.caller, dataset, query, metadata, query.system_space
    )));
  }
  LongPage page(env.files, {.number = query.page, .size = query.page_size});
  TRY(query_annotations(
      env,
      request.caller,
      dataset,
      query,
      [&](std::uint64_t total) { page.begin(total); },
      [&](const Annotation& annotation) { add_annotation(page, env, annotation); }
  ));
  return std::move(page).json_response();
}

}  // namespace allot::http::annotations
