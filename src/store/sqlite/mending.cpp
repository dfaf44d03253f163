#include "store/sqlite/mending.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "store/sqlite/chunk_rows.h"
#include "store/sqlite/text_faults.h"
#include "store/sqlite/waiting.h"

namespace allot::sqlite {

namespace {

using Done = std::vector<std::string>;

void remove_ownerless(Database& db, const ChunkTable& table, Done& done) {
  auto gone = db.query_once(fmt::format(
      "DELETE FROM {} WHERE {} NOT IN (SELECT {} FROM {}) RETURNING 1",
      table.name,
      table.owner_column,
      table.owner_key,
      table.owner_table
  ));
  std::size_t count = 0;
  while (gone.next()) ++count;
  if (count == 0) return;
  done.push_back(
      fmt::format("Took out {} rows of `{}` whose {} is not there.", count, table.name, table.owner)
  );
}

void remove_useless(Database& db, const ChunkTable& table, Done& done) {
  struct Useless {
    std::string owner;
    std::string kind;
    std::int64_t chunk;
  };

  std::vector<Useless> found;
  visit_chunk_rows(db, table, [&](const ChunkRow& row) {
    if (!is_useless(table, row)) return;
    found.push_back({std::string(row.owner), std::string(row.kind), row.chunk});
  });
  for (const auto& [owner, kind, chunk] : found) {
    db.query_once(
          fmt::format("DELETE FROM {} WHERE ({}, chunk) = (?, ?, ?)", table.name, table.columns)
    )
        .run(owner, kind, chunk);
    done.push_back(fmt::format(
        "Took out chunk {} of `{}` of {} {}, which said nothing.", chunk, kind, table.owner, owner
    ));
  }
}

void raise_ordinals(Database& db, Done& done) {
  auto raised = db.query(
      "WITH last (number, ordinal) AS (SELECT d.number, (SELECT max(ordinal) FROM item"
      " WHERE key BETWEEN d.number << 32 AND (d.number << 32) + 4294967295) FROM dataset d)"
      " UPDATE dataset SET next_ordinal = last.ordinal + 1 FROM last"
      " WHERE last.number = dataset.number AND last.ordinal >= next_ordinal RETURNING id"
  );
  while (raised.next()) {
    std::string id;
    raised.read(id);
    done.push_back(fmt::format("Dataset {} goes on behind its last item.", id));
  }
}

void count_annotations(Database& db, Done& done) {
  auto counted = db.query(
      "WITH counted (id, annotations) AS (SELECT d.id, (SELECT count(*) FROM annotation"
      " WHERE dataset_id = d.id AND NOT annotation_hidden(dataset_id, number)) FROM dataset d)"
      " UPDATE dataset SET annotations = counted.annotations FROM counted"
      " WHERE counted.id = dataset.id AND counted.annotations <> dataset.annotations"
      " RETURNING dataset.id"
  );
  while (counted.next()) {
    std::string id;
    counted.read(id);
    done.push_back(fmt::format("Dataset {} counts its annotations anew.", id));
  }
}

/// What was noted wrongly refuses people what they may ask for, or lets them ask for too much.
void count_what_waits(Database& db, Done& done) {
  std::set<std::string> people;
  const auto note_all = [&](Sql sql) {
    auto rows = db.query(sql);
    while (rows.next()) {
      std::string person;
      rows.read(person);
      people.insert(std::move(person));
    }
  };
  note_all(
      "DELETE FROM waiting_exports WHERE (creator, exports, bytes) NOT IN (" ALLOT_WAITING_EXPORTS
      ") RETURNING creator"
  );
  note_all(
      "INSERT INTO waiting_exports (creator, exports, bytes)"
      " SELECT * FROM (" ALLOT_WAITING_EXPORTS
      ") WHERE creator NOT IN (SELECT creator FROM waiting_exports) RETURNING creator"
  );
  for (const auto& person : people) {
    done.push_back(fmt::format("The exports of {} that wait are counted anew.", person));
  }
  auto clones = db.query("UPDATE clone SET bytes = " ALLOT_CLONE_BYTES
                         " WHERE ended_at IS NULL AND bytes <> " ALLOT_CLONE_BYTES " RETURNING id");
  while (clones.next()) {
    std::string id;
    clones.read(id);
    done.push_back(fmt::format("Clone {} counts anew what is kept for it.", id));
  }
}

}  // namespace

std::vector<std::string> mend_rows(Database& db, bool is_damaged) {
  Done done;
  if (is_damaged) {
    db.run("REINDEX");
    done.emplace_back("Made all indexes of the database anew.");
  }
  for (const auto& table : chunk_tables) {
    remove_ownerless(db, table, done);
    remove_useless(db, table, done);
  }
  raise_ordinals(db, done);
  count_annotations(db, done);
  for (auto& sentence : mend_texts(db)) done.push_back(std::move(sentence));
  count_what_waits(db, done);
  return done;
}

}  // namespace allot::sqlite
