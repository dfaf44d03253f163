#include "usecases/items/view.h"

#include <algorithm>
#include <unordered_map>

#include "json/text.h"

namespace allot {

namespace {

using Places = std::unordered_map<Ordinal, std::size_t>;  // ordinal → index of its view

void add_references(
    const Sight& sight, const ItemSet& page, const Places& places, std::vector<ItemView>& views
) {
  for (const auto& task : sight.tasks_with(page)) {
    const auto& ledger = task.ledger;
    (page & ledger->members).for_each([&](Ordinal ordinal) {
      ItemReference reference{.task = task.id};
      if (const auto* share = ledger->holder_of(ordinal)) {
        reference.assignment = share->assignment;
        if (auto word = share->status_of(ordinal); !word.empty()) {
          reference.status = StatusEntry{.word = std::move(word), .creator = {}, .at = {}};
        }
      }
      views[places.at(ordinal)].references.push_back(std::move(reference));
    });
  }
}

/// The log tells who gave the status that is in force, and when.
void name_author(ItemView& view, const StatusLogEntry& entry) {
  for (auto& reference : view.references) {
    if (reference.task != entry.task || !reference.status || entry.cleared) continue;
    if (reference.status->word != entry.word) continue;
    reference.status->creator = entry.creator;
    reference.status->at = entry.at;
  }
}

void add_log(
    const Transaction& tx,
    const Sight& sight,
    const DatasetId& dataset,
    const ItemSet& page,
    const Places& places,
    std::vector<ItemView>& views
) {
  for (const auto& event : tx.status_log().of_items(dataset, page)) {
    const StatusLogEntry entry{
        .task = event.task,
        .assignment = event.assignment,
        .word = event.word,
        .cleared = event.cleared,
        .creator = event.actor,
        .at = event.at
    };
    const bool is_told = sight.tells_of(entry.task, entry.assignment);
    event.items.for_each([&](Ordinal ordinal) {
      auto& view = views[places.at(ordinal)];
      if (is_told) view.log.push_back(entry);
      name_author(view, entry);
    });
  }
}

void add_annotations(
    const Transaction& tx,
    const DatasetId& dataset,
    std::span<const Ordinal> ordinals,
    const Places& places,
    std::vector<ItemView>& views
) {
  for (const auto& [ordinal, count] : tx.annotations().counts(dataset, ordinals)) {
    views[places.at(ordinal)].annotations = count;
  }
  for (auto& [ordinal, statuses] : tx.annotations().statuses(dataset, ordinals)) {
    views[places.at(ordinal)].annotation_statuses = statuses;
  }
}

std::string references_json(const ItemView& view) {
  JsonWriter json;
  json.array([&] {
    for (const auto& reference : view.references) {
      const auto* status = reference.status ? &*reference.status : nullptr;
      write_reference(json, reference.task.text, "task", status);
      if (reference.assignment.empty()) continue;
      write_reference(json, reference.assignment.text, "assignment", status);
    }
  });
  return json.take();
}

std::string log_json(const ItemView& view) {
  JsonWriter json;
  json.array([&] {
    for (const auto& entry : view.log) {
      json.object([&] {
        json.member("action", entry.cleared ? "deleted" : "created");
        json.member_object("status", [&] {
          json.member("taskId", entry.task);
          json.member("assignmentId", entry.assignment);
          json.member("status", entry.word);
          json.member("creator", entry.creator);
          json.member_iso("timestamp", entry.at);
        });
      });
    }
  });
  return json.take();
}

/// The distinct statuses of the item's tasks, then those of its annotations.
std::string statuses_json(const ItemView& view) {
  std::vector<std::string> words;
  const auto add = [&](const std::string& word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  };
  for (const auto& reference : view.references) {
    if (reference.status) add(reference.status->word);
  }
  for (const auto& status : view.annotation_statuses) add(status);
  return json::string_array(words);
}

/// What is stored, with the three members that are derived.
std::string metadata_json(const ItemView& view) {
  auto system = json::member(view.item.metadata, "system").value_or("{}");
  system = json::with_member(system, "refs", references_json(view));
  if (!view.log.empty()) system = json::with_member(system, "taskStatusLog", log_json(view));
  if (const auto statuses = statuses_json(view); statuses != "[]") {
    system = json::with_member(system, "annotationStatus", statuses);
  }
  return json::with_member(view.item.metadata, "system", system);
}

}  // namespace

std::vector<ItemView> view_items(
    const Transaction& tx,
    const Sight& sight,
    const DatasetId& dataset,
    std::span<const Ordinal> ordinals,
    std::size_t bytes_max
) {
  std::vector<ItemView> views;
  Places places;
  if (bytes_max != std::numeric_limits<std::size_t>::max()) {
    constexpr std::size_t bytes_of_an_event = 400;  // about
    const auto events_max = bytes_max / bytes_of_an_event;
    ordinals = ordinals.first(tx.status_log().readable_at_once(dataset, ordinals, events_max));
  }
  for (auto& item : tx.items().at(dataset, ordinals, bytes_max)) {
    places[item.ordinal] = views.size();
    views.push_back({.item = std::move(item)});
  }
  std::vector<Ordinal> existing;
  for (const auto& view : views) existing.push_back(view.item.ordinal);
  const auto page = ItemSet::of(existing);
  add_references(sight, page, places, views);
  add_log(tx, sight, dataset, page, places, views);
  add_annotations(tx, dataset, existing, places, views);
  return views;
}

void write_item_members(JsonWriter& json, const ItemView& view) {
  const auto& item = view.item;
  json.member("id", item.id);
  json.member("datasetId", item.dataset);
  json.member("filename", item.path);
  json.member("name", item.name());
  json.member("dir", item.dir());
  json.member("type", item.type == ItemType::dir ? "dir" : "file");
  json.member("hidden", item.hidden);
  json.member("annotated", view.annotations > 0);
  json.member("annotationsCount", view.annotations);
  json.member_raw("metadata", metadata_json(view));
  json.member("creator", item.creator);
  json.member_iso("createdAt", item.created_at);
  json.member_iso("updatedAt", item.updated_at);
  json.member("updatedBy", item.updated_by);
  json.member_raw_if("spec", item.spec);
  json.member_if("description", item.description);
  json.member_if("srcItem", item.source_item.text);
  json.member_if("srcDataset", item.source_dataset.text);
}

void write_item_addresses(JsonWriter& json, const Env& env, const Item& item) {
  const auto url = api_url(env) + "/items/" + item.id.text;
  json.member("url", url);
  json.member("stream", url + "/stream");
  json.member("thumbnail", url + "/thumbnail");
  json.member("dataset", api_url(env) + "/datasets/" + item.dataset.text);
}

void write_reference(
    JsonWriter& json, std::string_view id, std::string_view type, const StatusEntry* status
) {
  json.object([&] {
    json.member("id", id);
    json.member("type", type);
    json.member_object("metadata", [&] {
      if (status == nullptr) return;
      json.member("status", status->word);
      json.member("creator", status->creator);
      json.member_iso("timestamp", status->at);
    });
  });
}

}  // namespace allot
