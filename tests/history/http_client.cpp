#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>
#include <map>
#include <span>
#include <stdexcept>

#include "base/json_writer.h"
#include "clients.h"
#include "http/json_body.h"
#include "json/text.h"

namespace allot::history {

namespace {

using http::JsonBody;

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

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

/// One connection that is kept.
class Connection {
 public:
  explicit Connection(const std::string& bearer) {
    headers_ = curl_slist_append(headers_, ("Authorization: " + bearer).c_str());
    headers_ = curl_slist_append(headers_, "Content-Type: application/json");
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &append);
  }

  ~Connection() {
    curl_easy_cleanup(curl_);
    curl_slist_free_all(headers_);
  }

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  struct Answered {
    long status = 0;
    std::string body;
  };

  Answered send(const std::string& method, const std::string& url, const std::string& body) {
    Answered answered;
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.c_str());
    if (method == "GET") curl_easy_setopt(curl_, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answered.body);
    if (const auto code = curl_easy_perform(curl_); code != CURLE_OK) {
      throw std::runtime_error(curl_easy_strerror(code));
    }
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &answered.status);
    return answered;
  }

 private:
  static std::size_t append(char* bytes, std::size_t, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(bytes, count);
    return count;
  }

  CURL* curl_ = curl_easy_init();
  curl_slist* headers_ = nullptr;
};

std::optional<ErrorCode> refusal(long status, const std::string& body) {
  switch (status) {
    case 200:
    case 204: return std::nullopt;
    case 400: return ErrorCode::invalid;
    case 403: return ErrorCode::forbidden;
    case 404: return ErrorCode::not_found;
    case 409: return ErrorCode::conflict;
    default: throw std::runtime_error(fmt::format("{}: {}", status, body));
  }
}

