#include "domain/expectation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>
#include <unordered_map>

namespace allot {

namespace {

/// FNV-1a, eight bytes a step.
class Digest {
 public:
  void mix(std::uint64_t word) { value_ = (value_ ^ word) * 1099511628211ULL; }

  void mix(std::string_view bytes) {
    mix(std::uint64_t{bytes.size()});
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 8))) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data(), std::min<std::size_t>(bytes.size(), 8));
      mix(word);
      mix(word >> 32);  // the high half reaches the low bits of the product
    }
  }

  void mix(const ItemSet& set) {
    for (const auto chunk : set.chunks()) {
      mix(std::uint64_t{chunk});
      mix(set.chunk_bytes(chunk));
    }
    mix(~std::uint64_t{0});
  }

  [[nodiscard]] std::uint64_t value() const { return value_; }

  [[nodiscard]] std::string text() const {
    std::array<char, 16> hex{};
    const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), value_, 16).ptr;
    return {hex.data(), end};
  }

 private:
  std::uint64_t value_ = 1469598103934665603ULL;
};

void mix_queue(Digest& digest, const Ledger& ledger) {
  for (const auto& waiting : ledger.queue) digest.mix(waiting);
}

/// Who has which items, whatever their status.
void mix_whole_task(Digest& digest, const Ledger& ledger) {
  digest.mix(ledger.members);
  for (const auto& share : ledger.shares) {
    digest.mix(share.assignment.text);
    digest.mix(share.items());
  }
  mix_queue(digest, ledger);
}

void mix_one_source(Digest& digest, const Ledger& ledger, const Plan& plan) {
  if (const auto* share = ledger.find(plan.source)) digest.mix(share->items());
  for (const auto& person : plan.people) {
    // Newcomers have a line while they get something, which is judged by how much that is.
    if (person.assignment.empty()) continue;
    digest.mix(person.person.text);
    digest.mix(person.assignment.text);
  }
}

std::string source_of(const Ledger& ledger, const Plan& plan, std::uint64_t picked) {
  Digest digest;
  digest.mix(picked);
  if (plan.source.empty()) {
    mix_whole_task(digest, ledger);
  } else {
    mix_one_source(digest, ledger, plan);
  }
  return digest.text();
}

std::string statuses(const Ledger& ledger) {
  Digest digest;
  for (const auto& share : ledger.shares) {
    digest.mix(share.assignment.text);
    digest.mix(share.open);
    for (const auto& [word, items] : share.by_status) {
      digest.mix(word);
      digest.mix(items);
    }
  }
  mix_queue(digest, ledger);
  return digest.text();
}

}  // namespace

std::uint64_t digest_of(const Selection& picked) {
  Digest digest;
  digest.mix(picked.items);
  for (const auto item : picked.order) digest.mix(std::uint64_t{item});
  return std::max<std::uint64_t>(digest.value(), 1);
}

PlanVersion version_of(const Ledger& ledger, const Plan& plan, std::uint64_t picked) {
  return {.source = source_of(ledger, plan, picked), .ledger = statuses(ledger)};
}

bool keeps_to(const Expectation& expected, const PlanVersion& now, const Plan& plan) {
  const auto source = expected.version.substr(0, expected.version.find('.'));
  if (source != now.source) return false;
  const bool is_same = expected.version == now.text();
  std::unordered_map<UserId, ExpectedPerson> people;
  for (const auto& person : expected.people) people[person.person] = person;
  for (const auto& line : plan.people) {
    if (line.gives == 0 && line.gets == 0) continue;
    const auto found = people.find(line.person);
    if (found == people.end()) return false;
    if (line.gets > found->second.gets) return false;
    if (is_same && line.gives > found->second.gives) return false;
  }
  return true;
}

}  // namespace allot
