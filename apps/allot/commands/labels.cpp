#include <fmt/format.h>

#include <stdexcept>

#include "allot/output_file.h"
#include "commands/filters.h"
#include "commands/find.h"
#include "commands/texts.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

namespace fs = std::filesystem;

struct LabelExport {
  Named of;
  std::string format;
  std::vector<std::string> filters;
  std::string status;  // of a task's or an assignment's items; "" for all
  fs::path to;         // "" or "-": the standard output
  bool lock = false;
};

bool goes_to_standard_output(const LabelExport& input) {
  return input.to.empty() || input.to == "-";
}

bool is_archive(const std::string& format) {
  return format == "dataloop" || format == "voc" || format == "yolo";
}

/// Copies for several people are hidden, and work all the same.
Filters with_copies() {
  return Filters().add_any({Filters().add("hidden", true), Filters().add("hidden", false)});
}

std::optional<Filters> filters_of(const LabelExport& input) {
  if (input.filters.empty()) return std::nullopt;
  return parse_filters(input.filters);
}

/// What has the status in a task or an assignment, by its id.
std::optional<Filters> filters_of(const LabelExport& input, const std::string& id) {
  auto filters = filters_of(input);
  if (input.status.empty()) return filters;
  if (!filters) filters = with_copies();
  filters->add_json(fmt::format(
      R"({{"metadata.system.refs":{{"$match":{{"id":{},"metadata":{{"status":{}}}}}}}}})",
      json_quoted(id),
      input.status == "open" ? R"({"$exists":false})" : json_quoted(input.status)
  ));
  return filters;
}

/// A dataset's hidden items stay where they are unless the filter asks for them.
std::size_t items_of(const Dataset& dataset, const std::optional<Filters>& filters) {
  return dataset.items.list(filters.value_or(Filters())).count();
}

template <class Work>
std::size_t items_of(const Work& work, const std::optional<Filters>& filters) {
  return work.get_items(filters.value_or(with_copies())).count();
}

/// How many there are now. Throws runtime_error: none, of which no file is made.
template <class Noun>
std::size_t some_items_of(const Noun& noun, const std::optional<Filters>& filters) {
  const auto count = items_of(noun, filters);
  if (count > 0) return count;
  throw std::runtime_error(fmt::format(
      "{} {}; no file was made.", filters ? "No item matches in" : "There is no item in", noun.name
  ));
}

void tell(Console& console, const fs::path& file, std::size_t items, std::uint64_t bytes) {
  console.end_status();
  console.id(
      file.string(),
      fmt::format(
          "{}: {}, {}",
          file.string(),
          counted(items, "item"),
          bytes_text(static_cast<double>(bytes))
      )
  );
  console.json(fmt::format(
      R"({{"file":{},"itemsCount":{},"bytes":{}}})", json_quoted(file.string()), items, bytes
  ));
}

template <class Noun>
void take_out(Console& console, const Noun& noun, const LabelExport& input) {
  const auto filters = filters_of(input, noun.id);
  if (goes_to_standard_output(input)) {
    if (is_archive(input.format) && console.style().is_terminal) {
      throw UsageError(fmt::format(
          "`{}` is a zip archive, nothing for a terminal: name a file with --output.", input.format
      ));
    }
    return noun.export_as(
        input.format, [&](std::string_view piece) { console.bytes(piece); }, filters
    );
  }
  OutputFile out(input.to);
  const auto items = some_items_of(noun, filters);
  const auto take = [&](std::string_view piece) {
    out.add(piece);
    console.status(bytes_text(static_cast<double>(out.size())));
  };
  noun.export_as(input.format, take, filters);
  out.keep();
  tell(console, input.to, items, out.size());
}

/// The server writes all of it while the dataset is locked, and then it is fetched.
void take_out_of_one_moment(Console& console, const Client& client, const LabelExport& input) {
  if (input.format != "dataloop" || goes_to_standard_output(input)) {
    throw UsageError("--lock needs `--format dataloop` and a file that is named with --output.");
  }
  const auto watched = client.watched([&](const Progress& progress) {
    console.status(fmt::format(
        "{} {} % written", console.bar(progress.done, progress.total, 24), progress.done
    ));
  });
  const auto dataset = find_dataset(watched, input.of.project, input.of.name);
  const auto filters = filters_of(input);
  const auto items = some_items_of(dataset, filters);
  const auto file = dataset.export_to_file({.items = filters, .lock = true});
  const auto here = file.download(input.to, [&](const Progress& progress) {
    console.status(fmt::format(
        "{} of {}",
        bytes_text(static_cast<double>(progress.done)),
        bytes_text(static_cast<double>(progress.total))
    ));
  });
  file.remove();
  tell(console, here, items, file.size);
}

void take_words(Words& words, const std::string& noun, LabelExport& input) {
  words.needs_named(noun, input.of)
      .needs_one_of(
          "--format",
          input.format,
          {"coco", "csv", "dataloop", "ndjson", "voc", "yolo"},
          "The format"
      )
      .takes_filters(input.filters)
      .takes("--output,-o", input.to, "The file (default: the standard output)");
}

constexpr const char* what_it_does = "Write its labels in a format that others read";

template <class Find>
void add(Verbs& verbs, const std::string& noun, Find find) {
  const auto take = [noun](Words& words, LabelExport& input) {
    take_words(words, noun, input);
    words.takes("--status", input.status, "Only these: open, or a status word");
  };
  const auto run = [find](Console& console, const Client& client, const LabelExport& input) {
    take_out(console, find(client, input.of.project, input.of.name), input);
  };
  verbs.add<LabelExport>("export", what_it_does, take, run);
}

}  // namespace

void add_dataset_export(Verbs& verbs) {
  const auto take = [](Words& words, LabelExport& input) {
    take_words(words, "DATASET", input);
    words.takes(
        "--lock", input.lock, "Items and labels stay as they are until all is written (`dataloop`)"
    );
  };
  const auto run = [](Console& console, const Client& client, const LabelExport& input) {
    if (input.lock) return take_out_of_one_moment(console, client, input);
    take_out(console, find_dataset(client, input.of.project, input.of.name), input);
  };
  verbs.add<LabelExport>("export", what_it_does, take, run);
}

void add_task_export(Verbs& verbs) {
  add(verbs, "TASK", find_task);
}

void add_assignment_export(Verbs& verbs) {
  add(verbs, "ASSIGNMENT", find_assignment);
}

}  // namespace allot::cli
