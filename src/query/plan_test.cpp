#include "query/plan.h"

#include <gtest/gtest.h>

namespace allot::query {
namespace {

std::string plan_of(std::string_view filter) {
  const auto condition = parse_filter(filter);
  EXPECT_TRUE(condition) << filter;
  return condition ? describe(plan_items(*condition)) : "";
}

TEST(PlanItems, TheDefaultFilterOfTheSdkIsAlgebraOnFlags) {
  EXPECT_EQ(
      plan_of(R"({"$and":[{"hidden":false},{"type":"file"}]})"),
      "(and (not (flag hidden)) (flag file))"
  );
  EXPECT_EQ(plan_of("{}"), "all");
}

TEST(PlanItems, FlagsFollowFromBothTheirValues) {
  EXPECT_EQ(plan_of(R"({"type":"dir"})"), "(not (flag file))");
  EXPECT_EQ(plan_of(R"({"type":{"$ne":"dir"}})"), "(flag file)");
  EXPECT_EQ(plan_of(R"({"type":{"$in":["file","dir"]}})"), "all");
  EXPECT_EQ(plan_of(R"({"type":"link"})"), "none");
  EXPECT_EQ(plan_of(R"({"annotated":{"$exists":true}})"), "all");
  EXPECT_EQ(plan_of(R"({"annotated":{"$ne":true}})"), "(not (flag annotated))");
  EXPECT_EQ(plan_of(R"({"hidden":null})"), "none");
}

TEST(PlanItems, IdsNeedNoSql) {
  EXPECT_EQ(plan_of(R"({"id":"b"})"), "(ids b)");
  EXPECT_EQ(plan_of(R"({"id":{"$in":["b","a","b"]}})"), "(ids a b)");
  EXPECT_EQ(plan_of(R"({"id":{"$nin":["a"]}})"), "(not (ids a))");
  EXPECT_EQ(
      plan_of(R"({"$and":[{"id":{"$gt":"a"}},{"id":{"$lte":"b"}}]})"),
      "(and (id-range a0 -) (id-range - b0))"
  );
  EXPECT_EQ(plan_of(R"({"id":"a*"})"), "(sql i.id GLOB ?)");
}

TEST(PlanItems, ReferencesAreAskedOfLedgers) {  // B-241, B-242, B-243
  EXPECT_EQ(
      plan_of(R"({"metadata.system.refs.id":{"$in":["t1"]}})"), R"((ref {"id":{"$in":["t1"]}}))"
  );
  EXPECT_EQ(
      plan_of(R"({"metadata.system.refs.id":{"$ne":"t1"}})"), R"((not (ref {"id":{"$in":["t1"]}})))"
  );
  EXPECT_EQ(plan_of(R"({"metadata.system.refs":[]})"), "(no-refs)");
  EXPECT_EQ(
      plan_of(
          R"({"metadata.system.refs":{"$match":{"id":"t1","metadata":{"status":{"$exists":false}}}}})"
      ),
      R"((ref {"$and":[{"id":{"$in":["t1"]}},{"$not":{"metadata.status":{"$exists":true}}}]}))"
  );
  EXPECT_EQ(
      plan_of(R"({"metadata.system.refs.metadata.status":{"$exists":false}})"),
      R"((not (ref {"metadata.status":{"$exists":true}})))"
  );
  EXPECT_EQ(
      plan_of(
          R"({"metadata.system.refs":{"$match":{"id":"t1","metadata":{"creator":"ada@example.org"}}}})"
      ),
      R"((and (ref {"id":{"$in":["t1"]}}) (item {"metadata.system.refs":{"$match":{"$and":[{"id":{"$in":["t1"]}},{"metadata.creator":{"$in":["ada@example.org"]}}]}}})))"
  );
}

TEST(PlanItems, AReferenceMatchKnowsWhichLedgersCanAnswer) {
  const auto plan = plan_items(*parse_filter(
      R"({"metadata.system.refs":{"$match":{"id":{"$in":["t2","t1"]},"type":"task"}}})"
  ));
  const auto& ref = std::get<SomeRef>(plan.node);
  EXPECT_EQ(ref.ids, (std::vector<std::string>{"t1", "t2"}));
  EXPECT_TRUE(ref.matches({.id = "t1", .type = "task", .status = std::nullopt}));
  EXPECT_FALSE(ref.matches({.id = "t1", .type = "assignment", .status = "completed"}));
}

TEST(PlanItems, ConditionsOnColumnsBecomeOneSqlText) {
  EXPECT_EQ(
      plan_of(
          R"({"$and":[{"hidden":false},{"dir":"/x"},{"filename":"/x/**"},{"metadata.user.k":1},{"metadata.user.n":2}]})"
      ),
      R"((and (not (flag hidden)) (sql (i.dir = ?) AND (i.path GLOB ?) AND (dql_test(?, 'object metadata', i.metadata) = 1))))"
  );
  EXPECT_EQ(
      plan_of(R"({"$or":[{"name":"a"},{"$not":{"createdAt":{"$gt":5}}}]})"),
      "(sql (i.name = ?) OR (NOT (i.created_at > ?)))"
  );
}

TEST(PlanItems, WhatClientsWriteIsOnlyInParameters) {
  const auto plan = plan_items(*parse_filter(
      R"({"name":"a'b","metadata.user.x'y":"z'","it's":{"$ne":1},"filename":"/a?[b]*"})"
  ));
  const auto& sql = std::get<SqlItems>(plan.node).condition;
  EXPECT_EQ(sql.text.find("a'b"), std::string::npos);
  EXPECT_EQ(sql.text.find("x'y"), std::string::npos);
  EXPECT_EQ(sql.params[0], SqlValue("a'b"));
  EXPECT_EQ(sql.params[1], SqlValue("/a[?][[]b]*"));
}

TEST(PlanItems, UnknownFieldsAreConstants) {
  EXPECT_EQ(plan_of(R"({"nothing":1})"), "none");
  EXPECT_EQ(plan_of(R"({"nothing":{"$ne":1},"hidden":true})"), "(flag hidden)");
  EXPECT_EQ(plan_of(R"({"name.deeper":"x"})"), "none");
  EXPECT_EQ(plan_of(R"({"name":5})"), "none");
  EXPECT_EQ(plan_of(R"({"metadata.system":{"$exists":true}})"), "all");
}

TEST(PlanItems, OnlyDerivedHistoryNeedsTheWholeItem) {
  EXPECT_EQ(
      plan_of(R"({"metadata.system.taskStatusLog.action":"created","dir":"/"})"),
      R"((and (sql i.dir = ?) (item {"metadata.system.taskStatusLog.action":{"$in":["created"]}})))"
  );
  EXPECT_EQ(
      plan_of(R"({"metadata.system.annotationStatus":"approved"})"),
      R"((or (ref {"$and":[{"type":{"$in":["task"]}},{"metadata.status":{"$in":["approved"]}}]}) (annotation a.status = ?)))"
  );
}

TEST(PlanItems, JoinsIntersectAndExceptAreSetsToo) {
  const auto query = parse_query(
      R"({"filter":{"hidden":false},"join":{"filter":{"$and":[{"label":"cat"},{"type":"box"}]}},
          "except":{"query":{"filter":{"id":"a"}}},"intersect":{"query":{"filter":{"annotated":true}}}})"
  );
  EXPECT_EQ(
      describe(plan_items(*query)),
      "(and (not (ids a)) (not (flag hidden)) (flag annotated) (annotation (a.label = ?) AND "
      "(a.type = ?)))"
  );
}

TEST(PlanItems, AJoinThatAsksNothingOrTheImpossibleNeedsNoSql) {
  const auto plan = [](std::string_view text) { return describe(plan_items(*parse_query(text))); };
  EXPECT_EQ(plan(R"({"join":{"filter":{}}})"), "(flag annotated)");
  EXPECT_EQ(plan(R"({"join":{"filter":{"nothing":1}}})"), "none");
}

TEST(PlanItems, LargeTreesBecomeOneCall) {
  std::string many = R"({"$or":[{"name":"x"})";
  for (int i = 0; i < 5'000; ++i) many += R"(,{"name":"y"})";
  EXPECT_EQ(plan_of(many + "]}"), R"((sql dql_test(?, 'path name', i.name) = 1))");
}

std::string order_of(std::string_view sort) {
  return item_order(*parse_sort(sort)).sql.text;
}

TEST(ItemOrder, EndsWithTheOrdinalAndIgnoresUnknownFields) {
  EXPECT_EQ(order_of("{}"), "i.type ASC, i.ordinal DESC");
  EXPECT_EQ(order_of(R"({"id":"ascending"})"), "i.ordinal ASC");
  EXPECT_EQ(order_of(R"({"nothing":"ascending"})"), "i.ordinal ASC");
  EXPECT_EQ(
      order_of(R"({"name":"descending","metadata":{"user":{"n":"ascending"}}})"),
      "i.name DESC, CASE WHEN json_valid(i.metadata) THEN json_extract(i.metadata, ?) END ASC,"
      " i.ordinal ASC"
  );
  EXPECT_EQ(
      item_order(*parse_sort(R"({"metadata.user.it's":"ascending"})")).sql.params.front(),
      SqlValue(R"($."user"."it's")")
  );
  EXPECT_EQ(order_of(R"({"metadata.user.a\"b":"ascending"})"), "i.ordinal ASC");
}

TEST(ItemOrder, TellsTheShapesThatSetsCanPage) {
  const auto shape = [](std::string_view sort) { return item_order(*parse_sort(sort)).shape; };
  EXPECT_EQ(shape("{}"), ItemOrder::Shape::folders_first);
  EXPECT_EQ(
      shape(R"({"type":"ascending","createdAt":"descending"})"), ItemOrder::Shape::folders_first
  );
  EXPECT_EQ(shape(R"({"id":"ascending"})"), ItemOrder::Shape::by_id);
  EXPECT_EQ(shape(R"({"createdAt":"descending"})"), ItemOrder::Shape::by_id_descending);
  EXPECT_EQ(shape(R"({"name":"ascending"})"), ItemOrder::Shape::by_sql);
}

TEST(AnnotationOrder, EndsWithTheId) {
  EXPECT_EQ(annotation_order({}).text, "a.created_at DESC, a.id DESC");
  EXPECT_EQ(
      annotation_order(*parse_sort(R"({"label":"ascending"})")).text, "a.label ASC, a.id ASC"
  );
}

}  // namespace
}  // namespace allot::query
