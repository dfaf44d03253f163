#include "usecases/items/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "domain/apportionment.h"
#include "usecases/access.h"
#include "usecases/commands/commands.h"
#include "usecases/datasets/writable.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/matching.h"

namespace allot {

namespace {

constexpr std::array<std::string_view, 3> subset_names{"train", "validation", "test"};
using Shares = std::array<double, 3>;
using Subsets = std::array<ItemSet, 3>;

Result<Shares> shares_of(const SplitDataset& input) {
  const Shares shares{input.train, input.validation, input.test};
  const bool are_parts =
      std::ranges::all_of(shares, [](double share) { return std::isfinite(share) && share >= 0; });
  constexpr double tolerance = 1e-6;
  const auto sum = shares[0] + shares[1] + shares[2];
  if (are_parts && std::abs(sum - 100) < tolerance) return shares;
  return invalid_field("MLSplitList", "must be percentages of 0 or more that add up to 100");
}

std::mt19937_64 chance(Random& random) {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
  random.fill(bytes);
  std::uint64_t seed = 0;
  for (const auto byte : bytes) seed = seed << 8U | byte;
  return std::mt19937_64(seed);
}

Subsets shared_out(const ItemSet& items, const Shares& shares, std::mt19937_64 chance) {
  auto ordinals = items.to_vector();
  std::ranges::shuffle(ordinals, chance);
  const auto counts = apportion(ordinals.size(), shares);
  Subsets subsets;
  std::span<const Ordinal> left = ordinals;
  for (std::size_t i = 0; i < subsets.size(); ++i) {
    subsets[i] = ItemSet::of(left.first(counts[i]));
    left = left.subspan(counts[i]);
  }
  return subsets;
}

/// The tag of one subset, and none of the others.
std::string difference_of(std::size_t subset) {
  std::string tags;
  for (std::size_t i = 0; i < subset_names.size(); ++i) {
    tags += fmt::format(
        R"({}"{}":{})", i == 0 ? "" : ",", subset_names[i], i == subset ? "true" : "null"
    );
  }
  return R"({"system":{"tags":{)" + tags + "}}}";
}

Result<Dataset> changeable(const Transaction& tx, const Caller& caller, const DatasetId& id) {
  auto dataset = TRY(get_dataset(tx, caller, id, Verb::edit_data));
  TRY(require_writable(dataset));
  TRY(require_room_for_bulk_change(tx, id, subset_names.size()));
  return dataset;
}

}  // namespace

Result<Command> split_dataset(Env& env, const Caller& caller, const SplitDataset& input) {
  const auto shares = TRY(shares_of(input));
  return match_and_change([&](LookAgain look) -> Result<Command> {
    const auto matched = TRY(read(env.store, [&](const Transaction& tx) -> Result<Matched> {
      return match_items(tx, caller, TRY(changeable(tx, caller, input.dataset)), input.query);
    }));
    const auto subsets = shared_out(matched.items, shares, chance(env.random));
    const auto split = [&](Transaction& tx) -> Result<NewCommand> {
      const auto dataset = TRY(changeable(tx, caller, input.dataset));
      const auto items = TRY(still_matching(tx, matched, look));
      for (std::size_t i = 0; i < subsets.size(); ++i) {
        tx.bulk_changes().change_items(
            dataset.id,
            subsets[i] & items,
            {.difference = difference_of(i),
             .project = dataset.project,
             .actor = caller.user,
             .at = env.clock.now()}
        );
      }
      write_bulk_slice(tx, dataset.id);
      return NewCommand{
          .project = dataset.project,
          .result = DatasetSplit{.dataset = dataset.id, .count = items.size()}
      };
    };
    return write_command(env, Scope::dataset(input.dataset), caller, split);
  });
}

}  // namespace allot
