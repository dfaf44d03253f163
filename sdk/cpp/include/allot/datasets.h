#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allot/clones.h"
#include "allot/tasks.h"

namespace allot::inline v1 {

/// What the server writes to a file of its own: items with their labels.
struct NewExport {
  enum class Form {
    json,  // one array of items
    zip,   // an archive with a document for each item
  };

  Form form = Form::zip;
  std::optional<Filters> items;   // which; all
  bool with_annotations = true;   // else the items alone
  std::string annotations_query;  // which of them, as JSON of the query language; "" for all
  /// Items and annotations stay as they are until it is written, so that it is of one moment …
  bool lock = false;
  std::chrono::seconds lock_time{0};  // … but no longer than so; 0: however long it takes
};

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
  /// Puts a classification on each file that matches, all at once; its coordinates stay where they
  /// are. Throws BadRequest: it is of another type, or has a review status.
  void annotate(const NewAnnotation& annotation, const Filters& which = {}) const;
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
  /// The same items in the layout of the Python SDK, in a file that the server writes before
  /// anything is sent, and that outlives both sides: waits for it and gives it, an item of the
  /// project's hidden dataset `Binaries`, to be downloaded, and removed. A client that is `watched`
  /// hears how far it is; its cancellation gives it up. Throws Forbidden (owners and developers do
  /// this), Conflict (too many exports wait), FailedDependency (it failed, or was aborted).
  [[nodiscard]] Item export_to_file(const NewExport& wanted = {}) const;
  /// Its items once more, in a new dataset, which has the same recipes, or in another one; waits
  /// until all of it is there, and gives the dataset that has it. A client that is `watched` hears
  /// how far it is; its cancellation gives it up, and leaves nothing. Throws FailedDependency: the
  /// name or the path of an item is taken; nothing was cloned.
  Dataset clone(const DatasetClone& how) const;
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
  /// Into a new one in the project of the scope, of which all must be, or in that of the first.
  /// Returns when it is there. Throws FailedDependency with the server's sentence when the name is
  /// taken; then nothing was made.
  Dataset merge(const DatasetMerge& how) const;

 private:
  std::shared_ptr<Session> session_;
  std::string project_id_;
};

}  // namespace allot::inline v1
