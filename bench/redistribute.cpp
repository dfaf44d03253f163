// How long does it take to redistribute an assignment of N open items among P people?
//
//   ./dev bench redistribute --items 1000000 [--people 10] [--rounds 5] [--skip-baseline]
//
// Items are registered directly. Each round makes a task with one assignment that holds all N, then
// measures one move: the rules alone (`plan`), the use case on the store until it is on disk
// (`server`), its undo (`undo`), and the request on a socket of loopback (`http`). Two patterns:
// `run`, the oldest N items in a row, and `scattered`, N of 1.5 N at random. In the same minute the
// baseline moves the same items in a table with a row for each item and task, under the same
// durability.

#include "usecases/assignments/redistribute.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <random>
#include <stdexcept>

#include "base/log.h"
#include "domain/plan.h"
#include "installation/installation.h"
#include "net/server.h"
#include "one_client.h"
#include "place.h"
#include "row_per_item.h"
#include "usecases/accounts/sign_in.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/create.h"

namespace {

using namespace allot;
using namespace allot_bench;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Size {
  std::uint32_t items = 1'000'000;
  std::uint32_t people = 10;
  std::uint32_t rounds = 5;
  bool skip_baseline = false;
};

template <class Body>
double milliseconds(Body&& body) {
  const auto begun = std::chrono::steady_clock::now();
  body();
  return Milliseconds(std::chrono::steady_clock::now() - begun).count();
}

/// The least, the middle and the greatest of several rounds.
struct Figures {
  std::vector<double> rounds;

  [[nodiscard]] double median() const {
    auto sorted = rounds;
    std::ranges::sort(sorted);
    return sorted[sorted.size() / 2];
  }

  void print(std::string_view what) const {
    std::cout << fmt::format(
                     "  {:<10} {:>9.2f}  {:>9.2f}  {:>9.2f}",
                     what,
                     std::ranges::min(rounds),
                     median(),
                     std::ranges::max(rounds)
                 )
              << std::endl;
  }
};

std::vector<Load> equal_loads(std::uint32_t people) {
  std::vector<Load> loads;
  for (std::uint32_t i = 0; i < people; ++i) {
    loads.push_back(
        {.assignee = UserId{fmt::format("p{}@example.org", i)}, .percent = 100.0 / people}
    );
  }
  return loads;
}

/// Tasks on the items of a place.
class Ground {
 public:
  Ground(Env& env, std::uint32_t items) : env_(env), place_(make_place(env)) {
    register_items(place_, items);
  }

  [[nodiscard]] const Caller& caller() const { return place_.caller; }

  /// A task whose one assignment holds these open items; gives the assignment.
  AssignmentId assignment_of(const ItemSet& open) {
    const CreateTask input{
        .name = fmt::format("Round {}", ++tasks_),
        .query = "{}",
        .project = place_.project,
        .dataset = place_.dataset.id,
        .recipe = place_.dataset.recipes.front(),
        .owner = place_.caller.user,
        .empty = true
    };
    (void)done(create_task(env_, place_.caller, input));
    return done(write(
        env_.store,
        Scope::everything(),
        [&](Transaction& tx) -> Result<AssignmentId> {
          const auto task = tx.tasks().of_dataset(place_.dataset.id).back();
          Assignment assignment{
              .id = env_.ids.next<AssignmentId>(),
              .task = task.id,
              .project = place_.project,
              .dataset = place_.dataset.id,
              .name = task.name + " (ada)",
              .annotator = UserId{"ada@example.org"}
          };
          tx.assignments().put(assignment);
          Ledger ledger;
          ledger.members = open;
          ledger.shares.put(
              {.assignment = assignment.id,
               .annotator = assignment.annotator,
               .open = open,
               .by_status = {}}
          );
          tx.ledgers().put(task.id, ledger);
          return assignment.id;
        }
    ));
  }

  [[nodiscard]] Ledger ledger_of(const AssignmentId& assignment) {
    return read(env_.store, [&](const Transaction& tx) {
      return *tx.ledgers().of(tx.assignments().find(assignment)->task);
    });
  }

 private:
  Env& env_;
  const Place place_;
  std::uint32_t tasks_ = 0;
};

std::string body_of(const std::vector<Load>& loads) {
  std::string units;
  for (const auto& load : loads) {
    units += fmt::format(
        R"({}{{"assigneeId":"{}","load":{}}})",
        units.empty() ? "" : ",",
        load.assignee.text,
        load.percent
    );
  }
  return fmt::format(R"({{"workload":[{}]}})", units);
}

ItemSet scattered(std::uint32_t count, std::uint32_t among) {
  std::mt19937_64 chance{7};
  std::vector<Ordinal> ordinals;
  ordinals.reserve(count);
  // Each of the rest is taken with the chance that fills the count exactly.
  for (Ordinal i = 0; i < among && ordinals.size() < count; ++i) {
    if (chance() % (among - i) < count - ordinals.size()) ordinals.push_back(i);
  }
  return ItemSet::of(ordinals);
}

class Measurement {
 public:
  Measurement(const Size& size, std::filesystem::path folder)
      : size_(size),
        folder_(std::move(folder)),
        loads_(equal_loads(size.people)),
        installation_(DataFolder::open(folder_), {.public_url = "http://localhost"}),
        ground_(installation_.env(), size.items + size.items / 2),
        dispatcher_(installation_.env()),
        listener_("127.0.0.1:0", 2),
        address_(listener_.address()),
        server_(installation_.env(), dispatcher_, std::move(listener_)),
        client_(
            (server_.start(), address_),
            open_session(installation_.env(), ground_.caller().user).id_token
        ) {}

