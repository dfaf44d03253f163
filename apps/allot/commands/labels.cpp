#include <fmt/format.h>

#include "allot/output_file.h"
#include "commands/filters.h"
#include "commands/find.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

namespace fs = std::filesystem;

struct LabelExport {
  Named of;
  std::string format;
  std::vector<std::string> filters;
  fs::path to;  // "" or "-": the standard output
};

bool is_archive(const std::string& format) {
  return format == "dataloop" || format == "voc" || format == "yolo";
}

template <class Noun>
void take_out(Console& console, const Noun& noun, const LabelExport& input) {
  const auto filters = input.filters.empty() ? std::optional<Filters>{}
                                             : std::optional(parse_filters(input.filters));
  if (input.to.empty() || input.to == "-") {
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
  const auto take = [&](std::string_view piece) {
    out.add(piece);
    console.status(fmt::format("{} bytes", out.size()));
  };
  noun.export_as(input.format, take, filters);
  out.keep();
  console.end_status();
  console.id(input.to.string(), fmt::format("{}: {} bytes", input.to.string(), out.size()));
}

template <class Find>
void add(Verbs& verbs, const std::string& noun, Find find) {
  const auto take = [noun](Words& words, LabelExport& input) {
    words.needs_named(noun, input.of)
        .needs_one_of(
            "--format",
            input.format,
            {"coco", "csv", "dataloop", "ndjson", "voc", "yolo"},
            "The format"
        )
        .takes_filters(input.filters)
        .takes("--output,-o", input.to, "The file (default: the standard output)");
  };
  const auto run = [find](Console& console, const Client& client, const LabelExport& input) {
    take_out(console, find(client, input.of.project, input.of.name), input);
  };
  verbs.add<LabelExport>("export", "Write its labels in a format that others read", take, run);
}

}  // namespace

void add_dataset_export(Verbs& verbs) {
  add(verbs, "DATASET", find_dataset);
}

void add_task_export(Verbs& verbs) {
  add(verbs, "TASK", find_task);
}

void add_assignment_export(Verbs& verbs) {
  add(verbs, "ASSIGNMENT", find_assignment);
}

}  // namespace allot::cli
