#include "usecases/annotations/changing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "base/name.h"
#include "base/text.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/items/metadata_difference.h"
#include "usecases/telling.h"

namespace allot {

namespace {

constexpr std::array<std::string_view, 27> types{
    "class",
    "subtitle",
    "point",
    "box",
    "segment",
    "polyline",
    "ellipse",
    "cube",
    "binary",
    "note",
    "comparison",
    "text",
    "text_mark",
    "pdf_text",
    "pose",
    "cube_3d",
    "semantic_3d",
    "polyline_3d",
    "ref_semantic_3d",
    "gis",
    "ref_image",
    "item_description",
    "line",
    "polygon",
    "recording",
    "ref_text",
    "ref_video"
};

/// The state that a note tells of itself; nullopt of one that does not, and of other types.
std::optional<std::string> note_word(const Annotation& annotation) {
  if (annotation.type != "note" || annotation.coordinates.empty()) return std::nullopt;
  return json::string_member(annotation.coordinates, "note.status");
}

/// The review status of an annotation: an open note counts as an issue.
std::string status_of(const Annotation& annotation) {
  if (const auto word = note_word(annotation)) return *word == "open" ? "issue" : "";
  return json::string_member(annotation.metadata, "system.status").value_or("");
}

std::string hash_of(const Annotation& annotation) {
  const auto digest =
      std::hash<std::string>{
      }(annotation.type + "\n" + annotation.label + "\n" + annotation.coordinates + "\n" +
        annotation.attributes);
  return fmt::format("{:016x}", digest);
}

/// What becomes of a member, which is JSON, or "" where there is none. One that is sent back as it
/// is stays so, with its nulls.
Result<std::string> changed_value(
    const std::string& before, const std::string& sent, bool replace
) {
  if (sent == "null") return std::string{};
  if (sent == before) return before;
  const bool merges = !replace && before.starts_with('{') && sent.starts_with('{');
  return merges ? json::merged(before, sent) : sent;
}

Result<std::string> changed_metadata(const Annotation& annotation, const ChangeAnnotation& input) {
  const auto difference = TRY(allowed_annotation_difference(*input.metadata, input.system));
  auto base = annotation.metadata;
  if (input.replace) base = json::without_members(base, {"user"});
  return json::merged(base, difference);
}

}  // namespace

Result<Done> require_annotation_metadata(const std::string& metadata) {
  const auto status = json::member(metadata, "system.status").value_or("null");
  if (status != "null" && !status.starts_with('"')) {
    return invalid_field("metadata.system.status", "must be a text, or null to clear it");
  }
  const auto attributes = json::member(metadata, "system.attributes").value_or("null");
  if (attributes == "null" || attributes.starts_with('{') || attributes.starts_with('[')) {
    return Done{};
  }
  return invalid_field("metadata.system.attributes", "must be an object or a list");
}

Result<std::string> allowed_annotation_difference(const std::string& metadata, bool system) {
  if (!json::is_object(metadata)) return invalid_field("metadata", "must be a JSON object");
  TRY(require_annotation_metadata(metadata));
  if (system) {
    TRY(require_metadata(metadata));
    return metadata;
  }
  const auto attributes = json::member(metadata, "system.attributes");
  const auto difference = json::without_members(metadata, {"system"});
  return attributes ? json::with_member(difference, "system.attributes", *attributes) : difference;
}

bool may_change_status(const std::string& difference) {
  return json::member(difference, "system.status").has_value();
}

Result<Done> check_type(const std::string& type) {
  if (std::ranges::find(types, type) != types.end()) return Done{};
  return invalid_field(
      "type", "is no annotation type", fmt::format("`{}` is no annotation type.", printable(type))
  );
}

Result<Done> check_label(const std::string& label) {
  return label.empty() ? Result<Done>(Done{}) : check_name(label, "label");
}

Result<Done> check_status_change(
    const Standings& standings, const std::string& from, const std::string& to
) {
  if (from == to) return Done{};
  if (to == "issue") return require(standings, Verb::open_issue, "annotation", "");
  if (to == "review") return require(standings, Verb::mark_for_review, "annotation", "");
  if (to.empty() || to == "approved") {
    return require(standings, Verb::resolve_issue, "annotation", "");
  }
  return invalid_field(
      "metadata.system.status", "must be `issue`, `review`, `approved` or null to clear it"
  );
}

void derive(Annotation& annotation) {
  annotation.status = status_of(annotation);
  annotation.hash = hash_of(annotation);
}

bool has_system(const std::string& metadata) {
  const auto system = json::member(metadata, "system");
  return system && *system != "null";
}

Annotation without_place(const NewAnnotation& added) {
  Annotation annotation{
      .id = {},
      .dataset = {},
      .item_id = {},
      .type = added.type,
      .label = added.label,
      .coordinates = added.coordinates,
      .attributes = added.attributes,
      .metadata = has_system(added.metadata) ? added.metadata
                                             : json::with_member(added.metadata, "system", "{}"),
      .label_suggestions = added.label_suggestions,
      .description = added.description,
      .source = added.source,
      .hash = {},
      .status = {},
      .creator = added.creator.value_or(UserId{}),
      .updated_by = {},
      .issue_by = {},
      .created_at = {},
      .updated_at = {}
  };
  derive(annotation);
  return annotation;
}

std::size_t bytes_of(const Annotation& annotation) {
  return sizeof(Annotation) + annotation.label.size() + annotation.coordinates.size() +
         annotation.attributes.size() + annotation.metadata.size() +
         annotation.label_suggestions.size() + annotation.description.size();
}

Result<Annotation> changed(Annotation annotation, const ChangeAnnotation& input) {
  const bool is_other_shape = input.type && *input.type != annotation.type;
  if (input.type) {
    TRY(check_type(*input.type));
    annotation.type = *input.type;
  }
  if (input.label && *input.label != annotation.label) {
    TRY(check_label(*input.label));
    annotation.label = *input.label;
  }
  const auto change_value = [&](std::string& value,
                                const std::optional<std::string>& sent,
                                bool replace) -> Result<Done> {
    if (sent) value = TRY(changed_value(value, *sent, replace));
    return Done{};
  };
  TRY(change_value(annotation.coordinates, input.coordinates, input.replace || is_other_shape));
  TRY(change_value(annotation.attributes, input.attributes, input.replace));
  TRY(change_value(annotation.label_suggestions, input.label_suggestions, input.replace));
  if (input.source) annotation.source = *input.source;
  if (input.description) annotation.description = *input.description;
  if (input.metadata) annotation.metadata = TRY(changed_metadata(annotation, input));
  derive(annotation);
  return annotation;
}

Annotation as_issue(Annotation annotation) {
  annotation.metadata =
      json::with_member(annotation.metadata, "system.status", json::quoted("issue"));
  if (note_word(annotation)) {
    annotation.coordinates =
        json::with_member(annotation.coordinates, "note.status", json::quoted("open"));
  }
  derive(annotation);
  return annotation;
}

Annotation without_status(Annotation annotation) {
  annotation.metadata = json::without_members(annotation.metadata, {"system.status"});
  // A note says so itself, too.
  if (note_word(annotation) == "open") {
    annotation.coordinates =
        json::with_member(annotation.coordinates, "note.status", json::quoted("closed"));
  }
  derive(annotation);
  return annotation;
}

bool opens_issue(const Annotation& annotation, const std::string& before) {
  return annotation.status == "issue" && before != "issue";
}

void note_opener(const Caller& caller, const std::string& before, Annotation& annotation) {
  if (opens_issue(annotation, before)) annotation.issue_by = caller.user;
}

void tell_of_issue(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const Annotation& annotation,
    const std::string& before
) {
  const auto& now = annotation.status;
  if (now == before) return;
  const auto step = now == "issue"      ? IssueStep::opened
                    : now == "review"   ? IssueStep::answered
                    : now == "approved" ? IssueStep::approved
                                        : IssueStep::cleared;
  IssueMoved moved{.annotation = annotation.id, .item = annotation.item_id, .step = step};
  tell(env, tx, caller, project, std::move(moved));
}

}  // namespace allot
