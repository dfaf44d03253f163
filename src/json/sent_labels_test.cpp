#include "json/sent_labels.h"

#include <gtest/gtest.h>

#include <string>

#include "json/text.h"

namespace allot::json {
namespace {

/// `path` of the first node of a tree: "value.tag", "children".
std::string of_first(const Result<std::string>& tree, const std::string& path) {
  if (!tree) return tree.error().message;
  const auto wrapped = tree->substr(1, tree->size() - 2);
  return member(wrapped, path).value_or("absent");
}

const std::string one_label =
    R"([{"value":{"tag":"car","displayLabel":"Car","color":"#ff0000","attributes":["old"],)"
    R"("displayData":{}},"children":[{"value":{"tag":"wheel","displayLabel":"Wheel",)"
    R"("color":"#00ff00","attributes":[],"displayData":{}},"children":[]}]}])";

std::string labelled(const std::string& label, LabelMode mode = LabelMode::upsert) {
  const auto tree = with_labels(one_label, "[" + label + "]", mode);
  return tree ? *tree : tree.error().message;
}

TEST(LabelTree, ATreeInFormStaysAsItIs) {
  EXPECT_EQ(*label_tree(one_label), one_label);
}

TEST(LabelTree, MembersThatAreLeftOutGetTheirDefaults) {
  const auto tree = label_tree(R"([{"value":{"tag":"car"}}])");
  EXPECT_EQ(of_first(tree, "value.displayLabel"), R"("car")");
  EXPECT_EQ(of_first(tree, "value.attributes"), "[]");
  EXPECT_EQ(of_first(tree, "value.displayData"), "{}");
  EXPECT_EQ(of_first(tree, "children"), "[]");
}

TEST(LabelTree, ADefaultColourDependsOnTheTagAlone) {
  const auto once = label_tree(R"([{"value":{"tag":"car"}}])");
  const auto beside = label_tree(R"([{"value":{"tag":"car","displayLabel":"x"}},{"tag":"bus"}])");
  const auto color = of_first(once, "value.color");
  EXPECT_EQ(color.size(), std::string(R"("#rrggbb")").size());
  EXPECT_NE(beside->find(color), std::string::npos);
  EXPECT_NE(color, of_first(label_tree(R"([{"tag":"bus"}])"), "value.color"));
}

TEST(LabelTree, FlatNodesAndFurtherMembersAreUnderstood) {
  const auto tree = label_tree(R"([{"tag":"car","hint":7,"children":[{"tag":"wheel"}]}])");
  EXPECT_EQ(of_first(tree, "value.tag"), R"("car")");
  EXPECT_EQ(of_first(tree, "value.hint"), "7");
  EXPECT_NE(of_first(tree, "children").find(R"("tag":"wheel")"), std::string::npos);
}

TEST(LabelTree, AColourOfThreeNumbersIsWrittenAsHexDigits) {
  const auto tree = label_tree(R"([{"value":{"tag":"car","color":[34,6,231]}}])");
  EXPECT_EQ(of_first(tree, "value.color"), R"("#2206e7")");
}

TEST(LabelTree, WhatIsNoTreeIsRefusedByTheNameOfTheMember) {
  const auto field_of = [](std::string_view text) {
    const auto tree = label_tree(text);
    return tree || tree.error().fields.empty() ? "" : tree.error().fields.front().path;
  };
  EXPECT_EQ(field_of("{}"), "roots");
  EXPECT_EQ(field_of("[7]"), "roots[0]");
  EXPECT_EQ(field_of(R"([{"value":{}}])"), "roots[0].value.tag");
  EXPECT_EQ(field_of(R"([{"value":{"tag":""}}])"), "roots[0].value.tag");
  EXPECT_EQ(field_of(R"([{"value":{"tag":"a","color":"red"}}])"), "roots[0].value.color");
  EXPECT_EQ(field_of(R"([{"value":{"tag":"a","color":[1,2,256]}}])"), "roots[0].value.color");
  EXPECT_EQ(field_of(R"([{"tag":"a","children":[{"tag":7}]}])"), "roots[0].children[0].tag");
}

TEST(ChangeLabels, ANewTagIsAddedAtTheEnd) {
  const auto tree = labelled(R"({"tag":"bus","color":"#0000ff"})");
  EXPECT_GT(tree.find(R"("tag":"bus")"), tree.find(R"("tag":"car")"));
  EXPECT_NE(tree.find("#0000ff"), std::string::npos);
}

TEST(ChangeLabels, AKnownTagTakesTheMembersGivenAndKeepsTheOthersAndItsChildren) {
  const auto tree = labelled(R"({"tag":"car","color":"#0000ff","displayLabel":null})");
  EXPECT_EQ(tree.find("#ff0000"), std::string::npos);
  EXPECT_NE(
      tree.find(R"("displayLabel":"Car","color":"#0000ff","attributes":["old"])"), std::string::npos
  );
  EXPECT_NE(tree.find(R"("tag":"wheel")"), std::string::npos);
}

TEST(ChangeLabels, ATagWithDotsIsAPathWhoseParentsAreMade) {
  const auto tree = labelled(R"({"tag":"ship.mast.flag","color":"#010203"})");
  const auto ship = tree.find(R"("tag":"ship")");
  const auto mast = tree.find(R"("tag":"mast")");
  const auto flag = tree.find(R"("tag":"flag")");
  ASSERT_NE(flag, std::string::npos);
  EXPECT_TRUE(ship < mast && mast < flag);
  EXPECT_NE(
      labelled(R"({"tag":"car.wheel","color":"#010203"})").find("#010203"), std::string::npos
  );
  EXPECT_EQ(
      labelled(R"({"tag":"car.wheel","color":"#010203"})").find("#00ff00"), std::string::npos
  );
}

TEST(ChangeLabels, UpdatingATagThatIsNotThereIsNotFound) {
  const auto tree = with_labels(one_label, R"([{"tag":"bus"}])", LabelMode::update);
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().code, ErrorCode::not_found);
  EXPECT_NE(
      labelled(R"({"tag":"car","color":"#0000ff"})", LabelMode::update).find("#0000ff"),
      std::string::npos
  );
}

TEST(ChangeLabels, AddingATagThatIsThereIsRefused) {
  const auto tree = with_labels(one_label, R"([{"tag":"car.wheel"}])", LabelMode::add);
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().code, ErrorCode::invalid);
  EXPECT_NE(labelled(R"({"tag":"bus"})", LabelMode::add).find("bus"), std::string::npos);
}

TEST(ChangeLabels, ATagWithEmptyPartsIsRefused) {
  for (const auto* tag : {".", "a.", ".a", "a..b"}) {
    const auto label = R"([{"tag":")" + std::string(tag) + R"("}])";
    EXPECT_FALSE(with_labels(one_label, label, LabelMode::upsert)) << tag;
  }
}

std::string dotted_tag(std::size_t parts) {
  std::string tag = "a";
  for (std::size_t i = 1; i < parts; ++i) tag += ".a";
  return tag;
}

std::string nested_roots(std::size_t levels) {
  std::string roots = "[]";
  for (std::size_t i = 0; i < levels; ++i) roots = R"([{"tag":"a","children":)" + roots + "}]";
  return roots;
}

// B-315
TEST(ChangeLabels, ATagOfMorePartsThanATreeHasLevelsIsRefusedHoweverMany) {
  const auto with_tag = [](std::size_t parts) {
    return with_labels("[]", R"([{"tag":")" + dotted_tag(parts) + R"("}])", LabelMode::upsert);
  };
  EXPECT_TRUE(with_tag(label_levels_max));
  for (const auto parts : {label_levels_max + 1, std::size_t{600}, std::size_t{1'000'000}}) {
    const auto refused = with_tag(parts);
    ASSERT_FALSE(refused) << parts;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    EXPECT_EQ(refused.error().fields.front().path, "labelsNode[0].tag");
  }
}

// B-315
TEST(LabelTree, OfMoreLevelsThanItMayHaveIsRefused) {
  EXPECT_TRUE(label_tree(nested_roots(label_levels_max)));
  const auto refused = label_tree(nested_roots(label_levels_max + 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.front().path, "roots");
}

// B-315
TEST(LabelTree, AsDeepAsItMayBeIsChangedAndSentBackLikeAnyOther) {
  auto tree =
      *with_labels("[]", R"([{"tag":")" + dotted_tag(label_levels_max) + R"("}])", LabelMode::add);
  tree = *with_labels(tree, R"([{"tag":"b"}])", LabelMode::add);
  EXPECT_EQ(*label_tree(tree), tree);
}

// B-316
TEST(ChangeLabels, OfVeryManyTakeTimeByTheirNumber) {
  std::string labels = R"([{"tag":"root"})";
  for (int i = 0; i < 20'000; ++i) {
    labels +=
        R"(,{"tag":"root.)" + std::to_string(i) + R"("},{"tag":"t)" + std::to_string(i) + R"("})";
  }
  const auto tree = with_labels("[]", labels + "]", LabelMode::add);
  ASSERT_TRUE(tree);
  EXPECT_FALSE(with_labels(*tree, R"([{"tag":"root.19999"}])", LabelMode::add));
  EXPECT_FALSE(with_labels(*tree, R"([{"tag":"t19999"}])", LabelMode::add));
  EXPECT_TRUE(with_labels(*tree, R"([{"tag":"root.t19999"}])", LabelMode::add));
}

// B-318
TEST(ChangeLabels, WorkBesideStoredNodesThatAreNoLabels) {
  constexpr auto stored = R"([7,{},{"value":{"tag":5}},{"value":{"tag":"car"},"children":null}])";
  const auto tree = with_labels(stored, R"([{"tag":"car.wheel"}])", LabelMode::add);
  ASSERT_TRUE(tree);
  EXPECT_NE(tree->find(R"("tag":"wheel")"), std::string::npos);
  EXPECT_TRUE(tree->starts_with(R"([7,{},{"value":{"tag":5}},)"));
}

}  // namespace
}  // namespace allot::json
