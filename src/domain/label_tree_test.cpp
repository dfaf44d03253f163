#include "domain/label_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/label_color.h"

namespace allot {
namespace {

LabelNode node(std::string_view tag, std::vector<LabelNode> children = {}) {
  auto made = new_node(new_label(tag));
  made.children_to_change() = std::move(children);
  return made;
}

LabelNode no_node(std::string json) {
  LabelNode stored;
  stored.instead = RawJson{std::move(json)};
  return stored;
}

TEST(Label, HasAllItsMembersFromTheStart) {
  const auto label = new_label("car");
  EXPECT_EQ(*label.find<std::string>(LabelPart::tag), "car");
  EXPECT_EQ(*label.find<std::string>(LabelPart::display_name), "car");
  EXPECT_EQ(*label.find<std::string>(LabelPart::color), default_color("car"));
  EXPECT_EQ(label.find<RawJson>(LabelPart::attributes)->text, "[]");
  EXPECT_EQ(label.find<RawJson>(LabelPart::display_data)->text, "{}");
}

TEST(Label, AMemberIsSetWhereItStandsElseAtTheEnd) {
  Label label;
  label.append({LabelPart::color, {}, RawJson{"7"}});
  label.append({LabelPart::further, "hint", RawJson{"1.50"}});
  EXPECT_EQ(label.find<std::string>(LabelPart::color), nullptr);
  label.set(LabelPart::color, "#010203");
  label.set(LabelPart::display_name, "Car");

  Label expected;
  expected.append({LabelPart::color, {}, "#010203"});
  expected.append({LabelPart::further, "hint", RawJson{"1.50"}});
  expected.append({LabelPart::display_name, {}, "Car"});
  EXPECT_EQ(label, expected);
}

TEST(LabelNode, HasATagOnlyWhereItsLabelHasOneThatIsAText) {
  EXPECT_EQ(*node("car").tag(), "car");
  EXPECT_EQ(no_node("7").tag(), nullptr);
  EXPECT_EQ(LabelNode{}.tag(), nullptr);
  Label odd;
  odd.append({LabelPart::tag, {}, RawJson{"5"}});
  EXPECT_EQ(new_node(odd).tag(), nullptr);
}

TEST(LabelNode, GetsAListOfChildrenInThePlaceOfWhatIsNone) {
  LabelNode stored;
  stored.members.append({NodePart::children, {}, RawJson{"null"}});
  stored.members.append({NodePart::label, {}, new_label("car")});
  EXPECT_EQ(stored.children(), nullptr);
  EXPECT_TRUE(stored.children_to_change().empty());
  EXPECT_EQ(stored.members.all().front().part, NodePart::children);
  EXPECT_EQ(stored.members.all().size(), 2);
}

TEST(LabelTree, HasTheLevelsOfItsDeepestNode) {
  EXPECT_EQ(LabelTree{}.levels(), 0);
  EXPECT_EQ(LabelTree{{no_node("7")}}.levels(), 0);
  EXPECT_EQ((LabelTree{{node("a"), node("b", {node("c", {no_node("7")})})}}.levels()), 2);
}

TEST(Color, IsSixHexDigitsBehindASharp) {
  EXPECT_EQ(color_text({.red = 34, .green = 6, .blue = 231}), "#2206e7");
  EXPECT_TRUE(is_color("#1F77b4"));
  for (const auto* text : {"", "red", "#fff", "1f77b4", "#1f77bg", "#1f77b4 ", "#1f77b40"}) {
    EXPECT_FALSE(is_color(text)) << text;
  }
}

RC_GTEST_PROP(Color, OfWhateverTagIsBrightAndTheSameAgain, (const std::string& tag)) {
  const auto color = default_color(tag);
  RC_ASSERT(is_color(color));
  RC_ASSERT(default_color(tag) == color);
  for (const auto at : {1U, 3U, 5U}) RC_ASSERT(std::stoi(color.substr(at, 2), nullptr, 16) >= 64);
}

}  // namespace
}  // namespace allot
