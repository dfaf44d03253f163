// Every way of answering a filter must give what evaluate() gives: here each plan is carried out on
// a real database and compared, for generated rows and filters.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "query/world_for_tests.h"

namespace allot::query {
namespace {

using for_tests::Annotation;
using for_tests::Item;
using for_tests::World;

// ------------------------------------------------------------------------------------

std::size_t below(std::size_t count) {
  return *rc::gen::inRange<std::size_t>(0, count);
}

std::string one_of(const std::vector<std::string>& choices) {
  return choices[below(choices.size())];
}

const std::vector<std::string> scalars{
    "1",
    "1.5",
    "0",
    "51200",
    "9007199254740993",
    "9007199254740992.0",
    "true",
    "false",
    "null",
    R"("cat")",
    R"("dog")",
    R"("5")",
    R"("1.5")",
    R"("")",
    R"("/x/a.jpg")",
    R"("a*b")",
    R"("caf\u00e9")",
    R"("nul\u0000l")",
    R"("2024-01-15T10:00:00.500Z")",
    R"("completed")",
    R"("ada@example.org")"
};

std::string any_value(int depth) {
  if (depth == 0 || below(3) > 0) return one_of(scalars);
  const auto count = below(3);
  std::string text;
  if (below(2) == 0) {
    for (std::size_t i = 0; i < count; ++i) text += (i ? "," : "") + any_value(depth - 1);
    return "[" + text + "]";
  }
  const std::vector<std::string> keys{"k", "n", "o"};
  for (std::size_t i = 0; i < count; ++i) {
    text += (i ? ",\"" : "\"") + keys[i] + "\":" + any_value(depth - 1);
  }
  return "{" + text + "}";
}

std::string any_object() {
  return R"({"k":)" + any_value(2) + R"(,"timestamp":)" + any_value(1) + R"(,"creator":)" +
         any_value(0) + "}";
}

std::int64_t any_time() {
  return 1'705'312'800'500 + static_cast<std::int64_t>(below(3)) - 1;
}

Item any_item(std::size_t ordinal) {
  Item item{
      .id = "6500000000000000000000a" + std::to_string(ordinal),
      .type = one_of({"file", "file", "dir"}),
      .dir = one_of({"/", "/x", "/x/y", "/.h"}),
      .name = one_of({"a.jpg", "b.png", "c[1]?.jpg", "caf\xC3\xA9", "a*b"}),
      .hidden = below(3) == 0,
      .creator = one_of({"ada@example.org", "ben@example.org"}),
      .description = one_of({"", "cat", "5", std::string("nul\0l", 5)}),
      .spec = one_of({"", R"("cat")", R"({"k":1})"}),
      .created_at = any_time(),
      .user = any_object(),
      .system = any_object(),
      .refs = {}
  };
  for (const auto* task : {"t1", "t2"}) {
    if (below(2) == 0) continue;
    const auto status = one_of({"", "completed", "discard"});
    item.refs.push_back({task, "task", status});
    item.refs.push_back({std::string("a") + task, "assignment", status});
  }
  return item;
}

Annotation any_annotation(std::size_t items, std::size_t number) {
  return {
      .item = below(items),
      .id = "b" + std::to_string(number),
      .type = one_of({"box", "class", "note"}),
      .label = one_of({"cat", "dog", "5", std::string("nul\0l", 5)}),
      .description = one_of({"", "cat"}),
      .status = one_of({"", "issue", "approved", "completed"}),
      .attributes = one_of({"", R"(["cat","x"])", R"({"k":5})"}),
      .system = any_object(),
      .created_at = any_time()
  };
}

const std::vector<std::string> item_fields{
    "id",
    "name",
    "filename",
    "dir",
    "type",
    "hidden",
    "annotated",
    "annotationsCount",
    "creator",
    "createdAt",
    "updatedAt",
    "updatedBy",
    "description",
    "spec",
    "spec.k",
    "datasetId",
    "nothing",
    "name.k",
    "metadata",
    "metadata.system",
    "metadata.user",
    "metadata.user.k",
    "metadata.user.k.n",
    "metadata.user.timestamp",
    "metadata.user.creator",
    "metadata.system.k.k",
    "metadata.system.creator",
    "metadata.system.refs",
    "metadata.system.refs.id",
    "metadata.system.refs.type",
    "metadata.system.refs.metadata",
    "metadata.system.refs.nothing",
    "metadata.system.refs.metadata.status",
    "metadata.system.refs.metadata.creator",
    "metadata.system.refs.metadata.timestamp",
    "metadata.system.annotationStatus",
    "metadata.system.annotationStatus.k"
};
const std::vector<std::string> annotation_fields{
    "id",
    "itemId",
    "label",
    "type",
    "creator",
    "createdAt",
    "description",
    "source",
    "attributes",
    "attributes.k",
    "metadata.system.status",
    "metadata.system.k",
    "metadata.system",
    "nothing",
    "label.k",
    "metadata.system.status.k",
    "metadata.system.k.n"
};
const std::vector<std::string> entry_fields{
    "id", "type", "k", "n", "metadata.status", "metadata.creator", "metadata"
};
const std::vector<std::string> telling{
    R"("t1")",
    R"("at2")",
    R"("task")",
    R"("file")",
    R"("dir")",
    R"("/x")",
    R"("/x/*")",
    R"("*.jpg")",
    R"("c[1]?*")",
    R"("a.jpg")",
    R"("c*")",
    R"("*a*a*a*")",
    R"("BEN@example.org")",
    R"("ADA@*")",
    "1705312800500",
    R"("2024-01-15")",
    R"("2024-01-*")",
    R"("20240115")",
    R"("20240115T100000,5Z")",
    R"("2024-W03-1T12:00:00.5+02")",
    R"("01/01/2020")",
    R"("2024-01-15T10:00:00.501")",
    "2",
    R"("6500000000000000000000a1")",
    R"("65*")",
    R"("b1")",
    R"("issue")",
    R"("disc*")",
    R"("box")",
    R"("nul\u0000*")",
    "[]",
    R"(["cat","x"])",
    "1e300",
    R"("2")"
};

std::string any_operand() {
  return below(2) == 0 ? one_of(telling) : any_value(1);
}

std::string any_ordered() {
  for (;;) {
    auto operand = any_operand();
    const char first = operand.front();
    if (first == '"' || first == '-' || (first >= '0' && first <= '9')) return operand;
  }
}

std::string any_list(std::size_t most) {
  std::string text;
  const auto count = below(most + 1);
  for (std::size_t i = 0; i < count; ++i) text += (i ? "," : "") + any_operand();
  return "[" + text + "]";
}

std::string any_filter(const std::vector<std::string>& fields, int depth);

std::string any_test(int depth) {
  switch (below(12)) {
    case 0: return R"({"$ne":)" + any_operand() + "}";
    case 1: return R"({"$gt":)" + any_ordered() + "}";
    case 2: return R"({"$lte":)" + any_ordered() + R"(,"$gte":)" + any_ordered() + "}";
    case 3: return R"({"$in":)" + any_list(4) + "}";
    case 4: return R"({"$nin":)" + any_list(40) + "}";
    case 5: return below(2) == 0 ? R"({"$exists":true})" : R"({"$exists":false})";
    case 6: return R"({"$lt":)" + any_ordered() + "}";
    case 7: return R"({"$not":)" + (depth > 0 ? any_test(depth - 1) : any_operand()) + "}";
    case 8:
      return R"({"$or":[)" + any_operand() + "," + (depth > 0 ? any_test(depth - 1) : "1") + "]}";
    case 10: return R"({"$glob":)" + one_of({R"("*.jpg")", R"("a*b")", R"("2024-*")"}) + "}";
    case 9: return R"({"$match":)" + any_filter(entry_fields, depth - 1) + "}";
    default: return any_operand();
  }
}

std::string any_filter(const std::vector<std::string>& fields, int depth) {
  const auto leaf = [&] {
    return "{\"" + one_of(fields) + "\":" + any_test(depth < 0 ? 0 : depth) + "}";
  };
  if (depth <= 0) return leaf();
  switch (below(5)) {
    case 0:
      return R"({"$and":[)" + any_filter(fields, depth - 1) + "," + any_filter(fields, depth - 1) +
             "]}";
    case 1:
      return R"({"$or":[)" + any_filter(fields, depth - 1) + "," + any_filter(fields, depth - 1) +
             "," + any_filter(fields, depth - 1) + "]}";
    case 2: return R"({"$not":)" + any_filter(fields, depth - 1) + "}";
    default: return leaf();
  }
}

std::pair<std::vector<Item>, std::vector<Annotation>> any_rows() {
  std::vector<Item> items;
  std::vector<Annotation> annotations;
  for (std::size_t i = 0; i < 6; ++i) items.push_back(any_item(i));
  for (std::size_t i = 0; i < 4; ++i) annotations.push_back(any_annotation(items.size(), i));
  return {std::move(items), std::move(annotations)};
}

RC_GTEST_PROP(SameAnswers, ThePlanOfAnItemFilterFindsWhatEvaluateFinds, ()) {
  static World world;
  auto [items, annotations] = any_rows();
  world.fill(std::move(items), std::move(annotations));
  for (int i = 0; i < 10; ++i) {
    const auto text = any_filter(item_fields, 3);
    const auto condition = parse_filter(text);
    RC_ASSERT(condition.has_value());
    RC_LOG(text + "\n" + describe(plan_items(*condition)));
    RC_ASSERT(world.answer(plan_items(*condition)) == world.evaluated(*condition));
  }
}

RC_GTEST_PROP(SameAnswers, TheSqlOfAnAnnotationFilterFindsWhatEvaluateFinds, ()) {
  static World world;
  auto [items, annotations] = any_rows();
  world.fill(std::move(items), std::move(annotations));
  for (int i = 0; i < 10; ++i) {
    const auto text = any_filter(annotation_fields, 3);
    const auto condition = parse_filter(text, Resource::annotations);
    RC_ASSERT(condition.has_value());
    const auto sql = annotation_sql(*condition);
    RC_LOG(text + "\n" + sql.text);
    RC_ASSERT(world.annotated_items(sql) == world.evaluated_join(*condition));
  }
}

RC_GTEST_PROP(SameAnswers, AFilterWrittenOutMeansTheSame, ()) {
  static World world;
  auto [items, annotations] = any_rows();
  world.fill(std::move(items), std::move(annotations));
  const auto condition = parse_filter(any_filter(item_fields, 3));
  const auto again = parse_filter(filter_text(*condition));
  RC_ASSERT(again.has_value());
  RC_ASSERT(world.evaluated(*condition) == world.evaluated(*again));
}

}  // namespace
}  // namespace allot::query
