#include "store/sqlite/row_faults.h"

#include <fmt/format.h>

#include <array>

#include "store/sqlite/arrivals.h"
#include "store/sqlite/waiting.h"

namespace allot::sqlite {

namespace {

/// All assignments, also those that have no rows yet (arrivals.h); of a list of people that is
/// damaged nobody is told.
#define ALLOT_EVERY_ASSIGNMENT                                                    \
  "WITH every AS (SELECT number, id, project_id, task_id, name, annotator, kind"  \
  " FROM assignment UNION ALL SELECT " ALLOT_ARRIVED_NUMBER ", " ALLOT_ARRIVED_ID \
  ", project_id, task_id, " ALLOT_ARRIVED_NAME ", " ALLOT_ARRIVED_PERSON          \
  ", 'normal'"                                                                    \
  " FROM arrival a, json_each(CASE WHEN json_valid(a.people) THEN a.people ELSE '[]' END) e) "

/// Rows that should not be there: counted, with one of them named.
struct RowFault {
  const char* sql;       // gives count, an example
  const char* sentence;  // with {count} and {example}
};

constexpr std::array row_faults{
    RowFault{
        // A clone that is being written is given up once its project is gone.
        "SELECT count(*), min(id) FROM dataset WHERE project_id NOT IN (SELECT id FROM project)"
        " AND unseen = 0",
        "{count} datasets are of projects that are not there, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM dataset WHERE unseen = 1"
        " AND id NOT IN (SELECT dataset_id FROM clone WHERE ended_at IS NULL)",
        "{count} datasets are of clones that nobody makes, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM clone WHERE ended_at IS NULL AND bytes "
        "<> " ALLOT_CLONE_BYTES,
        "{count} clones that wait say wrongly how much is kept for them, e.g. {example}."
    },
    RowFault{
        "WITH counted (creator, exports, bytes) AS (" ALLOT_WAITING_EXPORTS "),"
        " noted (creator, exports, bytes) AS (SELECT creator, exports, bytes FROM waiting_exports)"
        " SELECT count(DISTINCT creator), min(creator) FROM"
        " (SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM noted) UNION ALL"
        " SELECT * FROM (SELECT * FROM noted EXCEPT SELECT * FROM counted))",
        "The exports that wait are counted wrongly for {count} people, e.g. for {example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM task WHERE dataset_id NOT IN (SELECT id FROM dataset)",
        "{count} tasks are of datasets that are not there, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM item WHERE key >> 32 NOT IN (SELECT number FROM dataset)"
        " AND key >> 32 NOT IN (SELECT dataset_number FROM purge WHERE whole = 1)",
        "{count} items are of datasets that are not there, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(a.id) FROM annotation a LEFT JOIN item i ON i.id = a.item_id"
        " WHERE i.id IS NULL OR i.ordinal <> a.item OR i.dataset_id <> a.dataset_id",
        "{count} annotations are of items that are not there, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(annotation_id) FROM annotation_log"
        " WHERE item_key NOT IN (SELECT key FROM item)"
        " AND item_key >> 32 NOT IN (SELECT dataset_number FROM purge WHERE whole = 1)",
        "{count} lines of the log of annotations are of items that are not there, e.g. of "
        "{example}."
    },
    RowFault{
        "SELECT count(*), min(a.id) FROM assignment a JOIN task t ON t.id = a.task_id"
        " WHERE a.dataset_id <> t.dataset_id OR a.project_id <> t.project_id",
        "{count} assignments name another dataset or project than their tasks, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(a.first_id) FROM arrival a JOIN task t ON t.id = a.task_id"
        " WHERE a.dataset_id <> t.dataset_id OR a.project_id <> t.project_id OR a.shares IS NULL"
        " OR NOT json_valid(a.people) OR CASE WHEN json_valid(a.people)"
        " THEN json_array_length(a.people) ELSE 0 END <> last_number - first_number + 1"
        " OR EXISTS (SELECT 1 FROM assignment s WHERE s.number BETWEEN first_number AND"
        " last_number)",
        "{count} lists of assignments that have no rows yet are damaged, e.g. that from {example} "
        "on."
    },
    RowFault{
        "SELECT count(*), min(seq) FROM status_event e LEFT JOIN dataset d ON d.id = e.dataset_id"
        " WHERE (d.id IS NULL OR e.first < 0 OR e.last >= d.next_ordinal OR e.first > e.last)"
        " AND e.dataset_id NOT IN (SELECT dataset_id FROM purge WHERE whole = 1)",
        "{count} status events are of items that never were, e.g. number {example}."
    },
    RowFault{
        "SELECT count(*), min(seq) FROM status_event e WHERE bulk <> EXISTS"
        " (SELECT 1 FROM status_event_chunk c WHERE c.seq = e.seq)",
        "{count} status events have no set although they are of many items, or one although they"
        " are of a single one, e.g. number {example}."
    },
    RowFault{
        ALLOT_EVERY_ASSIGNMENT "SELECT count(*), min(id) FROM every WHERE number NOT IN"
                               " (SELECT min(number) FROM every GROUP BY project_id, name)",
        "{count} assignments have the name of an earlier one of their project, e.g. {example}; "
        "give "
        "them other names."
    },
    RowFault{
        ALLOT_EVERY_ASSIGNMENT
        "SELECT count(*), min(id) FROM every WHERE kind = 'normal' AND number NOT IN (SELECT"
        " min(number) FROM every WHERE kind = 'normal' GROUP BY task_id, annotator)",
        "{count} assignments are of a person who has an earlier one in the task, e.g. {example}; "
        "reassign them."
    },
    RowFault{
        "SELECT count(*), min(id) FROM dataset WHERE binaries = 0 AND number NOT IN (SELECT"
        " min(number) FROM dataset WHERE binaries = 0 GROUP BY project_id, name)",
        "{count} datasets have the name of an earlier one of their project, e.g. {example}; give "
        "them other names."
    },
    RowFault{
        "SELECT count(*), min(id) FROM dataset WHERE binaries = 1 AND number NOT IN (SELECT"
        " min(number) FROM dataset WHERE binaries = 1 GROUP BY project_id)",
        "{count} datasets hold binaries beside an earlier one of their project, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM project WHERE number NOT IN"
        " (SELECT min(number) FROM project GROUP BY creator, name)",
        "{count} projects have the name of an earlier one of their creator, e.g. {example}; give "
        "them other names."
    },
};

constexpr std::array version_faults{
    RowFault{
        "SELECT count(*), min(id) FROM dataset WHERE version = 0"
        " AND id IN (SELECT dataset_id FROM dataset_chunk)",
        "{count} datasets have sets that their version does not count, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(assignment.id) FROM assignment JOIN task ON task.id = task_id"
        " WHERE assignment.version > task.version",
        "{count} assignments have changed at a version that their task is yet to have, e.g. "
        "{example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM task WHERE version < sets_version OR version < shape"
        " OR (sets_version = 0 AND id IN (SELECT task_id FROM task_chunk))",
        "{count} tasks have sets that their version does not count, e.g. {example}."
    },
    RowFault{
        "SELECT count(*), min(id) FROM dataset d WHERE annotations <> (SELECT count(*)"
        " FROM annotation WHERE dataset_id = d.id AND NOT annotation_hidden(dataset_id, number))",
        "{count} datasets count their annotations wrongly, e.g. {example}."
    },
};

template <std::size_t count>
void find(Database& db, const std::array<RowFault, count>& faults, Findings& findings) {
  for (const auto& fault : faults) {
    auto row = db.query_once(fault.sql);
    CHECK(row.next());
    std::uint64_t number = 0;
    std::string example;
    row.read(number, example);
    if (number == 0) continue;
    findings.sentences.push_back(fmt::format(
        fmt::runtime(fault.sentence), fmt::arg("count", number), fmt::arg("example", example)
    ));
  }
}

}  // namespace

void find_row_faults(Database& db, Findings& findings) {
  find(db, row_faults, findings);
}

void find_version_faults(Database& db, Findings& findings) {
  find(db, version_faults, findings);
}

}  // namespace allot::sqlite
