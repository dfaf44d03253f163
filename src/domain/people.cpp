#include "domain/people.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace allot {

namespace {

/// The lines of a plan, one for each person, in the order in which they are first named.
class Lines {
 public:
  explicit Lines(const Ledger& ledger) : ledger_(ledger) {}

  PersonPlan& of(const UserId& person) {
    const auto [at, is_new] = places_.try_emplace(person, lines_.size());
    if (is_new) lines_.push_back(begin(person));
    return lines_[at->second];
  }

  std::vector<PersonPlan> take() { return std::move(lines_); }

 private:
  [[nodiscard]] PersonPlan begin(const UserId& person) const {
    PersonPlan line{.person = person, .assignment = {}};
    if (const auto* share = ledger_.find(person)) {
      line.assignment = share->assignment;
      line.open = share->open.size();
      line.handled = share->handled().size();
    }
    line.after = line.open;
    return line;
  }

  const Ledger& ledger_;
  std::unordered_map<UserId, std::size_t> places_;
  std::vector<PersonPlan> lines_;
};

}  // namespace

void describe_people(Plan& plan, const Ledger& ledger, std::span<const UserId> receivers) {
  Lines lines(ledger);
  for (const auto& receiver : receivers) lines.of(receiver);
  const auto is_person = [](const Holder& holder) { return holder.place == Holder::Place::person; };
  for (const auto& handover : plan.handovers) {
    if (is_person(handover.to)) {
      auto& line = lines.of(handover.to.person);
      line.gets += handover.size();
      line.after += handover.open.size();
    }
    if (is_person(handover.from)) {
      auto& line = lines.of(handover.from.person);
      line.gives += handover.size();
      line.after -= handover.open.size();
    }
  }
  plan.people = lines.take();
  std::erase_if(plan.people, [](const PersonPlan& line) {
    return line.assignment.empty() && line.gets == 0;
  });
}

void add_next(std::vector<PersonPlan>& people, const Plan& next) {
  std::unordered_map<UserId, std::size_t> places;
  for (std::size_t i = 0; i < people.size(); ++i) places[people[i].person] = i;
  for (const auto& line : next.people) {
    const auto at = places.find(line.person);
    if (at == places.end()) {
      people.push_back(line);
      continue;
    }
    auto& before = people[at->second];
    before.gives += line.gives;
    before.gets += line.gets;
    before.after = line.after;
  }
}

std::uint64_t open_after(const Plan& plan, const Ledger& ledger, const UserId& person) {
  const auto line = std::ranges::find(plan.people, person, &PersonPlan::person);
  if (line != plan.people.end()) return line->after;
  const auto* share = ledger.find(person);
  return share == nullptr ? 0 : share->open.size();
}

std::vector<UserId> givers_of(const Plan& plan) {
  std::vector<UserId> givers;
  std::unordered_set<UserId> seen;
  for (const auto& handover : plan.handovers) {
    if (handover.from.place != Holder::Place::person) continue;
    if (seen.insert(handover.from.person).second) givers.push_back(handover.from.person);
  }
  return givers;
}

std::vector<UserId> people_of(std::span<const Load> loads) {
  std::vector<UserId> people;
  for (const auto& load : loads) people.push_back(load.assignee);
  return people;
}

}  // namespace allot
