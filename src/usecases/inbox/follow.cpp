#include "usecases/inbox/follow.h"

#include <algorithm>
#include <utility>

#include "usecases/inbox/lines.h"
#include "usecases/telling.h"

namespace allot {

namespace {

constexpr std::size_t events_of_a_slice = 100;
constexpr std::size_t lines_of_a_slice = 200;
/// Lines of the outbox that tell nobody anything are passed by in memory, up to so many.
constexpr std::int64_t passed_by_max = 1'000;

/// What one transaction writes.
struct Slice {
  FollowedTo from;
  FollowedTo to;
  std::vector<InboxLine> lines;
  bool is_all = true;  // nothing is left behind it
};

/// Takes those lines of an event that are behind `slice.to.person`. False when there is no room for
/// all of them: then `slice.to` says up to whom there was.
bool take_lines(const Transaction& tx, const Event& event, const GoneTasks& gone, Slice& slice) {
  const auto after = slice.to.person;
  for (auto& line : inbox_lines_of(tx, event, gone)) {
    if (line.user <= after) continue;
    if (slice.lines.size() >= lines_of_a_slice && line.user != slice.to.person) return false;
    slice.to.person = line.user;
    if (may_be_told(tx, line)) slice.lines.push_back(std::move(line));
  }
  slice.to = {.sequence = event.sequence, .person = {}};
  return true;
}

Slice next_slice(const Transaction& tx) {
  Slice slice;
  slice.from = slice.to = tx.outbox().place(Follower::inbox);
  const auto page = tx.outbox().for_inbox(slice.from.sequence, events_of_a_slice);
  const auto gone = gone_tasks_in(page.events);
  for (const auto& event : page.events) {
    if (take_lines(tx, event, gone, slice)) continue;
    slice.is_all = false;
    return slice;
  }
  slice.to = {.sequence = page.until, .person = {}};
  slice.is_all = page.events.size() < events_of_a_slice;
  return slice;
}

bool is_worth_a_write(const Slice& slice) {
  return !slice.lines.empty() || !slice.is_all ||
         slice.to.sequence - slice.from.sequence >= passed_by_max;
}

std::vector<UserId> people_of(const std::vector<InboxLine>& lines) {
  std::vector<UserId> people;
  for (const auto& line : lines) people.push_back(line.user);
  std::ranges::sort(people);
  const auto rest = std::ranges::unique(people);
  people.erase(rest.begin(), rest.end());
  return people;
}

void write_slice(Env& env, Slice slice) {
  for (auto& line : slice.lines) line.id = env.ids.next<InboxLineId>();
  const auto people = people_of(slice.lines);
  const auto written = write(env.store, Scope{}, [&](Transaction& tx) -> Result<Done> {
    // Another one may have followed it meanwhile.
    if (tx.outbox().place(Follower::inbox) != slice.from) return Done{};
    for (const auto& line : slice.lines) tx.inbox().add(line);
    tx.outbox().put_place(Follower::inbox, slice.to);
    if (!people.empty()) tell(env, tx, UserId{}, InboxGrew{.people = people});
    return Done{};
  });
  CHECK(written.has_value());
}

}  // namespace

bool follow_outbox(Env& env) {
  auto slice = read(env.store, next_slice);
  const bool is_all = slice.is_all;
  if (is_worth_a_write(slice)) write_slice(env, std::move(slice));
  return !is_all;
}

}  // namespace allot
