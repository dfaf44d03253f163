#include "usecases/labels/read_items.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/json_writer.h"
#include "base/patience.h"
#include "usecases/annotations/view.h"

namespace allot {

namespace {

using formats::ItemWork;

constexpr std::size_t item_bytes_max = 4u << 20;
constexpr std::size_t annotation_bytes_max = 4u << 20;  // in memory
constexpr std::chrono::seconds reading_time{1};         // about: no item is left half read

std::vector<ItemView> views_of(
    const Transaction& tx,
    const Caller& caller,
    const LabelSource& source,
    std::span<const Ordinal> ordinals,
    bool with_json
) {
  const auto& dataset = source.dataset.id;
  if (source.task || with_json) {
    return view_items(tx, Sight(tx, caller, dataset), dataset, ordinals, item_bytes_max);
  }
  std::vector<ItemView> views;
  for (auto& item : tx.items().at(dataset, ordinals, item_bytes_max)) {
    views.push_back({.item = std::move(item)});
  }
  return views;
}

ItemWork work_of(const ItemView& view, const Task& task, const Ledger& ledger) {
  ItemWork work{.task = task.id};
  const auto here = std::ranges::find(view.references, task.id, &ItemReference::task);
  if (here == view.references.end()) return work;
  const auto* share = here->assignment.empty() ? nullptr : ledger.find(here->assignment);
  if (share != nullptr && share->kind == ShareKind::normal) {
    work.assignment = share->assignment;
    work.assignee = share->annotator;
  }
  if (!here->status) return work;
  work.status = here->status->word;
  work.by = here->status->creator;
  // Statuses from before the log was kept have no author, and no time.
  if (!work.by.empty()) work.at = here->status->at;
  return work;
}

void write_work(JsonWriter& json, const ItemWork& work) {
  json.member_object("work", [&] {
    json.member("taskId", work.task);
    json.member_if("assignmentId", work.assignment.text);
    json.member_if("assigneeId", work.assignee.text);
    json.member_if("status", work.status);
    json.member_if("by", work.by.text);
    if (work.at) json.member_iso("at", *work.at);
  });
}

}  // namespace

std::vector<ReadItem> read_items(
    Env& env,
    const Transaction& tx,
    const Caller& caller,
    const LabelSource& source,
    std::span<const Ordinal> ordinals,
    const formats::LabelFormat::Wishes& wishes
) {
  const auto& dataset = source.dataset.id;
  const auto annotated = wishes.annotations ? tx.datasets().sets(dataset).annotated : ItemSet{};
  const auto ledger = source.task ? tx.ledgers().of(source.task->id) : nullptr;
  const auto end = std::chrono::steady_clock::now() + reading_time;
  auto views = views_of(tx, caller, source, ordinals, wishes.json);
  // One that was begun is read to its end, for as long as somebody waits.
  const Patience unhurried(std::nullopt, Patience::unwanted());
  std::vector<ReadItem> read;
  std::size_t held = 0;
  for (auto& view : views) {
    HeldAnnotations annotations(env.files, annotation_bytes_max - held);
    if (annotated.contains(view.item.ordinal)) {
      tx.annotations().each_of_item(dataset, view.item.ordinal, [&](const Annotation& annotation) {
        annotations.add(annotation);
      });
    }
    held += annotations.bytes();
    auto work = source.task ? std::optional(work_of(view, *source.task, *ledger)) : std::nullopt;
    read.push_back(
        {.view = std::move(view), .work = std::move(work), .annotations = std::move(annotations)}
    );
    if (held >= annotation_bytes_max || std::chrono::steady_clock::now() >= end) break;
  }
  return read;
}

std::string json_of(const Env& env, const ReadItem& read) {
  JsonWriter item;
  item.object([&] {
    write_item_members(item, read.view);
    write_item_addresses(item, env, read.view.item);
    if (read.work) write_work(item, *read.work);
  });
  auto text = item.take();
  text.pop_back();
  return text + R"(,"annotations":[)";
}

std::string json_of(const Env& env, const Annotation& annotation) {
  JsonWriter json;
  write_annotation(json, env, annotation);
  return json.take();
}

}  // namespace allot
