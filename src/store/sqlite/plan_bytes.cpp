#include "store/sqlite/plan_bytes.h"

#include <cstdint>

#include "base/check.h"

namespace allot::sqlite {

namespace {

constexpr std::uint64_t format = 1;

class BytesWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }

  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }

  void set(const ItemSet& value) {
    const auto chunks = value.chunks();
    number(chunks.size());
    for (const auto chunk : chunks) {
      number(chunk);
      text(value.chunk_bytes(chunk));
    }
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class BytesReader {
 public:
  explicit BytesReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      CHECK(!bytes_.empty() && shift < 64);
      const auto byte = static_cast<std::uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
  }

  std::string_view text() {
    const auto size = number();
    CHECK(size <= bytes_.size());
    const auto value = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return value;
  }

  ItemSet set() {
    ItemSet value;
    for (auto left = number(); left > 0; --left) {
      const auto chunk = static_cast<std::uint32_t>(number());
      value.set_chunk(chunk, text());
    }
    return value;
  }

  template <class Enum>
  Enum word(std::uint64_t count) {
    const auto value = number();
    CHECK(value < count);
    return static_cast<Enum>(value);
  }

  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

void write(BytesWriter& to, const Holder& holder) {
  to.number(static_cast<std::uint64_t>(holder.place));
  to.text(holder.person.text);
}

Holder read_holder(BytesReader& from) {
  Holder holder;
  holder.place = from.word<Holder::Place>(3);
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
  for (const auto count : {person.open, person.handled, person.gives, person.gets, person.after}) {
    to.number(count);
  }
}

PersonPlan read_person(BytesReader& from) {
  PersonPlan person;
  person.person.text = from.text();
  person.assignment.text = from.text();
  for (auto* count : {&person.open, &person.handled, &person.gives, &person.gets, &person.after}) {
    *count = from.number();
  }
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
  to.number(plan.left.not_matching);
  to.number(plan.undoable ? 1 : 0);
  return to.take();
}

Plan read_plan(std::string_view bytes) {
  BytesReader from(bytes);
  CHECK(from.number() == format);
  Plan plan;
  plan.kind = from.word<MoveKind>(static_cast<std::uint64_t>(MoveKind::undo) + 1);
  plan.source.text = from.text();
  for (auto left = from.number(); left > 0; --left) plan.handovers.push_back(read_handover(from));
  for (auto left = from.number(); left > 0; --left) plan.people.push_back(read_person(from));
  plan.left.handled = from.number();
  plan.left.not_matching = from.number();
  plan.undoable = from.number() != 0;
  CHECK(from.at_end());
  return plan;
}

}  // namespace allot::sqlite
