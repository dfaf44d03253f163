#include <fmt/format.h>

#include <span>

#include "base/json_writer.h"
#include "clients.h"
#include "http_connection.h"
#include "http_reading.h"
#include "json/plan_text.h"
#include "json/text.h"

namespace allot::history {

namespace {

std::string workload_json(std::span<const Load> loads) {
  JsonWriter json;
  json.array([&] {
    for (const auto& load : loads) {
      json.object([&] {
        json.member("assigneeId", load.assignee);
        json.member("load", load.percent);
      });
    }
  });
  return json.take();
}

std::string expectation_json(const PlanSummary& preview) {
  const auto expected = expectation_of(preview);
  JsonWriter json;
  json.object([&] {
    json.member("version", expected.version);
    json.member_array("people", [&] {
      for (const auto& line : expected.people) {
        json.object([&] {
          json.member("assigneeId", line.person);
          json.member("gives", line.gives);
          json.member("gets", line.gets);
        });
      }
    });
  });
  return json.take();
}

class HttpClient final : public Client {
 public:
  HttpClient(
      const std::string& url,
      const std::string& bearer,
      const test::World& world,
      const Items& items
  )
      : api_(url + "/api/v1"), world_(world), items_(items), connection_(bearer) {}

  void ask(Event& event) override {
    const auto& call = event.call;
    const auto task = "/annotationtasks/" + call.task.text;
    const auto assignment = "/assignments/" + call.assignment.text;
    switch (call.act) {
      case Act::create_task: move(event, "POST", "/annotationtasks", creation(event)); break;
      case Act::delete_task: move(event, "DELETE", task, options(call)); break;
      case Act::dismiss: send(event, "PATCH", task, R"({"status":"dismissed"})"); break;
      case Act::reopen: send(event, "PATCH", task, R"({"status":"open"})"); break;
      case Act::add: move(event, "POST", task + "/addToTask", selection(call)); break;
      case Act::remove: move(event, "POST", task + "/removeFromTask", selection(call)); break;
      case Act::redistribute_task:
        move(event, "POST", task + "/redistribute", selection(call));
        break;
      case Act::redistribute:
        move(event, "POST", assignment + "/redistribute", selection(call));
        break;
      case Act::reassign: move(event, "POST", assignment + "/reassign", receiver(call)); break;
      case Act::delete_assignment: move(event, "DELETE", assignment, options(call)); break;
      case Act::undo: move(event, "POST", operation(call) + "/undo", options(call)); break;
      case Act::load_batch: move(event, "POST", assignment + "/batch", options(call)); break;
      case Act::clear_batch: move(event, "POST", assignment + "/clear", options(call)); break;
      case Act::add_contributors: change_contributors(event, task, "add"); break;
      case Act::remove_contributors: change_contributors(event, task, "remove"); break;
      case Act::delete_item: send(event, "DELETE", item(call), ""); break;
      case Act::set_status: call.single ? set_one(event) : set_many(event); break;
      case Act::annotate: send(event, "POST", item(call) + "/annotations", box); break;
      case Act::use_item: send(event, "PUT", assignment + item(call) + "/in-use", "{}"); break;
      case Act::end_use: send(event, "DELETE", assignment + item(call) + "/in-use", "{}"); break;
      case Act::read_task: read_task(event, task); break;
      case Act::read_assignment: read_assignment(event, assignment); break;
      case Act::list_assignments: list_assignments(event); break;
      case Act::list_items: list_items(event); break;
      case Act::read_item: read_item(event); break;
      case Act::list_operations: list_operations(event, task); break;
    }
  }

 private:
  static constexpr auto box = R"([{"type":"box","label":"cat"}])";

  [[nodiscard]] std::string item(const Call& call) const {
    return "/items/" + items_.id(call.items.front()).text;
  }

  static std::string operation(const Call& call) { return "/operations/" + call.operation.text; }

  Connection::Answered ask(
      Event& event, const std::string& method, const std::string& path, const std::string& body
  ) {
    auto answered = connection_.send(method, api_ + path, body);
    event.answer.refused = refusal(answered.status, answered.body);
    return answered;
  }

  /// The body of a success; nothing after a refusal.
  std::optional<std::string> send(
      Event& event, const std::string& method, const std::string& path, const std::string& body
  ) {
    auto answered = ask(event, method, path, body);
    if (event.answer.refused) return std::nullopt;
    return std::move(answered.body);
  }

  void move(
      Event& event, const std::string& method, const std::string& path, const std::string& body
  ) {
    const bool preview = event.call.preview;
    const auto answered = ask(event, method, path + (preview ? "?dryRun=true" : ""), body);
    auto& answer = event.answer;
    if (preview ? !answer.refused : answer.refused == ErrorCode::plan_changed) {
      answer.preview = read_plan(json::member(answered.body, "plan").value());
    } else if (!answer.refused) {
      read_command(event, json::member(answered.body, "spec").value());
    }
  }

  std::string query_text(const Call& call) const {
    return json::quoted(test::World::query_of(items_.ids(call.items)));
  }

  /// How a move is asked for.
  static std::string options(const Call& call) {
    std::string body = "{}";
    if (call.include_in_use) body = json::with_member(body, "includeInUse", "true");
    if (call.expect) body = json::with_member(body, "expect", expectation_json(*call.expect));
    return body;
  }

