#include <algorithm>

#include "store/sqlite/json_column.h"
#include "store/sqlite/json_fields.h"
#include "store/sqlite/transaction.h"
#include "store/sqlite/words.h"

namespace allot::sqlite {

namespace {

#define ALLOT_COLUMNS                                                               \
  "id, project_id, title, description, creator, updated_by, ontologies, metadata, " \
  "ui_settings, instructions, examples, custom_actions, created_at, updated_at"

constexpr auto columns = [](auto& recipe) {
  return row(
      recipe.id,
      recipe.project,
      recipe.title,
      recipe.description,
      recipe.creator,
      recipe.updated_by,
      recipe.ontologies,
      json(recipe.metadata, recipe_json::metadata),
      json(recipe.ui_settings, recipe_json::ui_settings),
      json(recipe.instructions, recipe_json::instructions),
      json(recipe.examples, recipe_json::examples),
      json(recipe.custom_actions, recipe_json::custom_actions),
      recipe.created_at,
      recipe.updated_at
  );
};

#define ALLOT_ONTOLOGY_COLUMNS                                                \
  "id, project_id, title, creator, updated_by, roots, attributes, metadata, " \
  "created_at, updated_at"

constexpr auto ontology_columns = [](auto& ontology) {
  return row(
      ontology.id,
      ontology.project,
      ontology.title,
      ontology.creator,
      ontology.updated_by,
      json(ontology.roots, ontology_json::roots),
      json(ontology.attributes, ontology_json::attributes),
      json(ontology.metadata, ontology_json::metadata),
      ontology.created_at,
      ontology.updated_at
  );
};

class SqliteRecipes final : public Recipes {
 public:
  explicit SqliteRecipes(Context& context) : context_(context), db_(context.db) {}

  std::optional<Recipe> find(const RecipeId& id) const override {
    return first_of<Recipe>(
        db_.query("SELECT " ALLOT_COLUMNS " FROM recipe WHERE id = ?").bind(id), columns
    );
  }

  std::vector<Recipe> of_projects(std::span<const ProjectId> projects) const override {
    const auto ids = json_list(projects);
    return list_of<Recipe>(
        db_.query(
               "SELECT " ALLOT_COLUMNS
               " FROM recipe WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY number"
        )
            .bind(ids),
        columns
    );
  }

  void put(const Recipe& recipe) override {
    require_project(context_, recipe.project);
    static const auto sql = upsert("recipe", "id", ALLOT_COLUMNS);
    put_row(db_, sql, columns(recipe));
  }

  void remove(const RecipeId& id) override { db_.query("DELETE FROM recipe WHERE id = ?").run(id); }

  std::optional<Ontology> find_ontology(const OntologyId& id) const override {
    return first_of<Ontology>(
        db_.query("SELECT " ALLOT_ONTOLOGY_COLUMNS " FROM ontology WHERE id = ?").bind(id),
        ontology_columns
    );
  }

  std::vector<Ontology> ontologies_of(std::span<const ProjectId> projects) const override {
    const auto ids = json_list(projects);
    return list_of<Ontology>(
        db_.query(
               "SELECT " ALLOT_ONTOLOGY_COLUMNS
               " FROM ontology WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY number"
        )
            .bind(ids),
        ontology_columns
    );
  }

  std::vector<RecipeId> using_ontology(const ProjectId& project, const OntologyId& ontology)
      const override {
    // A project has few: the text is searched for the id, and what was found is looked at closely.
    auto rows = db_.query(
                       "SELECT id, ontologies FROM recipe"
                       " WHERE project_id = ? AND instr(ontologies, ?) ORDER BY number"
    )
                    .bind(project, ontology);
    std::vector<RecipeId> recipes;
    std::vector<OntologyId> named;
    RecipeId id;
    while (rows.next()) {
      rows.read(id, named);
      if (std::ranges::find(named, ontology) != named.end()) recipes.push_back(id);
    }
    return recipes;
  }

  void put_ontology(const Ontology& ontology) override {
    require_project(context_, ontology.project);
    static const auto sql = upsert("ontology", "id", ALLOT_ONTOLOGY_COLUMNS);
    put_row(db_, sql, ontology_columns(ontology));
  }

  void remove_ontology(const OntologyId& id) override {
    db_.query("DELETE FROM ontology WHERE id = ?").run(id);
  }

 private:
  Context& context_;
  Database& db_;
};

}  // namespace

std::unique_ptr<Recipes> make_recipes(Context& context) {
  return std::make_unique<SqliteRecipes>(context);
}

}  // namespace allot::sqlite
