#include "schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include "base/log.h"
#include "clients.h"
#include "http/dispatch.h"
#include "net/listener.h"
#include "net/server.h"
#include "support/world.h"
#include "watched_store.h"

namespace allot::history {

namespace {

/// A real server on a free port.
class SocketServer {
 public:
  explicit SocketServer(Env& env) : SocketServer(env, net::Listener("127.0.0.1:0", 2)) {}

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  SocketServer(Env& env, net::Listener listener)
      : url_(listener.url()), dispatcher_(env), server_(env, dispatcher_, std::move(listener)) {
    server_.start();
  }

  const std::string url_;
  http::Dispatcher dispatcher_;
  net::Server server_;
};

class Stage {
 public:
  Stage(const Shape& shape, std::uint64_t seed)
      : shape_(shape),
        seed_(seed),
        items_(world_.items(shape.items)),
        turnstile_(shape.managers + shape.annotators, seed) {
    set_log_level(LogLevel::error);  // a line for each request is no news here
    if (shape.way == Way::http) server_ = std::make_unique<SocketServer>(env_);
  }

  Played play() {
    add_people();
    set_up_tasks();
    act();
    Played played{.history = {}, .start = {}};
    played.start.live = ItemSet::range(0, static_cast<Ordinal>(items_.size()));
    add_moves();
    for (const auto& task : tasks_made()) played.end[task] = world_.ledger(task);
    for (auto& part : parts_) {
      for (auto& event : part.events) played.history.push_back(std::move(event));
    }
    if (shape_.way != Way::stepped) note_overlapped(played.history);
    return played;
  }

 private:
  /// Ids that were given right before a call and right after it.
  struct Ids {
    OperationId before;
    OperationId after;
  };

  /// One client with what it did.
  struct Part {
    int number;
    std::unique_ptr<Client> client;
    Script script;
    std::vector<Event> events = {};
    std::vector<Ids> ids = {};  // of each event
    std::exception_ptr broken = {};
  };

  void add_people() {
    for (std::size_t i = 0; i < shape_.managers; ++i) {
      const auto name = i == 0 ? "mia" : fmt::format("olga{}", i);
      if (i > 0) world_.join(name, Role::owner);
      add_part(name, true);
    }
    for (std::size_t i = 0; i < shape_.annotators; ++i) {
      const auto* name = i == 0 ? "ada" : "ben";
      world_.join(name, Role::annotator);
      add_part(name, false);
    }
  }

  void add_part(const std::string& name, bool manages) {
    const auto person = test::World::person(name);
    auto client = server_ ? http_client(server_->url(), world_.bearer(name), world_, items_)
                          : direct_client(env_, world_, items_, person);
    const auto number = static_cast<int>(parts_.size());
    parts_.push_back(
        {.number = number,
         .client = std::move(client),
         .script = Script(
             seed_ * 64 + parts_.size(),
             person,
             manages,
             manages ? shape_.managers_mix : mix_of_annotators(),
             items_.size()
         )}
    );
  }

  /// mia makes the tasks, before the others come; every other one is pulling.
  void set_up_tasks() {
    auto& mia = parts_.front();
    std::vector<Ordinal> all;
    for (std::size_t i = 0; i < items_.size(); ++i) all.push_back(static_cast<Ordinal>(i));
    for (std::size_t i = 0; i < shape_.tasks; ++i) {
      Seat seat;
      Call call{.act = Act::create_task, .caller = test::World::person("mia"), .items = all};
      if (i % 2 == 0) {
        call.loads = test::equal_loads_for({"ada", "ben"});
      } else {
        call.pulling = terms_for({test::World::person("ada"), test::World::person("ben")});
      }
      const auto event = do_one(mia, seat, std::move(call));
      for (auto& part : parts_) part.script.learn(event.answer.created);
    }
  }

  void act() {
    {
      std::vector<std::jthread> threads;
      for (auto& part : parts_) threads.emplace_back([&] { run(part); });
    }
    for (const auto& part : parts_) {
      if (part.broken) std::rethrow_exception(part.broken);
    }
  }

  void run(Part& part) {
    const auto number = static_cast<std::size_t>(part.number);
    Seat seat{.turnstile = shape_.way == Way::stepped ? &turnstile_ : nullptr, .number = number};
    if (seat.turnstile != nullptr) seat.turnstile->enter(number);
    try {
      for (std::size_t i = 0; i < shape_.calls; ++i) do_one(part, seat, part.script.next());
    } catch (...) {
      part.broken = std::current_exception();
    }
    if (seat.turnstile != nullptr) seat.turnstile->leave(number);
  }

  const Event& do_one(Part& part, Seat& seat, Call call) {
    here = &seat;
    seat.written = 0;
    Event event{.client = part.number, .call = std::move(call)};
    Ids ids{.before = env_.ids.next<OperationId>(), .after = {}};
    event.invoked = now();
    part.client->ask(event);
    if (seat.turnstile != nullptr) seat.turnstile->pass(seat.number);
    event.returned = now();
    event.written = seat.written;
    here = nullptr;
    part.script.learn(event);
    ids.after = env_.ids.next<OperationId>();
    part.ids.push_back(std::move(ids));
    part.events.push_back(std::move(event));
    return part.events.back();
  }

  /// One clock for all: what was answered before another call began has the smaller instants.
  std::int64_t now() { return ++clock_; }

  [[nodiscard]] std::set<TaskId> tasks_made() const {
    std::set<TaskId> tasks;
    for (const auto& part : parts_) {
      for (const auto& event : part.events) {
        if (!event.answer.created.empty()) tasks.insert(event.answer.created);
      }
    }
    return tasks;
  }

  /// Tells each call of all that was recorded of it.
  void add_moves() {
    std::map<OperationId, Operation> operations;  // in the order in which they got their ids
    read(world_.env().store, [&](const Transaction& tx) {
      for (const auto& task : tasks_made()) {
        for (auto& one : tx.operations().of_task(task, 0, tx.operations().count_of(task))) {
          operations.emplace(one.id, std::move(one));
        }
      }
      return Done{};
    });
    for (auto& [id, operation] : operations) {
      call_of(operation).answer.moves.push_back(
          {.id = id, .task = operation.task, .plan = std::move(operation.plan)}
      );
    }
  }

  /// A client makes one call at a time, and ids ascend.
  Event& call_of(const Operation& operation) {
    for (auto& part : parts_) {
      for (std::size_t i = 0; i < part.events.size(); ++i) {
        const auto& ids = part.ids[i];
        if (part.events[i].call.caller != operation.by) break;
        if (ids.before < operation.id && operation.id < ids.after) return part.events[i];
      }
    }
    throw std::runtime_error("nobody did " + operation.id.text);
  }

  static void note_overlapped(History& history) {
    for (auto& event : history) {
      if (!tells_of_use(event.call)) continue;
      event.overlapped = std::ranges::any_of(history, [&](const Event& other) {
        return other.client != event.client && other.returned > event.invoked &&
               other.invoked < event.returned;
      });
    }
  }

  const Shape& shape_;
  const std::uint64_t seed_;
  test::World world_;
  WatchedStore store_{world_.env().store};
  Env env_ = with_store(world_.env(), store_);
  Items items_;
  Turnstile turnstile_;
  std::atomic<std::int64_t> clock_ = 0;
  std::unique_ptr<SocketServer> server_;
  std::vector<Part> parts_;
};

}  // namespace

Played play(const Shape& shape, std::uint64_t seed) {
  return Stage(shape, seed).play();
}

}  // namespace allot::history