  void run(std::string_view pattern, const ItemSet& open) {
    Figures plan;
    Figures in_server;
    Figures undo;
    Figures http;
    for (std::uint32_t round = 0; round < size_.rounds; ++round) {
      auto source = ground_.assignment_of(open);
      const auto ledger = ground_.ledger_of(source);
      plan.rounds.push_back(milliseconds([&] { plan_alone(ledger, source); }));
      OperationId moved;
      in_server.rounds.push_back(milliseconds([&] { moved = move(source); }));
      undo.rounds.push_back(milliseconds([&] { take_back(moved, open.size()); }));
      source = ground_.assignment_of(open);
      http.rounds.push_back(milliseconds([&] {
        client_.post("/api/v1/assignments/" + source.text + "/redistribute", body_of(loads_));
      }));
    }
    std::cout << fmt::format("{} ({} open items)\n", pattern, open.size());
    plan.print("plan");
    in_server.print("server");
    undo.print("undo");
    http.print("http");
    if (!size_.skip_baseline) compare(open, in_server, http);
  }

 private:
  OperationId move(const AssignmentId& source) {
    const auto outcome = done(redistribute_assignment(
        installation_.env(), ground_.caller(), {.assignment = source, .loads = loads_}
    ));
    return std::get<Redistributed>(std::get<Command>(outcome).result).operation;
  }

  void take_back(const OperationId& moved, std::uint64_t count) {
    const auto outcome =
        done(undo_operation(installation_.env(), ground_.caller(), {.operation = moved}));
    if (std::get<Undone>(std::get<Command>(outcome).result).count != count) {
      throw std::logic_error("the undo is not whole");
    }
  }

  void plan_alone(const Ledger& ledger, const AssignmentId& source) const {
    const auto plan = plan_redistribution(ledger, source, loads_);
    NewAssignments ids;
    for (const auto& person : plan.newcomers(ledger)) ids[person] = {person.text};
    if (applied(ledger, plan, ids).shares.size() != loads_.size() + 1) {
      throw std::logic_error("the plan is wrong");
    }
  }

  void compare(const ItemSet& open, const Figures& in_server, const Figures& http) {
    const auto file = folder_ / "rows.db";
    Figures rows;
    {
      RowPerItem table(file, open);
      const auto counts = apportion(open.size(), loads_);
      const auto parts = Selection{.items = open, .order = {}}.runs(counts);
      rows.rounds.push_back(milliseconds([&] { table.move(parts); }));
    }
    for (const auto* const suffix : {"", "-wal", "-shm"}) {
      std::filesystem::remove(file.string() + suffix);
    }
    rows.print("rows");
    std::cout << fmt::format(
        "  a row for each item takes {:.0f} times as long as the server, {:.0f} times as long as "
        "http\n\n",
        rows.median() / in_server.median(),
        rows.median() / http.median()
    );
  }

  const Size size_;
  const std::filesystem::path folder_;
  const std::vector<Load> loads_;
  Installation installation_;
  Ground ground_;
  http::Dispatcher dispatcher_;
  net::Listener listener_;
  const std::string address_;
  net::Server server_;
  OneClient client_;
};

void measure(const Size& size) {
  const auto folder = std::filesystem::current_path() /
                      fmt::format("bench-redistribute.{}", std::random_device{}());
  set_log_level(LogLevel::error);
  std::cout << fmt::format("Registering {} items …", size.items + size.items / 2) << std::endl;
  {
    Measurement measurement(size, folder);
    std::cout << fmt::format(
        "Redistributed among {} people; ms: least, median, most of {} rounds\n\n",
        size.people,
        size.rounds
    );
    measurement.run("run", ItemSet::range(0, size.items));
    measurement.run("scattered", scattered(size.items, size.items + size.items / 2));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** words) {
  Size size;
  CLI::App app("Redistributes an assignment and tells how long that takes");
  app.add_option("--items", size.items, "Open items of the assignment")
      ->check(CLI::Range(100u, 100'000'000u));
  app.add_option("--people", size.people, "Who gets them")->check(CLI::Range(1u, 1000u));
  app.add_option("--rounds", size.rounds, "Moves measured")->check(CLI::Range(1u, 1000u));
  app.add_flag("--skip-baseline", size.skip_baseline, "Leave out the table of rows");
  CLI11_PARSE(app, count, words);
  try {
    measure(size);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
