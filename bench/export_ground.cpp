// The data folder of bench/export.py: a dataset of ITEMS pictures with a box on each. Prints JSON.
//
//   bench_export_ground FOLDER ITEMS

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "base/log.h"
#include "installation/installation.h"
#include "place.h"

namespace {

using namespace allot;
using namespace allot_bench;

Item picture(const Place& place, std::uint32_t number) {
  Item item;
  item.dataset = place.dataset.id;
  item.id = place.env.ids.next<ItemId>();
  item.path = fmt::format("/{:04}/{:08}.png", number / 10'000, number);
  item.metadata = R"({"system":{"width":1280,"height":720}})";
  item.creator = place.caller.user;
  item.updated_by = place.caller.user;
  item.created_at = place.env.clock.now();
  item.updated_at = item.created_at;
  return item;
}

Annotation box_on(const Place& place, const Item& item) {
  const auto left = item.ordinal % 1'000;
  const auto top = item.ordinal % 500;
  Annotation box;
  box.id = place.env.ids.next<AnnotationId>();
  box.dataset = item.dataset;
  box.item = item.ordinal;
  box.item_id = item.id;
  box.type = "box";
  box.label = item.ordinal % 3 == 0 ? "car" : "bus";
  box.coordinates =
      fmt::format(R"([{{"x":{},"y":{}}},{{"x":{},"y":{}}}])", left, top, left + 200, top + 100);
  box.creator = item.creator;
  box.updated_by = item.creator;
  box.created_at = item.created_at;
  box.updated_at = item.created_at;
  return box;
}

void add_pictures(const Place& place, std::uint32_t count) {
  constexpr std::uint32_t slice = 50'000;
  for (std::uint32_t from = 0; from < count; from += slice) {
    (void)done(write(place.env.store, Scope::everything(), [&](Transaction& tx) -> Result<bool> {
      for (auto i = from; i < std::min(count, from + slice); ++i) {
        auto item = picture(place, i);
        item.ordinal = tx.items().add(item);
        tx.annotations().add(box_on(place, item));
      }
      return true;
    }));
  }
}

void make(const std::string& folder, std::uint32_t items) {
  set_log_level(LogLevel::error);
  Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
  const auto place = make_place(installation.env());
  add_pictures(place, items);
  std::cout << fmt::format(
      R"({{"email":"{}","password":"{}","dataset":"{}"}})",
      owner,
      owner_password,
      place.dataset.id.text
  );
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  try {
    make(words[1], std::uint32_t(std::stoul(words[2])));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
