#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/tasks.h"

namespace allot::inline v1 {

/// Whose annotations are counted: of a dataset all, unless these say otherwise.
struct LabelScope {
  std::string task_id;                // on items of this task
  std::string assignment_id;          // on items of this assignment
  std::vector<std::string> creators;  // by these people
};

/// How many annotations have a label, or a type.
struct LabelCount {
  std::string word;
  std::uint64_t count = 0;
  bool operator==(const LabelCount&) const = default;
};

/// How items are shared out for learning: percent, which add up to 100.
struct SubsetShares {
  double train = 80;
  double validation = 10;
  double test = 10;
};

/// Items under one roof, with a recipe. A value, as it was when it was read.
struct Dataset {
  std::string id;
  std::string name;
  std::string project_id;
  std::string creator;
  Time created_at{};
  std::vector<std::string> recipe_ids;
  std::uint64_t items_count = 0;
  std::uint64_t annotations_count = 0;

  Items items;
  Tasks tasks;
  Assignments assignments;  // of the dataset's project
  std::string raw_json;     // all of it, as the server told it

  /// Made by the library.
  Dataset(std::shared_ptr<Session> session, const std::string& json);

  /// Adds labels to the recipe; those that are there stay.
  void add_labels(const std::vector<std::string>& labels) const;
  [[nodiscard]] std::vector<std::string> labels() const;
  /// The most frequent first. While others work they are of no single moment.
  [[nodiscard]] std::vector<LabelCount> label_counts(const LabelScope& of = {}) const;
  /// The same by type: "box", "point", …
  [[nodiscard]] std::vector<LabelCount> type_counts(const LabelScope& of = {}) const;
  /// Gives each item that matches one of the tags `metadata.system.tags.train`, `.validation` and
  /// `.test`, by chance, and takes the others away; how many matched. Throws BadRequest: the shares
  /// do not add up to 100.
  std::uint64_t split(const Filters& which = {}, const SubsetShares& shares = {}) const;
  /// Those of its tasks, and the usual ones.
  [[nodiscard]] std::vector<StatusWord> status_words() const;
  /// Its items with their labels, in a format that others read: "coco", "csv", "dataloop",
  /// "ndjson", "voc" or "yolo" (docs/guides/moving-out.md). Streamed: nothing is gathered here or
  /// on the server. Throws BadRequest (no such format: its sentence names those there are), and
  /// ConnectionFailed when not all of it came.
  void export_as(
      const std::string& format,
      const ByteSink& sink,
      const std::optional<Filters>& filters = std::nullopt
  ) const;
  Dataset rename(const std::string& name) const;
  /// As it is now.
  [[nodiscard]] Dataset reload() const;
  void remove() const;

 private:
  [[nodiscard]] std::string ontology_id() const;
  [[nodiscard]] std::vector<LabelCount> counts(
      const std::string& of_what, const std::string& member, const LabelScope& scope
  ) const;

  std::shared_ptr<Session> session_;
};

/// Datasets of everything that is visible, or of a project.
class Datasets {
 public:
  Datasets(std::shared_ptr<Session> session, std::string project_id)
      : session_(std::move(session)), project_id_(std::move(project_id)) {}

  struct Name {
    std::string dataset_id;    // either this
    std::string dataset_name;  // or the whole name, which must be one dataset's
  };

  /// Throws NotFound, Ambiguous (several of that name; give the id).
  [[nodiscard]] Dataset get(const Name& name) const;
  [[nodiscard]] std::vector<Dataset> list() const;
  /// In the project of the scope, with a recipe and these labels.
  Dataset create(const std::string& name, const std::vector<std::string>& labels = {}) const;

 private:
  std::shared_ptr<Session> session_;
  std::string project_id_;
};

}  // namespace allot::inline v1
