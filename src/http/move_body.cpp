#include "http/move_body.h"

#include "http/parameters.h"

namespace allot::http {

namespace {

Result<std::uint64_t> items_count(const JsonBody& person, std::string_view name) {
  const auto count = TRY(person.optional_integer(name)).value_or(0);
  if (count >= 0) return static_cast<std::uint64_t>(count);
  return invalid_field("expect.people." + std::string(name), "must not be negative");
}

Result<Expectation> expectation(const JsonBody& body) {
  Expectation expected;
  expected.version = TRY(body.text("version"));
  for (const auto& person : TRY(body.objects("people"))) {
    ExpectedPerson line;
    line.person = TRY(person.email("assigneeId"));
    line.gives = TRY(items_count(person, "gives"));
    line.gets = TRY(items_count(person, "gets"));
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