  /// With `query` and `workload`, as far as the call has them.
  std::string selection(const Call& call) const {
    auto body = options(call);
    if (!call.items.empty()) body = json::with_member(body, "query", query_text(call));
    if (!call.loads.empty()) body = json::with_member(body, "workload", workload_json(call.loads));
    return body;
  }

  static std::string receiver(const Call& call) {
    const auto people = fmt::format(R"(["{}"])", call.to.text);
    return json::with_member(options(call), "annotator", people);
  }

  std::string creation(const Event& event) const {
    const auto body = fmt::format(
        R"({{"name":"{}","projectId":"{}","datasetId":"{}","recipeId":"{}",
            "taskOwner":"mia@example.org","spec":{{"type":"annotation"}}}})",
        task_name(event),
        world_.project().text,
        world_.dataset().text,
        world_.recipe().text
    );
    const auto with_query = json::with_member(body, "query", query_text(event.call));
    if (event.call.pulling) return json::with_member(with_query, "metadata", terms(event.call));
    return json::with_member(with_query, "workload", workload_json(event.call.loads));
  }

  static std::string terms(const Call& call) {
    const auto& terms = call.pulling.value();
    return fmt::format(
        R"({{"system":{{"batchSize":{},"maxBatchWorkload":{},"allowedAssignees":{}}}}})",
        terms.batch_size,
        terms.max_workload,
        addresses(terms.allowed)
    );
  }

  static std::string addresses(const std::vector<UserId>& people) {
    std::vector<std::string> texts;
    for (const auto& person : people) texts.push_back(person.text);
    return json::string_array(texts);
  }

  void change_contributors(Event& event, const std::string& task, std::string_view action) {
    const auto body =
        fmt::format(R"({{"action":"{}","assignees":{}}})", action, addresses(event.call.people));
    const auto answer = send(event, "POST", task + "/contributors", body);
    if (answer) event.answer.task = task_seen(*answer);
  }

  static std::string status_payload(const Call& call) {
    if (call.word.empty()) return R"({"operation":"delete","returnLastStatus":true})";
    return fmt::format(
        R"({{"operation":"create","status":"{}","returnLastStatus":true}})", call.word
    );
  }

  void set_one(Event& event) {
    const auto& call = event.call;
    const auto path = "/assignments/" + call.assignment.text + item(call);
    const auto answer = send(event, "POST", path + "/status", status_payload(call));
    if (!answer) return;
    event.answer.changed.push_back(
        {.item = call.items.front(),
         .assignment = call.word.empty() ? AssignmentId{} : call.assignment}
    );
  }

  void set_many(Event& event) {
    const auto& call = event.call;
    std::vector<std::string> ids;
    for (const auto& id : items_.ids(call.items)) ids.push_back(id.text);
    const auto body = fmt::format(
        R"({{"itemIds":{},"statusPayload":{}}})", json::string_array(ids), status_payload(call)
    );
    const auto path = call.assignment.empty() ? "/assignments/items/tasks/" + call.task.text
                                              : "/assignments/" + call.assignment.text + "/items";
    const auto answer = send(event, "POST", path + "/status", body);
    if (!answer) return;
    for (const auto& id : names_in(*answer)) {
      const auto now = json::member(*answer, id).value();
      event.answer.changed.push_back(
          {.item = items_.ordinal({id}),
           .assignment = {json::string_member(now, "assignmentId").value_or("")}}
      );
    }
  }

  void read_task(Event& event, const std::string& path) {
    const auto answer = send(event, "GET", path, "");
    if (!answer) return;
    event.answer.task = task_seen(*answer);
  }

  void read_assignment(Event& event, const std::string& path) {
    const auto answer = send(event, "GET", path, "");
    if (answer) event.answer.assignments.push_back(assignment_seen(*answer));
  }

  void list_assignments(Event& event) {
    const auto answer = send(event, "GET", "/assignments?taskId=" + event.call.task.text, "");
    if (!answer) return;
    for (const auto& each : objects_in(*answer, "items")) {
      event.answer.assignments.push_back(assignment_seen(each));
    }
  }

  void list_items(Event& event) {
    const auto& call = event.call;
    const auto body = fmt::format(
        R"({{"filter":{{"metadata.system.refs.id":"{}"}},"sort":{{"id":"ascending"}},"page":0,"pageSize":500}})",
        call.assignment.empty() ? call.task.text : call.assignment.text
    );
    const auto answer = send(event, "POST", "/datasets/" + world_.dataset().text + "/query", body);
    if (!answer) return;
    for (const auto& each : objects_in(*answer, "items")) {
      event.answer.items.push_back(item_seen(items_, each));
    }
  }

  void read_item(Event& event) {
    const auto answer = send(event, "GET", item(event.call), "");
    if (answer) event.answer.items.push_back(item_seen(items_, *answer));
  }

  void list_operations(Event& event, const std::string& task) {
    const auto path = fmt::format("{}/operations?pageSize={}", task, operations_listed);
    const auto answer = send(event, "GET", path, "");
    if (!answer) return;
    for (const auto& each : objects_in(*answer, "items")) {
      event.answer.operations.push_back(operation_seen(each));
    }
  }

  const std::string api_;
  const test::World& world_;
  const Items& items_;
  Connection connection_;
};

}  // namespace

std::unique_ptr<Client> http_client(
    std::string url, std::string bearer, const test::World& world, const Items& items
) {
  return std::make_unique<HttpClient>(url, bearer, world, items);
}

}  // namespace allot::history
