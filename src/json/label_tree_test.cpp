#include "json/label_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/check.h"

namespace allot::json {
namespace {

/// What may have been stored as nodes, in this form or another.
rc::Gen<std::string> some_nodes(int levels) {
  const auto odd = rc::gen::element<std::string>(
      "7", "null", R"("text")", "[1e5]", "{}", R"({"tag":"a"})", R"({"value":{"tag":1.50}})"
  );
  if (levels == 0) return rc::gen::just<std::string>("[]");
  const auto value = rc::gen::element<std::string>(
      R"({"tag":"a","displayLabel":"A","color":"#010203","attributes":[],"displayData":{}})",
      R"({"color":7,"hint":-0,"tag":"ä\"\n"})",
      R"({"attributes":null,"displayData":[{"x":0.10}],"":1E2,"label_name":"b"})",
      "{}",
      "null"
  );
  const auto children =
      rc::gen::oneOf(rc::gen::element<std::string>("3", "null", "{}"), some_nodes(levels - 1));
  const auto in_form = rc::gen::map(rc::gen::pair(value, children), [](const auto& parts) {
    return R"({"value":)" + parts.first + R"(,"children":)" + parts.second + "}";
  });
  const auto turned = rc::gen::map(rc::gen::pair(value, children), [](const auto& parts) {
    return R"({"id":"x","children":)" + parts.second + R"(,"value":)" + parts.first + "}";
  });
  return rc::gen::map(
      rc::gen::resize(
          3, rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(odd, in_form, turned))
      ),
      [](const std::vector<std::string>& nodes) {
        std::string array = "[";
        for (const auto& node : nodes) array += (array.size() > 1 ? "," : "") + node;
        return array + "]";
      }
  );
}

RC_GTEST_PROP(StoredLabels, OfWhateverFormAreWrittenAsTheyStood, ()) {
  const auto text = *some_nodes(3);
  RC_ASSERT(render_labels(stored_labels(text)) == text);
}

RC_GTEST_PROP(StoredLabels, AreTheSameWhenTheirTextsAre, ()) {
  const auto one = *some_nodes(1);
  const auto other = *some_nodes(1);
  RC_ASSERT((stored_labels(one) == stored_labels(other)) == (one == other));
}

TEST(StoredLabels, AreReadByTheirMembers) {
  const auto tree = stored_labels(R"([ {"value": {"tag": "car", "color": "#010203", "hint": 1.50,
                                        "attributes": [1, 2]}, "children": [7]} ])");
  ASSERT_EQ(tree.roots.size(), 1);
  const auto& label = *tree.roots[0].label();
  EXPECT_EQ(*label.find<std::string>(LabelPart::tag), "car");
  EXPECT_EQ(*label.find<std::string>(LabelPart::color), "#010203");
  EXPECT_EQ(label.find<RawJson>(LabelPart::attributes)->text, "[1,2]");
  EXPECT_EQ(label.all()[2].name, "hint");
  EXPECT_EQ(std::get<RawJson>(label.all()[2].content).text, "1.50");
  EXPECT_EQ(tree.roots[0].children()->front().instead->text, "7");
}

TEST(StoredLabels, ANumberIsNoTag) {
  for (const auto* number : {"5", "1e5"}) {
    const auto tree = stored_labels(R"([{"value":{"tag":)" + std::string(number) + "}}]");
    EXPECT_EQ(tree.roots[0].tag(), nullptr) << number;
  }
}

TEST(StoredLabels, OfTheDefaultsAreInForm) {
  const LabelTree tree{{new_node(new_label("car"))}};
  const auto text = render_labels(tree);
  EXPECT_TRUE(text.starts_with(R"([{"value":{"tag":"car","displayLabel":"car","color":"#)"));
  EXPECT_TRUE(text.ends_with(R"(","attributes":[],"displayData":{}},"children":[]}])"));
  EXPECT_EQ(stored_labels(text), tree);
}

TEST(StoredLabels, TextThatIsNoArrayIsABug) {
  EXPECT_THROW(static_cast<void>(stored_labels("[")), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(stored_labels("{}")), BrokenInvariant);
}

}  // namespace
}  // namespace allot::json
