#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "allot/client.h"
#include "commands/console.h"
#include "commands/work.h"

namespace allot::cli {

/// A thing by its name or id; the project narrows names down.
struct Named {
  std::string project;  // "" for all
  std::string name;
};

/// Where the work is done and how it is told: options of every verb.
struct Place {
  std::string url;   // a server; else ALLOT_URL, else the one that was signed in to last
  std::string data;  // a data folder, without a server
  std::string as;    // whose rights, with a data folder
  bool json = false;
  bool quiet = false;
  bool yes = false;
};

/// The words that one verb takes. A name in capitals is one by its place, `--name,-n` an option.
/// What they fill must outlive the parsing. Over CLI11, whose headers stay in the .cpp files.
class Words {
 public:
  explicit Words(CLI::App& app) : app_(app) {}

  Words& needs(const std::string& name, std::string& into, const std::string& help);
  Words& takes(const std::string& name, std::string& into, const std::string& help);
  Words& needs(const std::string& name, std::filesystem::path& into, const std::string& help);
  /// One or more; an option is repeated.
  Words& needs(const std::string& name, std::vector<std::string>& into, const std::string& help);
  Words& takes(const std::string& name, std::filesystem::path& into, const std::string& help);
  Words& takes(const std::string& name, std::vector<std::string>& into, const std::string& help);
  Words& takes(const std::string& name, bool& into, const std::string& help);
  /// From `least` to `most`; `note` stands behind these where a number is refused: " minutes".
  Words& takes(
      const std::string& name,
      int& into,
      int least,
      int most,
      const std::string& help,
      const std::string& note = {}
  );
  Words& needs_one_of(
      const std::string& name,
      std::string& into,
      const std::vector<std::string>& values,
      const std::string& help
  );
  Words& takes_one_of(
      const std::string& name,
      std::string& into,
      const std::vector<std::string>& values,
      const std::string& help
  );

  // What many verbs take.
  Words& takes_project(std::string& project);
  Words& needs_project(std::string& project);
  Words& needs_named(const std::string& noun, Named& named);
  /// An option of any name whose value is a task's name or id, which completion knows.
  Words& takes_task(const std::string& name, std::string& into, const std::string& help);
  Words& takes_filters(std::vector<std::string>& filters);
  Words& takes_dry_run(bool& dry_run);

 private:
  CLI::App& app_;
};

struct Nothing {};

/// What a verb does where `--data` names no data folder: nearly all could find nothing in a new
/// one, so a mistyped name makes none.
enum class IfAbsent { refuse, make };

/// Throws what `connect` and `open` throw.
[[nodiscard]] Client client_of(const Place& place, IfAbsent if_absent = IfAbsent::refuse);

/// The verbs of one noun (or of none).
class Verbs {
 public:
  Verbs(CLI::App& app, Work& work, std::shared_ptr<Place> place)
      : app_(app), work_(work), place_(std::move(place)) {}

  [[nodiscard]] Verbs noun(const std::string& name, const std::string& help);

  /// `describe(Words&, Input&)`; `run(Console&, const Client&, const Input&)` prints, throws what
  /// the SDK throws, UsageError or Declined, and may give false when some of it failed.
  template <class Input, class Describe, class Run>
  void add(
      const std::string& name,
      const std::string& help,
      Describe describe,
      Run run,
      IfAbsent if_absent = IfAbsent::refuse
  ) {
    const auto input = std::make_shared<Input>();
    const auto run_it = [input, run, if_absent](Console& console, const Place& place) {
      const auto client = client_of(place, if_absent);
      if constexpr (std::is_void_v<std::invoke_result_t<Run, Console&, const Client&, Input&>>) {
        run(console, client, *input);
        return true;
      } else {
        return run(console, client, *input);
      }
    };
    add_verb(name, help, [&](Words& words) { describe(words, *input); }, run_it);
  }

  /// One that finds out by itself whether there is a server: `run(Console&, const Place&)`.
  void add_placed(
      const std::string& name,
      const std::string& help,
      const std::function<void(Console&, const Place&)>& run
  );

  /// One that needs no client, and is told nothing of where.
  template <class Input, class Describe, class Run>
  void add_alone(const std::string& name, const std::string& help, Describe describe, Run run) {
    const auto input = std::make_shared<Input>();
    add_lone_verb(
        name,
        help,
        [&](Words& words) { describe(words, *input); },
        [input, run](Console& console) { run(console, *input); }
    );
  }

 private:
  void add_verb(
      const std::string& name,
      const std::string& help,
      const std::function<void(Words&)>& describe,
      std::function<bool(Console&, const Place&)> run
  );
  void add_lone_verb(
      const std::string& name,
      const std::string& help,
      const std::function<void(Words&)>& describe,
      std::function<void(Console&)> run
  );

  CLI::App& app_;
  Work& work_;
  std::shared_ptr<Place> place_;
};

// One file each.
void add_signing_in(Verbs& top);
void add_completion(Verbs& top);
void add_inbox(Verbs& top);
void add_project_verbs(Verbs verbs);
void add_project_summary(Verbs& verbs);
void add_member_verbs(Verbs verbs);
void add_absence(Verbs& verbs);
void add_dataset_verbs(Verbs verbs);
void add_item_verbs(Verbs verbs);
void add_item_show(Verbs& verbs);
void add_item_order(Verbs& verbs);
void add_transfer_verbs(Verbs& verbs);
void add_task_verbs(Verbs verbs);
void add_task_views(Verbs& verbs);
void add_task_watch(Verbs& verbs);
void add_task_items(Verbs& verbs);
void add_task_pace(Verbs& verbs);
void add_assignment_verbs(Verbs verbs);
void add_own_work(Verbs& verbs);
void add_dataset_export(Verbs& verbs);
void add_dataset_annotate(Verbs& verbs);
void add_dataset_clone(Verbs& verbs);
void add_dataset_merge(Verbs& verbs);
void add_dataset_labels(Verbs& verbs);
void add_task_export(Verbs& verbs);
void add_task_history(Verbs& verbs);
void add_task_create(Verbs& verbs);
void add_assignment_export(Verbs& verbs);
void add_task_sharing(Verbs& verbs);
void add_contributors(Verbs& verbs);
void add_task_pull(Verbs& verbs);
void add_batch_verbs(Verbs& verbs);
void add_holders(Verbs& verbs);
void add_undo(Verbs& top);

}  // namespace allot::cli
