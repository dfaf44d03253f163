#include "domain/label_changes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace allot {
namespace {

using Paths = std::vector<std::string>;

/// A few, and short ones: some of them are the beginnings of others.
rc::Gen<Paths> some_paths() {
  const auto tag = rc::gen::element<std::string>("a", "b", "c", "Tür");
  const auto path = rc::gen::map(
      rc::gen::nonEmpty(rc::gen::resize(4, rc::gen::container<Paths>(tag))),
      [](const Paths& tags) {
        auto joined = tags.front();
        for (std::size_t i = 1; i < tags.size(); ++i) joined += "." + tags[i];
        return joined;
      }
  );
  return rc::gen::resize(10, rc::gen::container<Paths>(path));
}

/// "a.b.c" with "a.b" and "a".
std::set<std::string> with_parents(const Paths& paths) {
  std::set<std::string> all(paths.begin(), paths.end());
  for (const auto& path : paths) {
    for (std::size_t at = 0; (at = path.find('.', at)) != std::string::npos; ++at) {
      all.insert(path.substr(0, at));
    }
  }
  return all;
}

LabelTree tree_of(const Paths& paths) {
  LabelTree tree;
  LabelChanges changes(tree);
  for (const auto& path : paths) RC_ASSERT(changes.at(path, LabelMode::upsert, "tag"));
  return tree;
}

void collect(const std::vector<LabelNode>& nodes, const std::string& parent, Paths& paths) {
  for (const auto& node : nodes) {
    paths.push_back(parent + *node.tag());
    collect(*node.children(), paths.back() + ".", paths);
  }
}

RC_GTEST_PROP(LabelChanges, UpsertingMakesEachPathAndItsParentsOnce, ()) {
  const auto paths = *some_paths();
  Paths made;
  collect(tree_of(paths).roots, "", made);
  const auto expected = with_parents(paths);
  RC_ASSERT(made.size() == expected.size());
  RC_ASSERT(std::set<std::string>(made.begin(), made.end()) == expected);
}

RC_GTEST_PROP(LabelChanges, WhatIsThereIsUpdatedAndNotAdded, ()) {
  const auto paths = *some_paths();
  auto tree = tree_of(paths);
  const auto before = tree;
  for (const auto& path : with_parents(paths)) {
    LabelChanges changes(tree);
    const auto label = changes.at(path, LabelMode::update, "tag");
    RC_ASSERT(label.has_value());
    RC_ASSERT(*(*label)->find<std::string>(LabelPart::tag) == path.substr(path.rfind('.') + 1));
    RC_ASSERT(changes.at(path, LabelMode::add, "tag").error().code == ErrorCode::invalid);
  }
  RC_ASSERT(tree == before);
}

RC_GTEST_PROP(LabelChanges, NodesWithoutATagStayWhereAndAsTheyAre, ()) {
  LabelNode number;
  number.instead = RawJson{"7"};
  LabelNode nameless;
  nameless.members.append({NodePart::further, "tag", RawJson{R"("a")"}});
  LabelTree tree{{number, nameless}};
  LabelChanges changes(tree);
  for (const auto& path : *some_paths()) RC_ASSERT(changes.at(path, LabelMode::upsert, "tag"));
  RC_ASSERT(tree.roots[0] == number);
  RC_ASSERT(tree.roots[1] == nameless);
}

RC_GTEST_PROP(KnownLabels, HoldAllThatTheTreeHas, ()) {
  const auto paths = *some_paths();
  auto tree = tree_of(paths);
  const KnownLabels known(tree);
  for (const auto& path : paths) {
    LabelChanges changes(tree);
    RC_ASSERT(known.has(**changes.at(path, LabelMode::update, "tag")));
  }
  RC_ASSERT(known.check_level(tree.levels()));
}

// B-315
RC_GTEST_PROP(LabelChanges, NoPathIsDeeperThanATreeMayBe, ()) {
  const auto parts = *rc::gen::inRange<std::size_t>(1, 3 * label_levels_max);
  std::string path = "a";
  for (std::size_t i = 1; i < parts; ++i) path += ".a";
  LabelTree tree;
  const auto label = LabelChanges(tree).at(path, LabelMode::upsert, "labels[3].tag");
  RC_ASSERT(label.has_value() == (parts <= label_levels_max));
  RC_ASSERT(tree.levels() == (label ? parts : 0));
  if (!label) RC_ASSERT(label.error().fields.front().path == "labels[3].tag");
}

TEST(LabelChanges, AWholeTagWithDotsIsFoundFirst) {
  LabelTree tree{{new_node(new_label("a")), new_node(new_label("a.b"))}};
  LabelChanges changes(tree);
  EXPECT_EQ(*changes.at("a.b", LabelMode::update, "tag"), tree.roots[1].label());
  EXPECT_TRUE(tree.roots[0].children()->empty());
}

TEST(LabelChanges, OfTwoLabelsOfOneTagTheFirstCounts) {
  LabelTree tree{{new_node(new_label("a")), new_node(new_label("a"))}};
  EXPECT_EQ(*LabelChanges(tree).at("a", LabelMode::update, "tag"), tree.roots[0].label());
}

TEST(LabelChanges, AMissingLabelIsNotFoundByItsPath) {
  LabelTree tree{{new_node(new_label("a"))}};
  const auto missing = LabelChanges(tree).at("a.b", LabelMode::update, "tag");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().message, "There is no label `a.b`.");
}

/// A name that no rule of today takes: it ends in a control character.
const std::string old_name = "old\u0085";

TEST(KnownLabels, OldNamesAreNotLookedAtAgainNewOnesAre) {
  auto label = new_label("car");
  label.set(LabelPart::display_name, old_name);
  const KnownLabels known(LabelTree{{new_node(label)}});
  EXPECT_TRUE(known.check_name(old_name, "tag"));
  const auto refused = known.check_name("new\u0085", "roots[0].tag");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.front().path, "roots[0].tag");
  EXPECT_TRUE(known.has(label));
  EXPECT_FALSE(known.has(new_label("car")));
}

// B-315
TEST(KnownLabels, ATreeMayBeAsDeepAsItWas) {
  LabelTree tree;
  for (std::size_t i = 0; i < label_levels_max + 10; ++i) {
    auto root = new_node(new_label("a"));
    root.children_to_change() = std::move(tree.roots);
    tree.roots = {root};
  }
  EXPECT_TRUE(KnownLabels(tree).check_level(label_levels_max + 10));
  EXPECT_FALSE(KnownLabels(tree).check_level(label_levels_max + 11));
  EXPECT_TRUE(KnownLabels(LabelTree{}).check_level(label_levels_max));
  EXPECT_FALSE(KnownLabels(LabelTree{}).check_level(label_levels_max + 1));
}

}  // namespace
}  // namespace allot
