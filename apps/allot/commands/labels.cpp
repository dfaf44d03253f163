#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

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
  fs::path to;  // "": the standard output
  bool lock = false;
};

bool is_archive(const std::string& format) {
  return format == "dataloop" || format == "voc" || format == "yolo";
}

/// A file that has its name once it is whole.
class Draft {
 public:
  explicit Draft(fs::path file) : file_(std::move(file)), draft_(file_.string() + ".part") {
    std::error_code absent;
    fs::remove(draft_, absent);  // a link of that name would lead elsewhere
    out_.open(draft_, std::ios::binary | std::ios::trunc);
    require_written();
  }

  ~Draft() {
    if (is_kept_) return;
    out_.close();
    std::error_code ignored;
    fs::remove(draft_, ignored);
  }

  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void add(std::string_view bytes) {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    require_written();
  }

  void keep() {
    out_.close();
    require_written();
    fs::rename(draft_, file_);
    is_kept_ = true;
  }

 private:
  void require_written() const {
    if (!out_) throw std::runtime_error("The file " + draft_.string() + " cannot be written.");
  }

  const fs::path file_;
  const fs::path draft_;
  std::ofstream out_;
  bool is_kept_ = false;
};

template <class Noun>
void take_out(Console& console, const Noun& noun, const LabelExport& input) {
  const auto filters = input.filters.empty() ? std::optional<Filters>{}
                                             : std::optional(parse_filters(input.filters));
  if (input.to.empty()) {
    if (is_archive(input.format) && console.style().is_terminal) {
      throw UsageError(fmt::format(
          "`{}` is a zip archive, nothing for a terminal: name a file with --output.", input.format
      ));
    }
    return noun.export_as(
        input.format, [&](std::string_view piece) { console.bytes(piece); }, filters
    );
  }
  Draft draft(input.to);
  std::uint64_t written = 0;
  const auto take = [&](std::string_view piece) {
    draft.add(piece);
    written += piece.size();
    console.status(fmt::format("{} bytes", written));
  };
  noun.export_as(input.format, take, filters);
  draft.keep();
  console.end_status();
  console.id(input.to.string(), fmt::format("{}: {} bytes", input.to.string(), written));
}

/// The server writes all of it while the dataset is locked, and then it is fetched.
void take_out_of_one_moment(Console& console, const Client& client, const LabelExport& input) {
  if (input.format != "dataloop" || input.to.empty()) {
    throw UsageError("--lock needs `--format dataloop` and a file that is named with --output.");
  }
  const auto watched = client.watched([&](const Progress& progress) {
    console.status(fmt::format(
        "{} {} % written", console.bar(progress.done, progress.total, 24), progress.done
    ));
  });
  NewExport wanted{.lock = true};
  if (!input.filters.empty()) wanted.items = parse_filters(input.filters);
  const auto file = find_dataset(watched, input.of.project, input.of.name).export_to_file(wanted);
  const auto here = file.download(input.to, [&](const Progress& progress) {
    console.status(fmt::format("{} of {} bytes", progress.done, progress.total));
  });
  file.remove();
  console.end_status();
  console.id(here.string(), fmt::format("{}: {} bytes", here.string(), file.size));
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
  const auto take = [noun](Words& words, LabelExport& input) { take_words(words, noun, input); };
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
