#include "http/move_body.h"

#include "http/parameters.h"

namespace allot::http {

namespace {

Result<Expectation> expectation(const JsonBody& body) {
  Expectation expected;
  expected.version = TRY(body.text("version"));
  for (const auto& person : TRY(body.objects("people"))) {
    ExpectedPerson line;
    line.person = TRY(person.email("assigneeId"));
    line.gives = TRY(person.optional_count("gives")).value_or(0);
    line.gets = TRY(person.optional_count("gets")).value_or(0);
    expected.people.push_back(std::move(line));
  }
  return expected;
}

}  // namespace

Result<MoveOptions> move_options(const Request& request, const JsonBody& body) {
  MoveOptions how;
  how.dry_run = TRY(Parameters(request).flag("dryRun"));
  how.include_in_use = TRY(body.flag_or("includeInUse", false));
  if (const auto expect = TRY(body.optional_object("expect"))) {
    how.expect = TRY(expectation(*expect));
  }
  return how;
}

Result<WorkFilter> work_filter(const JsonBody& body) {
  WorkFilter which;
  which.query = TRY(body.optional_text("query", any_length));
  which.only_not_annotated = TRY(body.flag_or("selectNotAnnotatedOnly", false));
  return which;
}

Result<Done> require_no_groups(const JsonBody& body) {
  if (TRY(body.texts_or_empty("groups")).empty()) return Done{};
  return invalid_field("groups", "names a group that is not there");
}

Result<Done> allow_to_skip(const JsonBody& body) {
  static_cast<void>(TRY(body.flag_or("allowToSkipAssignments", false)));
  return Done{};
}

}  // namespace allot::http
