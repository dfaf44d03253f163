#include "http/task_items.h"

#include "http/page.h"
#include "http/parameters.h"
#include "json/text.h"
#include "usecases/tasks/list_items.h"

namespace allot::http::task_items {

namespace {

constexpr std::uint64_t page_size = 100;  // unless another is asked

Result<AskTaskItems> asked_of(const Request& request) {
  constexpr std::string_view issues[] = {"open", "review"};
  constexpr std::string_view orders[] = {"holder", "time"};
  const Parameters parameters(request);
  AskTaskItems asked;
  asked.task = TRY(parse_id<TaskId>(request.param("id"), "task"));
  asked.assignees = TRY(parameters.emails("assignee"));
  const auto assignments = TRY(parameters.ids<AssignmentId>("assignment", "assignment"));
  if (assignments.size() > 1) return invalid_field("assignment", "must name one assignment");
  if (!assignments.empty()) asked.assignment = assignments.front();
  if (const auto issue = TRY(parameters.word("issue", issues))) {
    asked.issue = *issue == "open" ? AskTaskItems::Issue::open : AskTaskItems::Issue::review;
  }
  if (TRY(parameters.word("order", orders)) == "time") asked.order = AskTaskItems::Order::time;
  const auto status = TRY(parameters.name("status"));
  if (!status || status->with_spaces == "any") return asked;
  if (status->with_spaces == "open") {
    asked.status = AskTaskItems::Status::open;
  } else if (status->with_spaces == "in_use") {
    asked.status = AskTaskItems::Status::in_use;
  } else {
    asked.status = AskTaskItems::Status::word;
    asked.word = status->with_spaces;
  }
  return asked;
}

void write_item(JsonWriter& json, const Item& item) {
  json.member_object("item", [&] {
    json.member("id", item.id);
    json.member("name", item.name());
    json.member("filename", item.path);
    json.member("datasetId", item.dataset);
    json.member("mimetype", json::string_member(item.metadata, "system.mimetype").value_or(""));
  });
}

void write_status(JsonWriter& json, const std::optional<StatusEntry>& status) {
  // Statuses from before the log was kept have no author.
  const bool is_logged = status && !status->creator.empty();
  const auto one = [&](std::string_view name, bool is_there, auto write) {
    json.key(name);
    if (is_there) {
      write();
    } else {
      json.null();
    }
  };
  one("status", status.has_value(), [&] { json.value(status->word); });
  one("by", is_logged, [&] { json.value(status->creator); });
  one("at", is_logged, [&] { json.value(to_epoch_ms(status->at)); });
}

void write_row(JsonWriter& json, const TaskItem& row) {
  const auto id = [&](std::string_view name, const std::string& text) {
    json.key(name);
    text.empty() ? json.null() : json.value(text);
  };
  json.object([&] {
    write_item(json, row.item);
    id("assignmentId", row.assignment.text);
    id("assigneeId", row.assignee.text);
    write_status(json, row.status);
    json.member("issue", row.has_issue);
    json.member("forReview", row.for_review);
    json.key("inUse");
    if (row.in_use) {
      json.object([&] {
        json.member("by", row.in_use->by);
        json.member_ms("until", row.in_use->until);
      });
    } else {
      json.null();
    }
    json.member("annotations", row.annotations);
    json.member_ms("changedAt", row.changed_at);
  });
}

}  // namespace

Result<Response> list(Env& env, const Request& request) {
  const auto asked = TRY(asked_of(request));
  auto page = TRY(page_of_query(request, "page"));
  if (Parameters(request).text("pageSize").empty()) page.size = page_size;
  const auto found =
      TRY(list_task_items(env, request.caller, asked, {.offset = page.offset(), .size = page.size})
      );
  return page_response(page, found.total, [&](JsonWriter& json) {
    for (const auto& row : found.items) write_row(json, row);
  });
}

}  // namespace allot::http::task_items
