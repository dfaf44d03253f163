#include <fmt/format.h>

#include <algorithm>

#include "commands/filters.h"
#include "commands/find.h"
#include "commands/table.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Labels {
  Named dataset;
  std::vector<std::string> added;
};

/// Those of annotations, the most frequent first, then those of the recipe that none has.
std::vector<LabelCount> all_of(const Dataset& dataset) {
  auto counts = dataset.label_counts();
  for (const auto& label : dataset.labels()) {
    const auto known = std::ranges::find(counts, label, &LabelCount::word);
    if (known == counts.end()) counts.push_back({.word = label, .count = 0});
  }
  return counts;
}

void add(Console& console, const Dataset& dataset, const std::vector<std::string>& labels) {
  const auto present = dataset.labels();
  for (const auto& label : labels) {
    if (std::ranges::find(present, label) == present.end()) continue;
    console.note(fmt::format("{} has the label {} already.", dataset.name, label));
  }
  dataset.add_labels(labels);
}

void labels(Console& console, const Client& client, const Labels& input) {
  const auto dataset = find_dataset(client, input.dataset.project, input.dataset.name);
  if (!input.added.empty()) add(console, dataset, input.added);
  const auto counts = all_of(dataset);
  std::vector<std::string> texts;
  Table table({"LABEL", ">ANNOTATIONS"});
  for (const auto& [word, count] : counts) {
    table.row({word, fmt::to_string(count)});
    texts.push_back(fmt::format(R"({{"label":{},"count":{}}})", json_quoted(word), count));
    if (console.is_quiet()) console.id(word, {});
  }
  if (counts.empty()) {
    console.line(fmt::format("{} has no labels yet; --add LABEL adds one.", dataset.name));
  } else {
    table.print(console);
  }
  console.json_list(texts);
}

struct Marking {
  Named dataset;
  std::string label;
  std::string attributes;
  std::vector<std::string> filters;
};

void annotate(Console& console, const Client& client, const Marking& input) {
  const auto dataset = find_dataset(client, input.dataset.project, input.dataset.name);
  auto annotation = NewAnnotation::classification(input.label);
  annotation.attributes_json = input.attributes;
  dataset.annotate(annotation, parse_filters(input.filters));
  console.id(dataset.id, fmt::format("What matches in {} is marked {}", dataset.name, input.label));
  console.json(dataset.reload().raw_json);
}

}  // namespace

void add_dataset_annotate(Verbs& verbs) {
  const auto take = [](Words& words, Marking& input) {
    words.needs_named("DATASET", input.dataset)
        .needs("--label,-l", input.label, "What the classification says")
        .takes("--attributes", input.attributes, "Its attributes, as JSON")
        .takes_filters(input.filters);
  };
  verbs.add<Marking>("annotate", "Put a classification on each file, or on some", take, annotate);
}

void add_dataset_labels(Verbs& verbs) {
  const auto take_labels = [](Words& words, Labels& input) {
    words.needs_named("DATASET", input.dataset)
        .takes("--add,-a", input.added, "A label for its recipe; repeatable");
  };
  verbs.add<Labels>(
      "label", "Its labels, with how many annotations have them", take_labels, labels
  );
}

}  // namespace allot::cli
