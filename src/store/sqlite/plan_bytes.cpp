#include "store/sqlite/plan_bytes.h"

#include <cstdint>

#include "domain/undo.h"
#include "store/sqlite/bytes.h"

namespace allot::sqlite {

namespace {

// 1 had no items in use.
constexpr std::uint64_t format = 2;

void write(BytesWriter& to, const Holder& holder) {
  to.number(static_cast<std::uint64_t>(holder.place));
  to.text(holder.person.text);
}

Holder read_holder(BytesReader& from) {
  Holder holder;
  holder.place = from.word<Holder::Place>(4);
  holder.person.text = from.text();
  return holder;
}

void write(BytesWriter& to, const Handover& handover) {
  write(to, handover.from);
  write(to, handover.to);
  to.set(handover.open);
  to.number(handover.by_status.size());
  for (const auto& [word, items] : handover.by_status) {
    to.text(word);
    to.set(items);
  }
}

Handover read_handover(BytesReader& from) {
  Handover handover;
  handover.from = read_holder(from);
  handover.to = read_holder(from);
  handover.open = from.set();
  for (auto left = from.number(); left > 0; --left) {
    const std::string word(from.text());
    handover.by_status[word] = from.set();
  }
  return handover;
}

void write(BytesWriter& to, const PersonPlan& person) {
  to.text(person.person.text);
  to.text(person.assignment.text);
  for (const auto count :
       {person.open, person.handled, person.in_use, person.gives, person.gets, person.after}) {
    to.number(count);
  }
}

PersonPlan read_person(BytesReader& from, std::uint64_t written) {
  PersonPlan person;
  person.person.text = from.text();
  person.assignment.text = from.text();
  person.open = from.number();
  person.handled = from.number();
  if (written > 1) person.in_use = from.number();
  person.gives = from.number();
  person.gets = from.number();
  person.after = from.number();
  return person;
}

}  // namespace

std::string plan_bytes(const Plan& plan) {
  BytesWriter to;
  to.number(format);
  to.number(static_cast<std::uint64_t>(plan.kind));
  to.text(plan.source.text);
  to.number(plan.handovers.size());
  for (const auto& handover : plan.handovers) write(to, handover);
  to.number(plan.people.size());
  for (const auto& person : plan.people) write(to, person);
  to.number(plan.left.handled);
  to.number(plan.left.in_use);
  to.number(plan.left.not_matching);
  to.number(is_undoable(plan.kind) ? 1 : 0);
  return to.take();
}

Plan read_plan(std::string_view bytes) {
  BytesReader from(bytes);
  const auto written = from.number();
  CHECK(written >= 1 && written <= format);
  Plan plan;
  plan.kind = from.word<MoveKind>(static_cast<std::uint64_t>(MoveKind::idle) + 1);
  plan.source.text = from.text();
  for (auto left = from.number(); left > 0; --left) plan.handovers.push_back(read_handover(from));
  for (auto left = from.number(); left > 0; --left)
    plan.people.push_back(read_person(from, written));
  plan.left.handled = from.number();
  if (written > 1) plan.left.in_use = from.number();
  plan.left.not_matching = from.number();
  from.number();  // whether it can be undone: its kind says so
  CHECK(from.at_end());
  return plan;
}

}  // namespace allot::sqlite
