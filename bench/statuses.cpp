// How many durable statuses a second, over HTTP, beside what the HTTP library costs alone?
//
//   ./dev bench statuses [--connections 1,64,512] [--people 20] [--scatter] [--seconds 3] [--rounds
//   3] [--folder DIR]
//
// Server and clients are in this process: two I/O threads and the writer on one side, one thread
// with epoll for all connections on the other, on loopback; so on two cores they share. Each
// connection sets the status `completed` of its own items, one request at a time, and each round
// turns to a raw Beast echo with the same requests for as long. The data folder is on a real disk
// (where the program is started, or --folder). Afterwards every acknowledged status must be in the
// ledger, and again after the folder was opened anew.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <optional>
#include <random>

#include "base/log.h"
#include "echo.h"
#include "installation/installation.h"
#include "load.h"
#include "net/server.h"
#include "place.h"
#include "usecases/accounts/sign_in.h"

namespace {

using namespace allot;
using namespace allot_bench;

struct Size {
  std::vector<std::size_t> connections{1, 64, 512};
  double seconds = 3;
  std::size_t rounds = 3;
  std::uint32_t items = 600'000;  // in each task
  int people = 20;                // of each task
  bool scatter = false;           // not in runs, but dealt one by one
  std::string folder;
};

constexpr std::size_t io_threads = 2;

/// A task, its people's assignments, and what was acknowledged.
struct Work {
  TaskId task;
  std::vector<AssignmentId> assignments;
  std::vector<std::vector<std::pair<Ordinal, ItemId>>> items;  // of each assignment
  std::vector<std::size_t> next;                               // of each assignment
  ItemSet acknowledged;
};

/// A task of all items among its people.
Work make_work(const Place& place, const std::string& name, const Size& size) {
  const auto task = make_task(place, name, size.people);
  if (size.scatter) deal_out(place, task);
  return read(place.env.store, [&](const Transaction& tx) {
    Work work{.task = task};
    const auto ledger = tx.ledgers().of(work.task);
    for (const auto& share : ledger->shares) {
      std::vector<Ordinal> ordinals;
      share.open.for_each([&](Ordinal ordinal) { ordinals.push_back(ordinal); });
      work.assignments.push_back(share.assignment);
      work.items.push_back(tx.items().ids(place.dataset.id, ordinals));
    }
    work.next.resize(work.assignments.size());
    return work;
  });
}

std::string request_for(const Work& work, std::size_t share, const std::string& token) {
  constexpr std::string_view body = R"({"operation":"create","status":"completed"})";
  return fmt::format(
      "POST /api/v1/assignments/{}/items/{}/status HTTP/1.1\r\nHost: localhost\r\n"
      "Authorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      work.assignments[share].text,
      work.items[share][work.next[share]].second.text,
      token,
      body.size(),
      body
  );
}

void check_ledger(Store& store, const Work& work, std::string_view when) {
  const auto ledger =
      read(store, [&](const Transaction& tx) { return tx.ledgers().of(work.task); });
  ItemSet completed;
  for (const auto& share : ledger->shares) {
    const auto found = share.by_status.find("completed");
    if (found != share.by_status.end()) completed |= found->second;
  }
  if (completed != work.acknowledged) {
    throw std::runtime_error(fmt::format(
        "{}: {} statuses were acknowledged, the ledger has {}",
        when,
        work.acknowledged.size(),
        completed.size()
    ));
  }
}

/// Sets statuses, each once, for the time of the load.
LoadResult set_statuses(Work& work, const Traffic& shape, const std::string& token) {
  std::vector<std::optional<Ordinal>> asked(shape.connections);
  std::vector<std::size_t> turns(shape.connections);
  auto load = shape;
  load.request = [&](std::size_t connection) -> std::string {
    // Each request of a connection is for another person, until all had their turn.
    const auto share =
        (connection + shape.connections * turns[connection]++) % work.assignments.size();
    if (work.next[share] == work.items[share].size()) return "";
    auto request = request_for(work, share, token);
    asked[connection] = work.items[share][work.next[share]++].first;
    return request;
  };
  std::vector<Ordinal> acknowledged;
  load.answered = [&](std::size_t connection, int status) {
    if (status == 200) acknowledged.push_back(*asked[connection]);
  };
  auto result = run_load(load);
  work.acknowledged |= ItemSet::of(acknowledged);
  if (result.refused > 0) {
    throw std::runtime_error(
        fmt::format("{} statuses were refused: {}", result.refused, result.refusal)
    );
  }
  return result;
}

LoadResult echo(const Work& work, const Traffic& shape, const std::string& token) {
  const auto request = request_for(work, 0, token);
  auto load = shape;
  load.request = [&](std::size_t) { return request; };
  load.answered = [](std::size_t, int) {};
  return run_load(load);
}

/// The round in the middle, by what it did in a second.
LoadResult& median(std::vector<LoadResult>& rounds) {
  std::ranges::sort(rounds, {}, &LoadResult::each_second);
  return rounds[rounds.size() / 2];
}

void print(std::string_view what, std::size_t connections, LoadResult& result) {
  std::cout << fmt::format(
                   "  {:>4}  {:<9} {:>9.0f} /s   p50 {:>7.2f} ms   p99 {:>7.2f} ms",
                   connections,
                   what,
                   result.each_second(),
                   result.quantile(0.5) / 1000.0,
                   result.quantile(0.99) / 1000.0
               )
            << std::endl;
}

void measure_at(
    std::size_t connections,
    const Size& size,
    Work& work,
    const std::string& address,
    const std::string& echo_address,
    const std::string& token,
    Store& store
) {
  const auto time = std::chrono::milliseconds(std::int64_t(size.seconds * 1000));
  std::vector<LoadResult> statuses;
  std::vector<LoadResult> echoes;
  const auto before = store.numbers();
  for (std::size_t round = 0; round < size.rounds; ++round) {
    echoes.push_back(
        echo(work, {.address = echo_address, .connections = connections, .time = time}, token)
    );
    statuses.push_back(
        set_statuses(work, {.address = address, .connections = connections, .time = time}, token)
    );
  }
  const auto after = store.numbers();
  check_ledger(store, work, "while serving");
  auto& echoed = median(echoes);
  auto& set = median(statuses);
  print("echo", connections, echoed);
  print("statuses", connections, set);
  const auto commits = after.group_jobs.total() - before.group_jobs.total();
  std::cout << fmt::format(
      "        {:.2f} of the echo; {} acknowledged, all in the ledger; {:.1f} changes a commit of "
      "{:.2f} ms\n",
      set.each_second() / echoed.each_second(),
      work.acknowledged.size(),
      double(after.changes - before.changes) / double(std::max<std::uint64_t>(commits, 1)),
      1000 * (after.commit_seconds.sum - before.commit_seconds.sum) /
          double(std::max<std::uint64_t>(commits, 1))
  );
}

void measure(const Size& size) {
  const auto base =
      size.folder.empty() ? std::filesystem::current_path() : std::filesystem::path(size.folder);
  const auto folder = base / fmt::format("bench-statuses.{}", std::random_device{}());
  set_log_level(LogLevel::error);
  std::vector<Work> works;
  {
    Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
    auto& env = installation.env();
    const auto place = make_place(env);
    std::cout << fmt::format("Registering {} items …", size.items) << std::endl;
    register_items(place, size.items);
    for (const auto connections : size.connections) {
      works.push_back(make_work(place, fmt::format("With {}", connections), size));
    }
    http::Dispatcher dispatcher(env);
    net::Listener listener("127.0.0.1:0", io_threads);
    const auto address = listener.address();
    net::Server server(env, dispatcher, std::move(listener));
    server.start();
    const EchoServer echo_server(io_threads);
    const auto token = open_session(env, place.caller.user).id_token;
    std::cout << fmt::format(
        "{} rounds of {} s each, the median; connections, requests a second\n\n",
        size.rounds,
        size.seconds
    );
    for (std::size_t i = 0; i < works.size(); ++i) {
      measure_at(
          size.connections[i], size, works[i], address, echo_server.address(), token, env.store
      );
    }
    server.stop();
  }
  {
    Installation again(DataFolder::open(folder), {.public_url = "http://localhost"});
    for (const auto& work : works) check_ledger(again.env().store, work, "after opening anew");
    std::cout << "\nOpened anew, every acknowledged status is there.\n";
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** words) {
  Size size;
  CLI::App app("Sets statuses over HTTP, beside a raw echo, and tells how many a second");
  app.add_option("--connections", size.connections, "How many at once; several, by commas")
      ->delimiter(',')
      ->check(CLI::Range(1u, 10'000u));
  app.add_option("--seconds", size.seconds, "Of each round")->check(CLI::Range(0.1, 600.0));
  app.add_option("--rounds", size.rounds, "The one in the middle is printed")
      ->check(CLI::Range(1u, 100u));
  app.add_option("--items", size.items, "Of each task")->check(CLI::Range(100u, 50'000'000u));
  app.add_option("--people", size.people, "Of each task")->check(CLI::Range(1, 100'000));
  app.add_flag("--scatter", size.scatter, "Items are dealt one by one instead of in runs");
  app.add_option("--folder", size.folder, "Where the data folder is made (default: here)");
  CLI11_PARSE(app, count, words);
  try {
    measure(size);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
