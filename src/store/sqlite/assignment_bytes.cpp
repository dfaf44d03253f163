#include "store/sqlite/assignment_bytes.h"

#include "store/sqlite/bytes.h"

namespace allot::sqlite {

namespace {

constexpr std::uint64_t format = 1;

void write(BytesWriter& to, const Assignment& assignment) {
  to.text(assignment.id.text);
  to.text(assignment.project.text);
  to.text(assignment.dataset.text);
  to.text(assignment.name);
  to.text(assignment.annotator.text);
  to.text(assignment.updated_by.text);
  to.number(static_cast<std::uint64_t>(assignment.kind));
  to.number(assignment.is_default ? 1 : 0);
  to.text(assignment.user_metadata);
  to.number(static_cast<std::uint64_t>(to_epoch_ms(assignment.created_at)));
  to.number(static_cast<std::uint64_t>(to_epoch_ms(assignment.updated_at)));
}

Assignment read(BytesReader& from) {
  Assignment assignment;
  assignment.id.text = from.text();
  assignment.project.text = from.text();
  assignment.dataset.text = from.text();
  assignment.name = from.text();
  assignment.annotator.text = from.text();
  assignment.updated_by.text = from.text();
  assignment.kind = from.word<ShareKind>(2);
  assignment.is_default = from.number() != 0;
  assignment.user_metadata = from.text();
  assignment.created_at = from_epoch_ms(static_cast<std::int64_t>(from.number()));
  assignment.updated_at = from_epoch_ms(static_cast<std::int64_t>(from.number()));
  return assignment;
}

}  // namespace

std::string assignment_bytes(const std::vector<Assignment>& assignments) {
  if (assignments.empty()) return {};
  BytesWriter to;
  to.number(format);
  to.number(assignments.size());
  for (const auto& assignment : assignments) write(to, assignment);
  return to.take();
}

std::vector<Assignment> read_assignments(std::string_view bytes, const TaskId& task) {
  std::vector<Assignment> assignments;
  if (bytes.empty()) return assignments;
  BytesReader from(bytes);
  CHECK(from.number() == format);
  for (auto left = from.number(); left > 0; --left) {
    assignments.push_back(read(from));
    assignments.back().task = task;
  }
  CHECK(from.at_end());
  return assignments;
}

}  // namespace allot::sqlite
