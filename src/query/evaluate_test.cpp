#include "query/evaluate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "query/query.h"

namespace allot::query {
namespace {

/// One row of the table: does the filter hold for the document?
struct Row {
  std::string_view filter;
  std::string_view document;
  bool holds;
};

void expect(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    const auto condition = parse_filter(row.filter);
    ASSERT_TRUE(condition) << row.filter << ": " << condition.error().message;
    const auto document = Document::of(std::string(row.document));
    EXPECT_EQ(evaluate(*condition, document), row.holds) << row.filter << " on " << row.document;
    const auto again = parse_filter(filter_text(*condition));
    ASSERT_TRUE(again) << filter_text(*condition);
    EXPECT_EQ(evaluate(*again, document), row.holds) << filter_text(*condition);
  }
}

TEST(Evaluate, MembersAreJoinedByAndWithListsAsWritten) {
  expect({
      {R"({})", R"({"a":1})", true},
      {R"({"a":1,"b":2})", R"({"a":1,"b":2})", true},
      {R"({"a":1,"b":2})", R"({"a":1,"b":3})", false},
      {R"({"$and":[{"a":1},{"b":2}]})", R"({"a":1,"b":2})", true},
      {R"({"$and":[{"a":1},{"b":2}]})", R"({"a":1})", false},
      {R"({"$or":[{"a":1},{"b":2}]})", R"({"b":2})", true},
      {R"({"$or":[{"a":1},{"b":2}]})", R"({"b":3})", false},
      {R"({"$or":[{"a":1},{"b":2}],"c":3})", R"({"a":1})", false},
      {R"({"$not":{"a":1}})", R"({"a":2})", true},
      {R"({"$not":{"a":1}})", R"({"a":1})", false},
      {R"({"$and":[{"$or":[{"a":1},{"$not":{"b":2}}]}]})", R"({"b":2})", false},
      {R"({"$and":[]})", R"({})", true},
      {R"({"$or":[]})", R"({})", true},
      {R"({"$not":{"$or":[]}})", R"({})", false},
  });
}

TEST(Evaluate, DottedAndNestedFieldsAreTheSame) {
  const std::string_view document = R"({"a":{"b":{"c":1}}})";
  expect({
      {R"({"a.b.c":1})", document, true},
      {R"({"a":{"b":{"c":1}}})", document, true},
      {R"({"a":{"b.c":1}})", document, true},
      {R"({"a.b":{"c":{"$gt":0}}})", document, true},
      {R"({"a.b":{"c":2}})", document, false},
      {R"({"a":{}})", document, true},
      {R"({"a":{"b":{"c":1},"d":2}})", document, false},
      {R"({"a":{"$or":[{"b.c":5},{"b":{"c":1}}]}})", document, true},
      {R"({"a":{"$not":{"b.c":1}}})", document, false},
  });
}

TEST(Evaluate, EqualityIsExactAndNullMatchesMissing) {
  expect({
      {R"({"a":"x"})", R"({"a":"x"})", true},
      {R"({"a":"x"})", R"({"a":"X"})", false},
      {R"({"a":{"$eq":"x"}})", R"({"a":"x"})", true},
      {R"({"a":1})", R"({"a":1.0})", true},
      {R"({"a":9007199254740993})", R"({"a":9007199254740993})", true},
      {R"({"a":9007199254740993})", R"({"a":9007199254740992})", false},
      {R"({"a":"51200"})", R"({"a":51200})", true},
      {R"({"a":51200})", R"({"a":"51200"})", false},
      {R"({"a":"inf"})", R"({"a":1e300})", false},
      {R"({"a":true})", R"({"a":true})", true},
      {R"({"a":true})", R"({"a":1})", false},
      {R"({"a":true})", R"({"a":"true"})", false},
      {R"({"a":false})", R"({})", false},
      {R"({"a":null})", R"({})", true},
      {R"({"a":null})", R"({"a":null})", true},
      {R"({"a":null})", R"({"a":0})", false},
      {R"({"a.b":null})", R"({"a":5})", true},
  });
}

TEST(Evaluate, NegativeOperatorsMatchWhatIsMissing) {
  expect({
      {R"({"a":{"$ne":"x"}})", R"({"a":"y"})", true},
      {R"({"a":{"$ne":"x"}})", R"({"a":"x"})", false},
      {R"({"a":{"$ne":"x"}})", R"({})", true},
      {R"({"a":{"$ne":null}})", R"({})", false},
      {R"({"a":{"$ne":null}})", R"({"a":0})", true},
      {R"({"a":{"$nin":["x","y"]}})", R"({"a":"y"})", false},
      {R"({"a":{"$nin":["x","y"]}})", R"({})", true},
      {R"({"a":{"$nin":[]}})", R"({"a":1})", true},
      {R"({"a":{"$exists":false}})", R"({})", true},
      {R"({"a":{"$exists":false}})", R"({"a":null})", true},
      {R"({"a":{"$exists":false}})", R"({"a":0})", false},
      {R"({"a":{"$exists":true}})", R"({"a":[]})", true},
      {R"({"a":{"$exists":true}})", R"({"a":null})", false},
      {R"({"a":{"$not":{"$gt":5}}})", R"({})", true},
      {R"({"a":{"$not":{"$gt":5}}})", R"({"a":6})", false},
      {R"({"a":{"$not":"x"}})", R"({"a":"x"})", false},
  });
}

TEST(Evaluate, OrdersNeverMatchWhatIsMissingOrOfAnotherKind) {
  expect({
      {R"({"a":{"$gt":5}})", R"({"a":6})", true},
      {R"({"a":{"$gt":5}})", R"({"a":5})", false},
      {R"({"a":{"$gte":5}})", R"({"a":5})", true},
      {R"({"a":{"$lt":5}})", R"({"a":5})", false},
      {R"({"a":{"$lt":5}})", R"({"a":4.5})", true},
      {R"({"a":{"$lte":5}})", R"({"a":5})", true},
      {R"({"a":{"$gt":1,"$lt":3}})", R"({"a":2})", true},
      {R"({"a":{"$gt":1,"$lt":3}})", R"({"a":3})", false},
      {R"({"a":{"$lt":5}})", R"({})", false},
      {R"({"a":{"$lt":5}})", R"({"a":null})", false},
      {R"({"a":{"$lt":5}})", R"({"a":"4"})", false},
      {R"({"a":{"$gt":"51200"}})", R"({"a":60000})", true},
      {R"({"a":{"$gt":"51200"}})", R"({"a":6000})", false},
      {R"({"a":{"$gt":"b"}})", R"({"a":"c"})", true},
      {R"({"a":{"$gt":"b"}})", R"({"a":"B"})", false},
      {R"({"a":{"$lte":"b*"}})", R"({"a":"b*"})", true},
      {R"({"a":{"$gt":9007199254740992}})", R"({"a":9007199254740993})", true},
      {R"({"a":{"$or":[{"$lt":1},{"$gt":5}]}})", R"({"a":6})", true},
      {R"({"a":{"$or":[{"$lt":1},"x",{"$gt":5}]}})", R"({"a":"x"})", true},
      {R"({"a":{"$and":[{"$gt":1},{"$lt":5}]}})", R"({"a":6})", false},
  });
}

TEST(Evaluate, ListsTakeValuesOfEveryKind) {
  expect({
      {R"({"a":{"$in":["x",5,null,true]}})", R"({"a":5})", true},
      {R"({"a":{"$in":["x",5,null,true]}})", R"({"a":true})", true},
      {R"({"a":{"$in":["x",5,null,true]}})", R"({})", true},
      {R"({"a":{"$in":["x",5,null,true]}})", R"({"a":false})", false},
      {R"({"a":{"$in":["x*","y"]}})", R"({"a":"xyz"})", true},
      {R"({"a":{"$in":[]}})", R"({"a":1})", false},
      {R"({"a":{"$in":[{"b":1},7]}})", R"({"a":{"b":1,"c":2}})", true},
  });
}

TEST(Evaluate, AStarCrossesFoldersAndNothingElseIsSpecial) {  // B-244
  expect({
      {R"({"filename":"/x/**"})", R"({"filename":"/x/y/z.jpg"})", true},
      {R"({"filename":"/x/*"})", R"({"filename":"/x/y/z.jpg"})", true},
      {R"({"filename":"/x/*"})", R"({"filename":"/xy.jpg"})", false},
      {R"({"filename":"*"})", R"({"filename":""})", true},
      {R"({"name":"*.jpg"})", R"({"name":"a.jpg"})", true},
      {R"({"name":"*.jpg"})", R"({"name":"a.jpg.png"})", false},
      {R"({"name":"a?c"})", R"({"name":"abc"})", false},
      {R"({"name":"[a]*"})", R"({"name":"a1"})", false},
      {R"({"name":"[a]*"})", R"({"name":"[a]1"})", true},
      {R"({"name":{"$glob":"a*"}})", R"({"name":"abc"})", true},
      {R"({"name":{"$match":"a*"}})", R"({"name":"abc"})", true},
      {R"({"name":{"$ne":"a*"}})", R"({"name":"abc"})", false},
      {R"({"n":"5*"})", R"({"n":51})", false},
      {R"({"metadata.system.mimetype":"image*"})",
       R"({"metadata":{"system":{"mimetype":"image/png"}}})",
       true},
  });
}

TEST(Evaluate, ArraysMatchBySomeElementAndNegativelyByNone) {
  const std::string_view document = R"({"a":["x","y"],"o":[{"k":1},{"k":2,"l":3}],"e":[]})";
  expect({
      {R"({"a":"x"})", document, true},
      {R"({"a":"z"})", document, false},
      {R"({"a":{"$ne":"x"}})", document, false},
      {R"({"a":{"$ne":"z"}})", document, true},
      {R"({"a":{"$nin":["y"]}})", document, false},
      {R"({"o.k":2})", document, true},
      {R"({"o.k":{"$ne":2}})", document, false},
      {R"({"o.k":{"$gt":1}})", document, true},
      {R"({"o.k":{"$not":{"$gt":5}}})", document, true},
      {R"({"o.l":null})", document, true},
      {R"({"o.l":{"$exists":true}})", document, true},
      {R"({"o":{"k":1,"l":3}})", document, true},
      {R"({"o":{"$match":{"k":1,"l":3}}})", document, false},
      {R"({"o":{"$match":{"k":2,"l":3}}})", document, true},
      {R"({"o":{"$match":{"k":{"$ne":1}}}})", document, true},
      {R"({"a":{"$match":{"$in":["y"]}}})", document, true},
      {R"({"a":["x","y"]})", document, true},
      {R"({"a":["y","x"]})", document, false},
      {R"({"e":[]})", document, true},
      {R"({"a":[]})", document, false},
      {R"({"missing":[]})", document, true},
      {R"({"n":[]})", R"({"n":[null]})", false},
      {R"({"n":null})", R"({"n":[null]})", true},
      {R"({"n":{"$exists":true}})", R"({"n":[null]})", true},
      {R"({"a":{"$ne":[]}})", document, true},
      {R"({"o":[{"k":1.0},{"l":3,"k":2}]})", document, true},
      {R"({"e":{"$exists":true}})", document, true},
      {R"({"e.k":null})", document, true},
      {R"({"e":{"$match":{}}})", document, false},
  });
}

TEST(Evaluate, TimesAreInstantsHoweverTheyAreWritten) {
  const std::string_view document =
      R"({"createdAt":"2024-01-15T10:00:00.500Z","metadata":{"user":{"createdAt":"2024-01-15"}}})";
  expect({
      {R"({"createdAt":"2024-01-15T10:00:00.500Z"})", document, true},
      {R"({"createdAt":"2024-01-15T10:00:00.500"})", document, true},
      {R"({"createdAt":"2024-01-15T12:00:00.500+02:00"})", document, true},
      {R"({"createdAt":1705312800500})", document, true},
      {R"({"createdAt":{"$gt":"2024-01-15"}})", document, true},
      {R"({"createdAt":{"$lt":"2024-01-15"}})", document, false},
      {R"({"createdAt":{"$gte":1705312800500,"$lte":"1705312800500"}})", document, true},
      {R"({"createdAt":"2024-01-*"})", document, true},
      {R"({"createdAt":"2024-02-*"})", document, false},
      {R"({"createdAt":{"$lt":"soon"}})", document, false},
      {R"({"createdAt":{"$ne":"soon"}})", document, true},
      {R"({"metadata.user.createdAt":"2024-01-15T00:00"})", document, false},
  });
}

TEST(Evaluate, AddressesAreFolded) {
  const std::string_view document =
      R"({"creator":"ada@example.org","metadata":{"user":{"creator":"ada"}}})";
  expect({
      {R"({"creator":"Ada@Example.org"})", document, true},
      {R"({"creator":{"$in":["BEN@example.org","ADA@*"]}})", document, true},
      {R"({"creator":{"$ne":"ADA@example.org"}})", document, false},
      {R"({"metadata.user.creator":"Ada"})", document, false},
  });
}

constexpr std::string_view with_refs = R"({"metadata":{"system":{"refs":[
  {"id":"t1","type":"task","metadata":{"status":"completed","creator":"ada@example.org","timestamp":"2024-01-15T10:00:00.000Z"}},
  {"id":"a1","type":"assignment","metadata":{"status":"completed"}},
  {"id":"t2","type":"task","metadata":{}}]}}})";
constexpr std::string_view without_refs = R"({"metadata":{"system":{"refs":[]}}})";

TEST(Evaluate, ReferencesAreFoundByIdAndByTheirAbsence) {
  expect({
      {R"({"metadata.system.refs.id":"t1"})", with_refs, true},                   // B-241
      {R"({"metadata.system.refs.id":{"$in":["t1"]}})", without_refs, false},     // B-241
      {R"({"metadata.system.refs.id":{"$ne":"a1"}})", with_refs, false},          // B-241
      {R"({"metadata.system.refs.id":{"$ne":"a9"}})", with_refs, true},           // B-241
      {R"({"metadata.system.refs":[]})", without_refs, true},                     // B-242
      {R"({"metadata.system.refs":[]})", R"({"metadata":{"system":{}}})", true},  // B-242
      {R"({"metadata.system.refs":[]})", with_refs, false},                       // B-242
      {R"({"metadata.system.refs":{"$ne":[]}})", with_refs, true},
      {R"({"metadata.system.refs":{"$exists":false}})", without_refs, true},
      {R"({"metadata.system.refs":{"$exists":true}})", with_refs, true},
  });
}

TEST(Evaluate, AMatchTestsOneReferenceAtATime) {  // B-243
  expect({
      {R"({"metadata.system.refs":{"$match":{"id":"t1","metadata":{"status":"completed"}}}})",
       with_refs,
       true},
      {R"({"metadata.system.refs":{"$match":{"id":"t2","metadata":{"status":"completed"}}}})",
       with_refs,
       false},
      {R"({"metadata.system.refs":{"id":"t2","metadata":{"status":"completed"}}})", with_refs, false
      },
      {R"({"metadata":{"system":{"refs":{"id":"t2","metadata.status":"completed"}}}})",
       with_refs,
       false},
      {R"({"metadata.system.refs.id":"t2","metadata.system.refs.metadata.status":"completed"})",
       with_refs,
       true},
      {R"({"metadata.system.refs":{"$match":{"id":"t2","type":"task","metadata":{"status":{"$exists":false}}}}})",
       with_refs,
       true},
      {R"({"metadata.system.refs":{"$match":{"id":"t1","metadata":{"status":{"$exists":false}}}}})",
       with_refs,
       false},
      {R"({"metadata.system.refs":{"$match":{"id":{"$in":["t1","t7"]},"metadata":{"creator":"ADA@example.org","timestamp":{"$gt":"2024-01-01"}}}}})",
       with_refs,
       true},
      {R"({"metadata.system.refs":{"$match":{"id":"t1","metadata":{"timestamp":{"$lt":"2024-01-01"}}}}})",
       with_refs,
       false},
      {R"({"$not":{"metadata.system.refs":{"$match":{"id":"t1"}}}})", with_refs, false},
  });
}

TEST(Evaluate, WhatTheSdkSendsIsUnderstood) {
  const std::string_view item =
      R"({"id":"6","type":"file","hidden":false,"annotated":true,"dir":"/x","filename":"/x/a.jpg","name":"a.jpg","metadata":{"user":{"good":true}}})";
  expect({
      {R"({"$and":[{"hidden":false},{"type":"file"}]})", item, true},
      {R"({"$and":[{"hidden":false},{"type":"dir"}]})", item, false},
      {R"({"dir":"/x"})", item, true},
      {R"({"dir":"/"})", item, false},
      {R"({"annotated":true})", item, true},
      {R"({"filename":"/x/a.jpg"})", item, true},
      {R"({"metadata.user.good":{"$in":[true]}})", item, true},
      {R"({"$or":[{"metadata":{"user.good":true}},{"metadata":{"user.bad":true}}]})", item, true},
      {R"({"collections0":{"$exists":false}})", item, true},
      {R"({"collections3":true})", R"({"metadata":{"system":{"collections":{"c3":true}}}})", true},
  });
}

TEST(Compare, SortsByTheFieldsInTheirOrderThenById) {
  std::vector<Document> documents;
  for (const auto* text :
       {R"({"id":"4","n":"x"})",
        R"({"id":"3","n":2})",
        R"({"id":"2","n":10})",
        R"({"id":"1","n":2})",
        R"({"id":"5"})"}) {
    documents.push_back(Document::of(text));
  }
  const auto ids = [&] {
    std::string text;
    for (const auto& document : documents) text += document.text()[7];
    return text;
  };
  sort_documents(documents, *parse_sort(R"({"n":"ascending"})"));
  EXPECT_EQ(ids(), "51324");
  sort_documents(documents, *parse_sort(R"({"n":"descending","id":"descending"})"));
  EXPECT_EQ(ids(), "42315");
}

TEST(Compare, WithoutASortTheNewestComeFirst) {
  std::vector<Document> documents;
  for (const auto* text :
       {R"({"id":"1","createdAt":"2024-01-01T00:00:00.000Z"})",
        R"({"id":"2","createdAt":"2024-01-02T00:00:00.000Z"})",
        R"({"id":"3","createdAt":"2024-01-02T00:00:00.000Z"})"}) {
    documents.push_back(Document::of(text));
  }
  sort_documents(documents, {});
  EXPECT_EQ(documents.front().text()[7], '3');
  EXPECT_EQ(documents.back().text()[7], '1');
}

}  // namespace
}  // namespace allot::query
