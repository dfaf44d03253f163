#include "commands/work.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "commands/words.h"

namespace allot::cli {

namespace {

/// The sentence and what to do about it.
std::string with_hint(const Error& error) {
  const std::string sentence = error.what();
  if (error.code() == "no_answer") {
    return sentence + " Does the server run? --url names another, --data a folder.";
  }
  if (error.status() == 401) return sentence + " `allot login URL` signs in.";
  if (error.status() == 403) return sentence + " Ask an owner of the project.";
  return sentence;
}

int exit_code_of(const Place& place, const std::function<bool(Console&)>& body) {
  auto style = Console::style_of_terminal();
  style.json = place.json;
  style.quiet = place.quiet;
  style.yes = place.yes;
  Console console(std::cout, std::cerr, std::cin, style);
  const auto fail = [&](const std::string& sentence, int code) {
    console.end_status();
    std::cerr << "allot: " << sentence << std::endl;
    return code;
  };
  try {
    return body(console) ? 0 : 1;
  } catch (const UsageError& error) {
    return fail(error.what(), 2);
  } catch (const Declined& declined) {
    return fail(declined.what(), 4);
  } catch (const Error& error) {
    return fail(with_hint(error), error.status() == 401 ? 3 : 1);
  } catch (const std::exception& error) {
    return fail(error.what(), 1);
  }
}

void add_place(CLI::App& command, Place& place) {
  command.add_option("--url", place.url, "The server's API (default: the last sign-in's)")
      ->envname("ALLOT_URL")
      ->group("Where");
  auto* const data = command.add_option("--data", place.data, "A data folder instead of a server")
                         ->type_name("DIR")
                         ->group("Where");
  command.add_option("--as", place.as, "Whose rights, with --data (default: the owner's)")
      ->type_name("EMAIL")
      ->needs(data)
      ->group("Where");
  command.add_flag("--json", place.json, "Print what the server says, as JSON")->group("How");
  command.add_flag("--quiet,-q", place.quiet, "Print only ids, or nothing")->group("How");
  command.add_flag("--yes,-y", place.yes, "Do not ask")->group("How");
}

}  // namespace

// Words

Words& Words::needs(const std::string& name, std::string& into, const std::string& help) {
  app_.add_option(name, into, help)->required();
  return *this;
}

Words& Words::takes(const std::string& name, std::string& into, const std::string& help) {
  app_.add_option(name, into, help);
  return *this;
}

Words& Words::needs(const std::string& name, std::filesystem::path& into, const std::string& help) {
  app_.add_option(name, into, help)->required();
  return *this;
}

Words& Words::needs(
    const std::string& name, std::vector<std::string>& into, const std::string& help
) {
  auto* const option = app_.add_option(name, into, help)->required();
  if (name.starts_with('-')) option->expected(1)->take_all();
  return *this;
}

Words& Words::takes(
    const std::string& name, std::vector<std::string>& into, const std::string& help
) {
  auto* const option = app_.add_option(name, into, help);
  if (name.starts_with('-')) option->expected(1)->take_all();
  return *this;
}

Words& Words::takes(const std::string& name, bool& into, const std::string& help) {
  app_.add_flag(name, into, help);
  return *this;
}

Words& Words::takes(
    const std::string& name, int& into, int least, int most, const std::string& help
) {
  app_.add_option(name, into, help)->check(CLI::Range(least, most));
  return *this;
}

Words& Words::takes_one_of(
    const std::string& name,
    std::string& into,
    const std::vector<std::string>& values,
    const std::string& help
) {
  app_.add_option(name, into, help)->check(CLI::IsMember(values));
  return *this;
}

Words& Words::takes_project(std::string& project) {
  return takes("--project,-p", project, "The project's name or id");
}

Words& Words::needs_project(std::string& project) {
  return needs("--project,-p", project, "The project's name or id");
}

Words& Words::needs_named(const std::string& noun, Named& named) {
  return needs(noun, named.name, "Its name or id").takes_project(named.project);
}

Words& Words::takes_filters(std::vector<std::string>& filters) {
  return takes(
      "--filter,-f", filters, "field=value, or JSON of the query language; repeated: all must hold"
  );
}

Words& Words::takes_dry_run(bool& dry_run) {
  return takes("--dry-run,-n", dry_run, "Show what would move; change nothing");
}

// Verbs

Verbs Verbs::noun(const std::string& name, const std::string& help) {
  auto* const noun = app_.add_subcommand(name, help);
  noun->require_subcommand(1)->footer(
      "Exit codes: 0 done, 1 failed, 2 used wrongly, 3 not signed in, 4 not confirmed."
  );
  return {*noun, work_, place_};
}

void Verbs::add_verb(
    const std::string& name,
    const std::string& help,
    const std::function<void(Words&)>& describe,
    std::function<bool(Console&, const Client&)> run
) {
  auto* const command = app_.add_subcommand(name, help);
  Words words(*command);
  describe(words);
  add_place(*command, *place_);
  command->callback([&work = work_, place = place_, run = std::move(run)] {
    work.run = [place, run] {
      return exit_code_of(*place, [&](Console& console) {
        return run(console, client_of(*place));
      });
    };
  });
}

void Verbs::add_lone_verb(
    const std::string& name,
    const std::string& help,
    const std::function<void(Words&)>& describe,
    std::function<void(Console&)> run
) {
  auto* const command = app_.add_subcommand(name, help);
  Words words(*command);
  describe(words);
  command->add_flag("--quiet,-q", place_->quiet, "Print only ids, or nothing");
  command->callback([&work = work_, place = place_, run = std::move(run)] {
    work.run = [place, run] {
      return exit_code_of(*place, [&](Console& console) {
        run(console);
        return true;
      });
    };
  });
}

void add_work_verbs(CLI::App& app, Work& work) {
  Verbs top(app, work, std::make_shared<Place>());
  add_signing_in(top);
  add_project_verbs(top.noun("project", "Projects: list, create, show, rename, delete"));
  add_member_verbs(top.noun("member", "Who is in a project: list, add, remove"));
  add_dataset_verbs(top.noun("dataset", "Datasets: list, create, show, delete"));
  add_item_verbs(top.noun("item", "Items: list, upload, download, status"));
  add_task_verbs(
      top.noun("task", "Tasks: list, show, watch, create, update, review, add, remove, delete")
  );
  add_assignment_verbs(
      top.noun("assignment", "Assignments: list, show, redistribute, reassign, rename, delete")
  );
}

}  // namespace allot::cli
