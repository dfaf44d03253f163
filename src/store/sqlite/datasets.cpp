#include <algorithm>

#include "store/sqlite/dataset_state.h"
#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/purges.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                                \
  "id, project_id, name, creator, updated_by, recipes, binaries, readonly, "         \
  "access_level, index_driver, expiration_options, user_metadata, system_metadata, " \
  "source_dataset, created_at, updated_at"

constexpr auto columns = [](auto& dataset) {
  return row(
      dataset.id,
      dataset.project,
      dataset.name,
      dataset.creator,
      dataset.updated_by,
      dataset.recipes,
      dataset.binaries,
      dataset.readonly,
      dataset.access_level,
      dataset.index_driver,
      json(dataset.expiration_options, dataset_json::expiration_options),
      json(dataset.user_metadata, dataset_json::user_metadata),
      json(dataset.system_metadata, dataset_json::system_metadata),
      dataset.source,
      dataset.created_at,
      dataset.updated_at
  );
};

class SqliteDatasets final : public Datasets {
 public:
  explicit SqliteDatasets(Context& context) : context_(context), db_(context.db) {}

  std::optional<Dataset> find(const DatasetId& id) const override {
    return first_of<Dataset>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM dataset WHERE id = ? AND unseen = 0").bind(id),
        columns
    );
  }

  std::vector<Dataset> of_project(const ProjectId& project) const override {
    return list_of<Dataset>(
        db_.query("SELECT " ALLOT_COLUMNS
                  " FROM dataset WHERE project_id = ? AND unseen = 0 ORDER BY number")
            .bind(project),
        columns
    );
  }

  std::vector<Dataset> using_recipe(const RecipeId& recipe) const override {
    // Datasets are few: the text is searched for the id, and what was found is looked at closely.
    auto datasets = list_of<Dataset>(
        db_.query("SELECT " ALLOT_COLUMNS
                  " FROM dataset WHERE instr(recipes, ?) AND unseen = 0 ORDER BY number")
            .bind(recipe),
        columns
    );
    std::erase_if(datasets, [&](const Dataset& dataset) {
      return std::ranges::find(dataset.recipes, recipe) == dataset.recipes.end();
    });
    return datasets;
  }

  void put(const Dataset& dataset) override {
    require_project(context_, dataset.project);
    static const auto sql = upsert("dataset", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(dataset));
  }

  void remove(const DatasetId& id) override {
    const auto number = dataset_number(context_, id);
    if (!number) return;
    forget_dataset(context_, id);
    note_purge_of_dataset(db_, *number, id);
    db_.query("DELETE FROM dataset WHERE id = ?").run(id);
  }

  DatasetSets sets(const DatasetId& id) const override { return dataset_sets(context_, id); }

  ItemSet with_issue(const DatasetId& id) const override { return items_with_issue(context_, id); }

  void put_sets(const DatasetId& id, const DatasetSets& sets) override {
    auto& draft = change_dataset(context_, id);
    draft.settle();
    draft.recounts.clear();
    draft.sets = sets;
    ++draft.content_version;
  }

  std::int64_t content_version(const DatasetId& id) const override {
    return sqlite::content_version(context_, id);
  }

  Moment moment() const override {
    return context_.drafts ? context_.caches.changes.moment() : context_.moment;
  }

  ItemChanges changes_since(const DatasetId& id, Moment moment) const override {
    return context_.caches.changes.since(id, moment);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Datasets> make_datasets(Context& context) {
  return std::make_unique<SqliteDatasets>(context);
}

}  // namespace allot::sqlite
