#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "linearizable.h"
#include "rules.h"
#include "schedule.h"

namespace allot::history {
namespace {

/// ALLOT_SEED, else the seed in RC_PARAMS (`./dev test --seed N`), else a new one.
std::uint64_t first_seed() {
  if (const auto* text = std::getenv("ALLOT_SEED")) return std::strtoull(text, nullptr, 10);
  const std::string params = std::getenv("RC_PARAMS") ? std::getenv("RC_PARAMS") : "";
  const auto at = params.find("seed=");
  if (at != std::string::npos) return std::strtoull(params.c_str() + at + 5, nullptr, 10);
  return std::random_device{}() % 1'000'000'000;
}

/// ALLOT_SCHEDULES, else `otherwise`.
std::uint64_t schedules(std::uint64_t otherwise) {
  const auto* text = std::getenv("ALLOT_SCHEDULES");
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Counts what was played and says it at the end.
class Tally {
 public:
  explicit Tally(std::string name) : name_(std::move(name)) {}

  ~Tally() {
    std::cout << fmt::format(
        "{}: {} schedules, {} changes, {} refusals, {} reads checked\n",
        name_,
        schedules_,
        changes_,
        refusals_,
        reads_
    );
    for (const auto& [name, count] : by_name_) std::cout << " " << name << " " << count;
    std::cout << "\n";
  }

  void add(const History& history) {
    ++schedules_;
    for (const auto& event : history) {
      ++(is_read(event.call) ? reads_ : event.answer.refused ? refusals_ : changes_);
      if (event.answer.refused == ErrorCode::plan_changed) ++by_name_["plan_changed"];
      if (event.answer.refused) continue;
      if (event.call.preview) ++by_name_["preview"];
      if (event.call.expect) ++by_name_["expect"];
      for (const auto& move : event.answer.moves) ++by_name_[name_of(move.plan.kind)];
    }
  }

 private:
  std::string name_;
  std::uint64_t schedules_ = 0;
  std::uint64_t changes_ = 0;
  std::uint64_t refusals_ = 0;
  std::uint64_t reads_ = 0;
  std::map<std::string_view, std::uint64_t> by_name_;  // moves by kind, and how they were asked for
};

using Check = Finding (*)(const Played&);

Finding check_by_search(const Played& played) {
  return find_nonlinearizable(played.history, played.start);
}

Finding check_by_order(const Played& played) {
  return find_contradiction(played.history, played.start);
}

Finding check_by_rules(const Played& played) {
  return find_broken_rule(played.history, played.end);
}

void play_and_check(
    const std::string& name, std::uint64_t count, const Shape& shape, std::vector<Check> checks
) {
  Tally tally(name);
  const auto first = first_seed();
  for (auto seed = first; seed < first + count; ++seed) {
    const auto again = fmt::format("ALLOT_SEED={} ALLOT_SCHEDULES=1 plays it again", seed);
    Finding finding;
    try {
      const auto played = play(shape, seed);
      tally.add(played.history);
      finding = find_impossible_read(played.history);
      if (!finding) finding = find_wrong_preview(played.history);
      for (const auto check : checks) {
        if (!finding) finding = check(played);
      }
    } catch (const std::exception& error) {
      finding = error.what();
    }
    ASSERT_FALSE(finding.has_value()) << again << "\n" << *finding;
  }
}

// B-161, B-162, B-163
TEST(Schedule, PlayedStepByStepIsExplainedByTheDomain) {
  play_and_check(
      "stepped",
      schedules(150),
      {.way = Way::stepped},
      {check_by_rules, check_by_order, check_by_search}
  );
}

// B-161, B-162, B-163
TEST(Schedule, OfRacingClientsIsExplainedByTheDomain) {
  play_and_check(
      "racing",
      schedules(60),
      {.way = Way::racing},
      {check_by_rules, check_by_order, check_by_search}
  );
}

// B-161, B-162, B-163
TEST(Schedule, OfClientsOnSocketsIsExplainedByTheDomain) {
  play_and_check("http", schedules(20), {.way = Way::http}, {check_by_search});
}

// B-161, B-162, B-163
TEST(Schedule, ThatIsLongFollowsTheOrderOfTheWriter) {
  const Shape shape{
      .way = Way::racing, .items = 60, .tasks = 3, .calls = 400, .managers_mix = mix_of_movers()
  };
  const auto count = std::max<std::uint64_t>(1, schedules(60) / 60);
  play_and_check("long", count, shape, {check_by_rules, check_by_order});
}

TEST(Schedule, PlayedStepByStepIsTheSameForTheSameSeed) {
  const Shape shape{.way = Way::stepped};
  EXPECT_EQ(to_text(play(shape, 7).history), to_text(play(shape, 7).history));
  EXPECT_NE(to_text(play(shape, 7).history), to_text(play(shape, 8).history));
}

}  // namespace
}  // namespace allot::history
