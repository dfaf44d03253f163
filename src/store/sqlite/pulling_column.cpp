#include "store/sqlite/pulling_column.h"

#include "store/sqlite/bytes.h"

namespace allot::sqlite {

namespace {

constexpr std::uint64_t format = 1;

void write(BytesWriter& to, std::span<const UserId> people) {
  to.number(people.size());
  for (const auto& person : people) to.text(person.text);
}

std::vector<UserId> read_people(BytesReader& from) {
  std::vector<UserId> people;
  for (auto left = from.number(); left > 0; --left) people.push_back({std::string(from.text())});
  return people;
}

}  // namespace

std::string pulling_bytes(const Pulling& terms) {
  BytesWriter to;
  to.number(format);
  to.number(terms.batch_size);
  to.number(terms.max_workload);
  to.number(terms.idle ? static_cast<std::uint64_t>(terms.idle->count()) : 0);
  write(to, terms.allowed);
  write(to, terms.locked);
  return to.take();
}

Pulling read_pulling(std::string_view bytes) {
  BytesReader from(bytes);
  CHECK(from.number() == format);
  Pulling terms;
  terms.batch_size = from.number();
  terms.max_workload = from.number();
  if (const auto idle = from.number(); idle > 0) {
    terms.idle = std::chrono::minutes{static_cast<std::int64_t>(idle)};
  }
  terms.allowed = read_people(from);
  terms.locked = read_people(from);
  CHECK(from.at_end());
  return terms;
}

std::string people_bytes(std::span<const UserId> people) {
  BytesWriter to;
  write(to, people);
  return to.take();
}

std::vector<UserId> read_people(std::string_view bytes) {
  BytesReader from(bytes);
  auto people = read_people(from);
  CHECK(from.at_end());
  return people;
}

}  // namespace allot::sqlite
