// The data folder of bench/memory.py: one task of ITEMS items among PEOPLE people. Prints JSON.
//
//   bench_memory_ground FOLDER ITEMS PEOPLE

#include <fmt/format.h>

#include <iostream>
#include <string>

#include "base/log.h"
#include "installation/installation.h"
#include "place.h"

namespace {

using namespace allot;
using namespace allot_bench;

void make(const std::string& folder, std::uint32_t items, int people) {
  set_log_level(LogLevel::error);
  Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
  const auto place = make_place(installation.env());
  std::string assignment;
  if (items > 0) {
    register_items(place, items);
    const auto task = make_task(place, "All of it", people);
    assignment = read(installation.env().store, [&](const Transaction& tx) {
      return tx.assignments().of_task(task).front().id.text;
    });
  }
  std::cout << fmt::format(
      R"({{"email":"{}","password":"{}","dataset":"{}","assignment":"{}"}})",
      owner,
      owner_password,
      place.dataset.id.text,
      assignment
  );
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  try {
    make(words[1], std::uint32_t(std::stoul(words[2])), std::stoi(words[3]));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
