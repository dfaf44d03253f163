// The client SDK's part of bench/clients.py; not meant to be run alone.
//
//   bench_clients prepare DIR ITEMS ASSIGNMENTS      makes the ground, prints it as JSON
//   bench_clients http URL EMAIL PASSWORD TASK ASSIGNMENT…
//   bench_clients embedded DIR EMAIL TASK ASSIGNMENT…
//
// The last two time three calls and print milliseconds as JSON: `get` of a task, a `page` of 100
// items, the `redistribute` of an assignment. After each timed call its result is checked.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "allot/allot.h"
#include "allot/embedded.h"
#include "ground.h"

namespace {

constexpr int reads = 50;

template <class Body>
double milliseconds(Body&& body) {
  const auto begun = std::chrono::steady_clock::now();
  body();
  const auto taken = std::chrono::steady_clock::now() - begun;
  return std::chrono::duration<double, std::milli>(taken).count();
}

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string("wrong result: ") + what);
}

void measure(
    const allot::Client& client,
    const std::string& task_id,
    const std::vector<std::string>& assignments
) {
  std::vector<double> get;
  std::vector<double> page;
  std::vector<double> redistribute;
  for (int i = 0; i < reads; ++i) {
    std::string id;
    get.push_back(milliseconds([&] { id = client.tasks.get({.task_id = task_id}).id; }));
    require(id == task_id, "get");
  }
  const auto task = client.tasks.get({.task_id = task_id});
  for (int i = 0; i < reads; ++i) {
    std::vector<allot::Item> items;
    page.push_back(milliseconds([&] { items = task.get_items().page(0, 100); }));
    require(items.size() == 100 && items.back().filename.ends_with("99.png"), "page");
  }
  const auto workload = allot::Workload::generate({"ben@example.org", "cleo@example.org"});
  for (const auto& id : assignments) {
    const auto source = client.assignments.get({.assignment_id = id});
    std::vector<allot::Assignment> receivers;
    redistribute.push_back(milliseconds([&] { receivers = source.redistribute(workload); }));
    require(
        receivers.size() == 2 && receivers[0].counts.remaining + receivers[1].counts.remaining ==
                                     source.counts.remaining,
        "redistribute"
    );
  }
  std::cout << fmt::format(
                   R"({{"get":[{}],"page":[{}],"redistribute":[{}]}})",
                   fmt::join(get, ","),
                   fmt::join(page, ","),
                   fmt::join(redistribute, ",")
               )
            << '\n';
}

void prepare(const std::vector<std::string>& words) {
  const auto items = static_cast<std::uint32_t>(std::stoul(words.at(1)));
  const auto assignments = static_cast<std::uint32_t>(std::stoul(words.at(2)));
  const auto ground = allot_bench::make_ground(words.at(0), items, assignments);
  std::cout << fmt::format(
                   R"({{"email":"{}","password":"{}","task":"{}","assignments":["{}"]}})",
                   ground.email,
                   ground.password,
                   ground.task,
                   fmt::join(ground.assignments, "\",\"")
               )
            << '\n';
}

void run(const std::string& how, std::vector<std::string> words) {
  if (how == "prepare") return prepare(words);
  if (how == "embedded") {
    const auto client = allot::open(words.at(0), {.as = words.at(1)});
    return measure(client, words.at(2), {words.begin() + 3, words.end()});
  }
  allot::Connect where{.url = words.at(0), .gate_url = {}};
  where.settings_file.clear();
  const auto client = allot::connect(where);
  client.login_m2m(words.at(1), words.at(2));
  measure(client, words.at(3), {words.begin() + 4, words.end()});
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    std::cerr << "This is a part of ./dev bench clients.\n";
    return 2;
  }
  try {
    run(words[1], {words + 2, words + count});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
