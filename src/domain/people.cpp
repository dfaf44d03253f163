#include "domain/people.h"

#include <algorithm>

namespace allot {

namespace {

PersonPlan describe(const Plan& plan, const Ledger& ledger, const UserId& person) {
  PersonPlan line{.person = person};
  std::uint64_t open_given = 0;
  std::uint64_t open_got = 0;
  if (const auto* share = ledger.find(person)) {
    line.assignment = share->assignment;
    line.open = share->open.size();
    line.handled = share->handled().size();
  }
  const auto here = Holder::of(person);
  for (const auto& handover : plan.handovers) {
    if (handover.from == here) {
      line.gives += handover.size();
      open_given += handover.open.size();
    }
    if (handover.to == here) {
      line.gets += handover.size();
      open_got += handover.open.size();
    }
  }
  line.after = line.open + open_got - open_given;
  return line;
}

}  // namespace

void describe_people(Plan& plan, const Ledger& ledger, std::span<const UserId> receivers) {
  std::vector<UserId> order;  // each once: a giver may be among the receivers
  const auto add = [&](const UserId& person) {
    if (std::ranges::find(order, person) == order.end()) order.push_back(person);
  };
  for (const auto& receiver : receivers) add(receiver);
  for (const auto& handover : plan.handovers) {
    for (const auto* holder : {&handover.to, &handover.from}) {
      if (holder->place == Holder::Place::person) add(holder->person);
    }
  }
  plan.people.clear();
  for (const auto& person : order) {
    auto line = describe(plan, ledger, person);
    if (line.assignment.empty() && line.gets == 0) continue;
    plan.people.push_back(std::move(line));
  }
}

std::vector<UserId> people_of(std::span<const Load> loads) {
  std::vector<UserId> people;
  for (const auto& load : loads) people.push_back(load.assignee);
  return people;
}

}  // namespace allot
