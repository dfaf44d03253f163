#include "http/inbox.h"

#include "http/json_body.h"
#include "http/page.h"
#include "http/parameters.h"
#include "usecases/inbox/read.h"

namespace allot::http::inbox {

namespace {

constexpr std::size_t ids_max = 1'000;

void write_line(JsonWriter& json, const InboxLine& line) {
  json.object([&] {
    json.member("id", line.id);
    json.member_ms("at", line.at);
    json.member("kind", name_of(line.kind));
    json.member("text", line.text);
    json.key("by");
    line.by.empty() ? json.null() : json.value(line.by);
    json.member("projectId", line.project);
    json.member_if("taskId", line.task.text);
    json.member_if("assignmentId", line.assignment.text);
    json.member_if("itemId", line.item.text);
    if (line.count > 1) json.member("count", line.count);
    json.member("read", line.is_read);
  });
}

Result<std::vector<InboxLineId>> ids_of(const JsonBody& body) {
  std::vector<InboxLineId> ids;
  const auto texts = TRY(body.texts("ids"));
  if (texts.size() > ids_max) {
    return invalid_field("ids", "must not name more than 1000 lines; `upTo` reads all up to one");
  }
  for (const auto& text : texts) ids.push_back(TRY(parse_id<InboxLineId>(text, "line", "ids")));
  return ids;
}

Result<ReadLines> lines_of(const JsonBody& body) {
  const bool has_last = body.has("upTo");
  if (has_last == body.has("ids")) {
    return invalid_field("upTo", "or `ids` must be given, and not both");
  }
  if (!has_last) return ReadLines(TRY(ids_of(body)));
  return ReadLines(TRY(body.id<InboxLineId>("upTo", "line")));
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  const auto page = TRY(page_of_query(request));
  const bool unread = TRY(Parameters(request).flag("unread"));
  const auto found = list_inbox(env, request.caller, unread, page.offset(), page.size);
  return page_response(page, found.total, [&](JsonWriter& json) {
    for (const auto& line : found.lines) write_line(json, line);
  });
}

Result<Response> read(Env& env, const Request& request) {
  const auto lines = TRY(lines_of(TRY(JsonBody::of(request))));
  TRY(read_inbox(env, request.caller, lines));
  return no_content();
}

}  // namespace allot::http::inbox
