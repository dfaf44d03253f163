// The inputs that a search found worth keeping, and those that once broke something
// (tests/fuzz/corpus), as tests of every build.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/log.h"
#include "fuzz/targets.h"

namespace allot::fuzz {
namespace {

std::vector<std::string> kept(std::string_view target) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path("tests/fuzz/corpus") / target)) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<std::string> inputs;
  for (const auto& file : files) {
    std::stringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    inputs.push_back(text.str());
  }
  return inputs;
}

/// A target that does not hold ends the process: the log names the input before it.
void run(std::string_view name, Target target, const std::vector<std::string>& inputs) {
  ASSERT_FALSE(inputs.empty()) << "run from the root of the repository";
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    SCOPED_TRACE(testing::Message() << name << " input " << i << ": " << inputs[i]);
    target(inputs[i]);
  }
}

TEST(KeptInputs, OfTheEdgeAreReadAlikeInAnyPieces) {
  run("edge", edge, kept("edge"));
}

TEST(KeptInputs, OfQueriesArePlannedAsTheyAreEvaluated) {
  run("query", query, kept("query"));
}

TEST(KeptInputs, OfRoutesBreakNothing) {
  run("routes", routes, kept("routes"));
}

TEST(KeptInputs, OfTokensAreGoodOnlyWhenSignedHere) {
  run("tokens", tokens, kept("tokens"));
}

TEST(Seeds, OfRoutesBreakNothing) {
  run("routes", routes, seeds_of_routes());
}

TEST(Seeds, OfTokensAreGood) {
  run("tokens", tokens, seeds_of_tokens());
}

}  // namespace
}  // namespace allot::fuzz
