#include "usecases/annotations/log.h"

#include <algorithm>
#include <set>

#include "json/annotation_log_text.h"
#include "json/text.h"
#include "store/annotation_log.h"
#include "usecases/access.h"

namespace allot {

namespace {

/// Of JSON, "" where there is none.
std::optional<std::string> kept(std::string_view value) {
  if (value.size() > logged_value_bytes_max) return std::nullopt;
  return std::string(value.empty() ? "null" : value);
}

/// Neither many members nor long names.
bool are_few(const MemberChanges& changes) {
  std::set<std::string_view> members;
  return changes.size() <= logged_members_max && std::ranges::all_of(changes, [&](const auto& it) {
           return it.member.size() <= logged_value_bytes_max && members.insert(it.member).second;
         });
}

/// Appends what changed of the metadata.
void add_metadata(MemberChanges& changes, MemberChanges of_metadata) {
  if (!are_few(of_metadata)) {
    changes.push_back({.member = "metadata", .from = std::nullopt, .to = std::nullopt});
    return;
  }
  for (auto& change : of_metadata) {
    if (change.from) change.from = kept(*change.from);
    if (change.to) change.to = kept(*change.to);
    changes.push_back(std::move(change));
  }
}

/// `from` and `to` are JSON; "" where there is none.
void add(
    MemberChanges& changes, std::string_view member, std::string_view from, std::string_view to
) {
  if (from == to) return;
  changes.push_back({.member = std::string(member), .from = kept(from), .to = kept(to)});
}

std::string text(std::string_view text) {
  return text.empty() ? std::string() : json::quoted(text);
}

void append(Transaction& tx, const LoggedChange& line) {
  if (!line.changes.empty()) tx.annotation_log().append(line);
}

MemberChanges changes_of(const Annotation& before, const Annotation& after) {
  MemberChanges changes;
  add(changes, "type", text(before.type), text(after.type));
  add(changes, "label", text(before.label), text(after.label));
  add(changes, "coordinates", before.coordinates, after.coordinates);
  add(changes, "attributes", before.attributes, after.attributes);
  add(changes, "labelSuggestions", before.label_suggestions, after.label_suggestions);
  add(changes, "source", text(before.source), text(after.source));
  add(changes, "description", text(before.description), text(after.description));
  add_metadata(changes, changes_between("metadata", before.metadata, after.metadata));
  return changes;
}

}  // namespace

void log_change(Transaction& tx, const Annotation& before, const Annotation& after) {
  append(
      tx,
      {.dataset = after.dataset,
       .item = after.item,
       .annotation = after.id,
       .actor = after.updated_by,
       .at = after.updated_at,
       .changes = changes_of(before, after)}
  );
}

void log_deletion(
    Transaction& tx,
    const DatasetId& dataset,
    const DeletedAnnotation& annotation,
    const UserId& actor,
    Time at
) {
  MemberChanges changes;
  add(changes, "id", text(annotation.id.text), "");
  add(changes, "type", text(annotation.type), "");
  add(changes, "label", text(annotation.label), "");
  add(changes, "creator", text(annotation.creator.text), "");
  add(changes, "createdAt", text(to_iso(annotation.created_at)), "");
  append(
      tx,
      {.dataset = dataset,
       .item = annotation.item,
       .annotation = annotation.id,
       .actor = actor,
       .at = at,
       .changes = std::move(changes)}
  );
}

void log_bulk_change(
    Transaction& tx,
    const DatasetId& dataset,
    std::span<const PlacedAnnotation> annotations,
    const BulkChange& change
) {
  if (annotations.empty()) return;
  MemberChanges changes;
  add_metadata(changes, changes_by("metadata", change.difference));
  for (const auto& annotation : annotations) {
    append(
        tx,
        {.dataset = dataset,
         .item = annotation.item,
         .annotation = annotation.id,
         .actor = change.actor,
         .at = change.at,
         .changes = changes}
    );
  }
}

Result<Done> read_annotation_log(
    Env& env, const Caller& caller, const ItemId& id, FunctionRef<void(const LoggedChange&)> visit
) {
  return read(env.store, [&](const Transaction& tx) -> Result<Done> {
    const auto item = TRY(get_item(tx, caller, id));
    tx.annotation_log().each_of_item(item.dataset, item.ordinal, visit);
    return Done{};
  });
}

}  // namespace allot
