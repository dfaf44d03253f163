// What an operation costs in a small house and in a large one.
//
//   ./dev bench growth [--scale 1] [--only WORD] [--folder DIR]
//
// Each row is one operation, run several times in two or three houses that differ in one size, and
// checked after each run; printed is the median and how many times that of the smallest house it
// is. Everything runs in this process, through the server but for its sockets; what is written is
// on disk when its time is taken. `--scale 10` asks for the great sizes.

#include "growth.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <random>
#include <tuple>

#include "base/log.h"
#include "usecases/accounts/sign_in.h"

namespace allot_bench {

using namespace allot;

void expect(bool holds, const std::string& sentence) {
  if (!holds) throw std::runtime_error(sentence);
}

House::House(const std::filesystem::path& at)
    : folder(at),
      installation(DataFolder::open(at), {.public_url = "http://localhost"}),
      place(make_place(installation.env())),
      dispatcher_(installation.env()),
      token_(open_session(installation.env(), place.caller.user).id_token) {}

House::~House() = default;

std::string House::ask(http::Method method, const std::string& target, std::string body) {
  const auto response = dispatcher_.serve(
      {.method = method,
       .target = "/api/v1" + target,
       .headers = {{"authorization", "Bearer " + token_}, {"content-type", "application/json"}},
       .peer = "127.0.0.1",
       .request_id = "growth"},
      std::move(body)
  );
  const auto* text = std::get_if<std::string>(&response.body);
  expect(text != nullptr, target + " has no text for an answer");
  expect(
      response.status == 200,
      fmt::format("{} was answered with {}: {}", target, response.status, *text)
  );
  return *text;
}

void House::in_one_group(std::size_t jobs, const std::function<void(std::size_t)>& job) {
  std::mutex mutex;
  std::condition_variable changed;
  bool all_wait = false;
  std::size_t finished = 0;
  std::exception_ptr failure;
  const auto done = [&](std::exception_ptr error) {
    const std::scoped_lock lock(mutex);
    if (error) failure = error;
    ++finished;
    changed.notify_all();
  };
  auto& store = installation.env().store;
  // The first holds the writer until the others are queued behind it.
  const auto anywhere = always(Scope::everything());
  store.post_write(
      anywhere,
      [&] {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return all_wait; });
      },
      done
  );
  for (std::size_t i = 0; i < jobs; ++i) {
    store.post_write(anywhere, [&job, i] { job(i); }, done);
  }
  std::unique_lock lock(mutex);
  all_wait = true;
  changed.notify_all();
  changed.wait(lock, [&] { return finished == jobs + 1; });
  if (failure) std::rethrow_exception(failure);
}

void House::add_items(std::uint32_t count) {
  register_items(place, count);
}

TaskId House::add_task(std::uint32_t people, bool scatter) {
  const auto name = fmt::format("Measured {}", ++tasks_);
  const auto task = make_task(place, name, static_cast<int>(people));
  if (scatter) deal_out(place, task);
  return task;
}

void House::add_task_of(const ItemId& item) {
  allot_bench::add_task(
      place, "Of one", 1, fmt::format(R"({{"filter":{{"id":{{"$in":["{}"]}}}}}})", item.text)
  );
}

void House::add_annotations(std::uint64_t count, std::uint32_t items) {
  constexpr std::uint64_t slice = 50'000;
  auto& env = installation.env();
  const auto ordinals = ItemSet::range(0, items).to_vector();
  const auto ids = read(env.store, [&](const Transaction& tx) {
    return tx.items().ids(place.dataset.id, ordinals);
  });
  for (std::uint64_t from = 0; from < count; from += slice) {
    (void)done(write(env.store, Scope::everything(), [&](Transaction& tx) -> Result<bool> {
      for (auto i = from; i < std::min(count, from + slice); ++i) {
        Annotation annotation;
        annotation.id = env.ids.next<AnnotationId>();
        annotation.dataset = place.dataset.id;
        std::tie(annotation.item, annotation.item_id) = ids.at(i % items);
        annotation.type = "box";
        annotation.label = "car";
        annotation.creator = place.caller.user;
        annotation.updated_by = place.caller.user;
        annotation.created_at = env.clock.now();
        annotation.updated_at = annotation.created_at;
        tx.annotations().add(annotation);
      }
      return true;
    }));
  }
}

void House::give_rows() {
  const auto lack = [&] {
    return read(place.env.store, [](const Transaction& tx) {
      return tx.assignments().without_rows().has_value();
    });
  };
  while (lack()) give_some_rows();
}

void House::give_some_rows() {
  (void)done(write(place.env.store, Scope::everything(), [&](Transaction& tx) -> Result<bool> {
    tx.assignments().give_rows(place.dataset.id);
    return true;
  }));
}

SharedLedger House::ledger(const TaskId& task) const {
  return read(place.env.store, [&](const Transaction& tx) { return tx.ledgers().of(task); });
}

ItemId House::item(Ordinal ordinal) const {
  return read(place.env.store, [&](const Transaction& tx) {
    return tx.items().ids(place.dataset.id, {&ordinal, 1}).front().second;
  });
}

namespace {

double milliseconds_of(const Operation& operation) {
  const auto begun = std::chrono::steady_clock::now();
  operation.run();
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begun;
  operation.check();
  return taken.count() / operation.parts;
}

double median_of(const Row& row, std::uint32_t size, const std::filesystem::path& base) {
  const auto folder = base / fmt::format("bench-growth.{}", std::random_device{}());
  std::vector<double> times;
  {
    House house(folder);
    const auto operation = row.prepare(house, size);
    (void)milliseconds_of(operation);  // the first meets empty caches
    for (int run = 0; run < row.runs; ++run) times.push_back(milliseconds_of(operation));
  }
  std::filesystem::remove_all(folder);
  std::ranges::sort(times);
  return times[times.size() / 2];
}

void measure(const Row& row, const std::filesystem::path& base) {
  std::cout << fmt::format("  {:<52}", row.what) << std::flush;
  double least = 0;
  for (const auto size : row.sizes) {
    const auto median = median_of(row, size, base);
    if (least == 0) least = median;
    std::cout << fmt::format(
                     "  {:>9} {}: {:.3f} ms ({:.1f}×)", size, row.unit, median, median / least
                 )
              << std::flush;
  }
  std::cout << std::endl;
}

}  // namespace

}  // namespace allot_bench

int main(int count, char** words) {
  std::uint32_t scale = 1;
  std::string only;
  std::string folder;
  CLI::App app("Tells what operations cost in small houses and in large ones");
  app.add_option("--scale", scale, "1, or 10 for the great sizes")->check(CLI::Range(1u, 10u));
  app.add_option("--only", only, "Rows whose title has this in it");
  app.add_option("--folder", folder, "Where the data folders are made (default: here)");
  CLI11_PARSE(app, count, words);
  allot::set_log_level(allot::LogLevel::error);
  const auto base =
      folder.empty() ? std::filesystem::current_path() : std::filesystem::path(folder);
  try {
    for (const auto& rows : {allot_bench::work_rows(scale), allot_bench::data_rows(scale)}) {
      for (const auto& row : rows) {
        if (row.what.find(only) != std::string::npos) allot_bench::measure(row, base);
      }
    }
  } catch (const std::exception& error) {
    std::cerr << '\n' << error.what() << '\n';
    return 1;
  }
  return 0;
}
