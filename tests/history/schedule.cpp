#include "schedule.h"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <memory>
#include <thread>

#include "base/log.h"
#include "clients.h"
#include "http/dispatch.h"
#include "net/listener.h"
#include "net/server.h"
#include "support/passing_store.h"
#include "support/world.h"
#include "turnstile.h"

namespace allot::history {

namespace {

/// What a client's thread is, for the store that it calls.
struct Seat {
  Turnstile* turnstile = nullptr;  // none: everybody at once
  std::size_t number = 0;
  std::uint64_t written = 0;  // the number of its latest change
};

thread_local Seat* here = nullptr;

/// The real store; numbers the changes in the writer's order and lets another client go on before
/// each transaction.
class WatchedStore final : public test::PassingStore {
 public:
  using PassingStore::PassingStore;

  void run_read(FunctionRef<void(const Transaction&)> body) override {
    let_others_go();
    PassingStore::run_read(body);
  }

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    let_others_go();
    std::uint64_t number = 0;
    const auto numbered = [&](Transaction& tx) {
      const bool keep = body(tx);
      if (keep) number = ++changes_;
      return keep;
    };
    PassingStore::run_write(where, numbered, kind);
    if (here != nullptr) here->written = number;
  }

 private:
  static void let_others_go() {
    if (here != nullptr && here->turnstile != nullptr) here->turnstile->pass(here->number);
  }

  std::uint64_t changes_ = 0;  // touched on the writer's thread alone
};

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
    if (shape.way == Way::http) server_ = std::make_unique<SocketServer>(world_.env());
  }

  Played play() {
    add_people();
    set_up_tasks();
    act();
    Played played{.history = {}, .start = {}};
    played.start.live = ItemSet::range(0, static_cast<Ordinal>(items_.size()));
    for (auto& part : parts_) {
      for (auto& event : part.events) played.history.push_back(std::move(event));
    }
    for (auto& event : played.history) event.answer.moved = recorded(event.operation);
    return played;
  }

 private:
  /// One client with what it did.
  struct Part {
    int number;
    std::unique_ptr<Client> client;
    Script script;
    std::vector<Event> events = {};
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

  /// mia makes the tasks, before the others come.
  void set_up_tasks() {
    auto& mia = parts_.front();
    std::vector<Ordinal> all;
    for (std::size_t i = 0; i < items_.size(); ++i) all.push_back(static_cast<Ordinal>(i));
    for (std::size_t i = 0; i < shape_.tasks; ++i) {
      Seat seat;
      const Call call{
          .act = Act::create_task,
          .caller = test::World::person("mia"),
          .items = all,
          .loads = test::equal_loads_for({"ada", "ben"})
      };
      const auto event = do_one(mia, seat, call);
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
    event.invoked = now();
    part.client->ask(event);
    if (seat.turnstile != nullptr) seat.turnstile->pass(seat.number);
    event.returned = now();
    event.written = seat.written;
    here = nullptr;
    part.script.learn(event);
    part.events.push_back(std::move(event));
    return part.events.back();
  }

  /// One clock for all: what was answered before another call began has the smaller instants.
  std::int64_t now() { return ++clock_; }

  std::optional<Plan> recorded(const OperationId& id) {
    if (id.empty()) return std::nullopt;
    return read(world_.env().store, [&](const Transaction& tx) -> std::optional<Plan> {
      auto operation = tx.operations().find(id);
      if (!operation) return std::nullopt;
      return std::move(operation->plan);
    });
  }

  const Shape& shape_;
  const std::uint64_t seed_;
  test::World world_;
  WatchedStore store_{world_.env().store};
  Env env_{
      .store = store_,
      .files = world_.env().files,
      .clock = world_.env().clock,
      .random = world_.env().random,
      .ids = world_.env().ids,
      .settings = world_.env().settings,
      .tokens = world_.env().tokens,
      .throttle = world_.env().throttle,
      .password_cost = world_.env().password_cost,
      .meters = world_.env().meters,
      .in_use = world_.env().in_use
  };
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
