#include "store/sqlite/purges.h"

#include "store/sqlite/chunks.h"
#include "store/sqlite/purge_row.h"

namespace allot::sqlite {

namespace {

std::int64_t add_purge(Database& db, const Purge& purge) {
  return db
      .query(
          "INSERT INTO purge"
          " (dataset_number, dataset_id, whole, annotations, unseen, project_id, actor, at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"
      )
      .bind(
          purge.dataset_number,
          purge.dataset,
          purge.whole,
          purge.annotations,
          purge.unseen,
          purge.deletion.project,
          purge.deletion.actor,
          purge.deletion.at
      )
      .one<std::int64_t>();
}

void add_purge_of(Database& db, const Purge& purge, const ItemSet& members) {
  put_members(db, members_of_purges, add_purge(db, purge), {}, members);
}

}  // namespace

void note_purge(
    Database& db,
    std::int64_t dataset_number,
    const DatasetId& dataset,
    const ItemSet& items,
    const Deletion& deletion
) {
  add_purge_of(
      db, {.dataset_number = dataset_number, .dataset = dataset, .deletion = deletion}, items
  );
}

void note_purge_of_annotations(
    Database& db,
    std::int64_t dataset_number,
    const DatasetId& dataset,
    const ItemSet& numbers,
    const Deletion& deletion
) {
  add_purge_of(
      db,
      {.dataset_number = dataset_number,
       .dataset = dataset,
       .annotations = true,
       .deletion = deletion},
      numbers
  );
}

void note_purge_of_unseen_annotations(
    Database& db, std::int64_t dataset_number, const DatasetId& dataset, const ItemSet& numbers
) {
  add_purge_of(
      db,
      {.dataset_number = dataset_number,
       .dataset = dataset,
       .annotations = true,
       .unseen = true,
       .deletion = {}},
      numbers
  );
}

void note_purge_of_unseen_items(
    Database& db, std::int64_t dataset_number, const DatasetId& dataset, const ItemSet& items
) {
  add_purge_of(
      db,
      {.dataset_number = dataset_number, .dataset = dataset, .unseen = true, .deletion = {}},
      items
  );
}

void note_purge_of_dataset(Database& db, std::int64_t dataset_number, const DatasetId& dataset) {
  add_purge(
      db, {.dataset_number = dataset_number, .dataset = dataset, .whole = true, .deletion = {}}
  );
}

void note_greatest_number(Database& db) {
  db.query(
        "UPDATE greatest_number SET annotation = newest FROM"
        " (SELECT max(number) AS newest FROM annotation) WHERE newest > annotation"
  )
      .run();
}

bool has_purges(Database& db, const DatasetId& dataset) {
  return db.query("SELECT 1 FROM purge WHERE dataset_id = ? AND annotations = 0 LIMIT 1")
      .bind(dataset)
      .maybe<int>()
      .has_value();
}

ItemSet items_to_purge(Database& db, const DatasetId& dataset) {
  auto chunks = db.query(
      "SELECT chunk, bitmap FROM purge_chunk JOIN purge ON number = purge"
      " WHERE dataset_id = ? AND annotations = 0"
  );
  chunks.bind(dataset);
  return union_of_chunks(chunks);
}

}  // namespace allot::sqlite