std::uint64_t number(std::string_view object, std::string_view path) {
  const auto text = json::number_member(object, path).value_or("");
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Counts counts_of(const std::string& json) {
  Counts counts{
      .total = number(json, "totalItems"),
      .completed = number(json, "itemStatus.completed"),
      .actions = {},
      .issues = number(json, "issues"),
      .for_review = number(json, "forReview")
  };
  const auto actions = json::member(json, "itemStatus.actions").value_or("{}");
  for (const auto& word : value_of(JsonBody::parse(actions)).names()) {
    counts.actions[word] = number(actions, word);
  }
  return counts;
}

template <class Status>
Status status_named(std::string_view name) {
  for (int i = 0; i < 4; ++i) {
    if (allot::name_of(static_cast<Status>(i)) == name) return static_cast<Status>(i);
  }
  throw std::runtime_error("no status " + std::string(name));
}

std::string text_of(const std::string& json, std::string_view path) {
  return json::string_member(json, path).value_or("");
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
    const auto tasks = "/annotationtasks/" + call.task.text;
    const auto assignments = "/assignments/" + call.assignment.text;
    switch (call.act) {
      case Act::create_task: command(event, "POST", "/annotationtasks", creation(event)); break;
      case Act::delete_task: command(event, "DELETE", tasks, "{}"); break;
      case Act::dismiss: send(event, "PATCH", tasks, R"({"status":"dismissed"})"); break;
      case Act::reopen: send(event, "PATCH", tasks, R"({"status":"open"})"); break;
      case Act::add: command(event, "POST", tasks + "/addToTask", selection(call)); break;
      case Act::remove: command(event, "POST", tasks + "/removeFromTask", selection(call)); break;
      case Act::redistribute:
        command(event, "POST", assignments + "/redistribute", selection(call));
        break;
      case Act::reassign:
        command(
            event,
            "POST",
            assignments + "/reassign",
            fmt::format(R"({{"annotator":["{}"]}})", call.to.text)
        );
        break;
      case Act::delete_assignment: command(event, "DELETE", assignments, "{}"); break;
      case Act::delete_item:
        send(event, "DELETE", "/items/" + items_.id(call.items.front()).text, "");
        break;
      case Act::set_status: call.single ? set_one(event) : set_many(event); break;
      case Act::read_task: read_task(event, tasks); break;
      case Act::read_assignment: read_assignment(event, assignments); break;
      case Act::list_assignments: list_assignments(event); break;
      case Act::list_items: list_items(event); break;
      case Act::read_item: read_item(event); break;
    }
  }

 private:
  /// The body of a success; nothing after a refusal.
  std::optional<std::string> send(
      Event& event, const std::string& method, const std::string& path, const std::string& body
  ) {
    auto answered = connection_.send(method, api_ + path, body);
    event.answer.refused = refusal(answered.status, answered.body);
    if (event.answer.refused) return std::nullopt;
    return std::move(answered.body);
  }

  void command(
      Event& event, const std::string& method, const std::string& path, const std::string& body
  ) {
    const auto answer = send(event, method, path, body);
    if (answer) read_command(event, json::member(*answer, "spec").value());
  }

  std::string query_text(const Call& call) const {
    return json::quoted(test::World::query_of(items_.ids(call.items)));
  }

  /// `query` and `workload`, as far as the call has them.
  std::string selection(const Call& call) const {
    std::string body = "{}";
    if (!call.items.empty()) body = json::with_member(body, "query", query_text(call));
    if (!call.loads.empty()) body = json::with_member(body, "workload", workload_json(call.loads));
    return body;
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
    return json::with_member(
        json::with_member(body, "query", query_text(event.call)),
        "workload",
        workload_json(event.call.loads)
    );
  }

  static std::string status_payload(const Call& call) {
    if (call.word.empty()) return R"({"operation":"delete","returnLastStatus":true})";
    return fmt::format(
        R"({{"operation":"create","status":"{}","returnLastStatus":true}})", call.word
    );
  }

  void set_one(Event& event) {
    const auto& call = event.call;
    const auto item = call.items.front();
    const auto path = "/assignments/" + call.assignment.text + "/items/" + items_.id(item).text;
    const auto answer = send(event, "POST", path + "/status", status_payload(call));
    if (!answer) return;
    event.answer.changed.push_back(
        {.item = item, .assignment = call.word.empty() ? AssignmentId{} : call.assignment}
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
    for (const auto& id : value_of(JsonBody::parse(*answer)).names()) {
      const auto now = json::member(*answer, id).value();
      event.answer.changed.push_back(
          {.item = items_.ordinal({id}),
           .assignment = {now == "null" ? "" : text_of(now, "assignmentId")}}
      );
    }
  }

  void read_task(Event& event, const std::string& path) {
    const auto answer = send(event, "GET", path, "");
    if (!answer) return;
    SeenTask seen{
        .status = status_named<TaskStatus>(text_of(*answer, "status")),
        .counts = counts_of(*answer),
        .assignments = {}
    };
    for (const auto& id : json::strings_of(json::member(*answer, "assignmentIds").value())) {
      seen.assignments.push_back({id});
    }
    event.answer.task = std::move(seen);
  }

  static SeenAssignment assignment_seen(const std::string& json) {
    return {
        .id = {text_of(json, "id")},
        .annotator = {text_of(json, "annotator")},
        .status = status_named<AssignmentStatus>(text_of(json, "status")),
        .counts = counts_of(json)
    };
  }

  void read_assignment(Event& event, const std::string& path) {
    const auto answer = send(event, "GET", path, "");
    if (answer) event.answer.assignments.push_back(assignment_seen(*answer));
  }

  void list_assignments(Event& event) {
    const auto answer = send(event, "GET", "/assignments?taskId=" + event.call.task.text, "");
    if (!answer) return;
    for (const auto& each : value_of(value_of(JsonBody::parse(*answer)).objects("items"))) {
      event.answer.assignments.push_back(assignment_seen(each.raw()));
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
    for (const auto& each : value_of(value_of(JsonBody::parse(*answer)).objects("items"))) {
      event.answer.items.push_back(item_seen(each.raw()));
    }
  }

  void read_item(Event& event) {
    const auto id = items_.id(event.call.items.front());
    const auto answer = send(event, "GET", "/items/" + id.text, "");
    if (answer) event.answer.items.push_back(item_seen(*answer));
  }

  /// An item's references name the task and then the assignment, for one task after the other
  /// (B-240).
  SeenItem item_seen(const std::string& json) const {
    SeenItem item{.item = items_.ordinal({text_of(json, "id")}), .references = {}};
    const auto system = value_of(JsonBody::parse(json::member(json, "metadata.system").value()));
    for (const auto& each : value_of(system.objects("refs"))) {
      const auto id = value_of(each.text("id"));
      const auto word = text_of(each.raw(), "metadata.status");
      if (value_of(each.text("type")) == "task") {
        item.references.push_back({.task = {id}, .assignment = {}, .word = word});
        continue;
      }
      auto& last = item.references.back();
      if (!last.assignment.empty() || last.word != word) throw std::runtime_error(json);
      last.assignment = {id};
    }
    return item;
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
