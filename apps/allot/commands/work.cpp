#include "commands/work.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "commands/own_words.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

/// Nobody has signed in to any, and none was named.
bool names_no_server(const Error& error) {
  return error.status() == 0 && error.code() == "invalid" &&
         std::string_view(error.what()).starts_with("`url` is missing");
}

/// Why a command failed, without its id, which tells nobody anything.
std::string without_command(const std::string& sentence) {
  constexpr std::string_view end = " ended as failed: ";
  const auto at = sentence.find(end);
  if (!sentence.starts_with("The command ") || at == std::string::npos) return sentence;
  return sentence.substr(at + end.size());
}

/// The sentence and what to do about it.
std::string with_hint(const Error& error) {
  const auto sentence = without_command(error.what());
  if (error.code() == "no_answer") {
    return sentence + " Does the server run? --url names another, --data a folder.";
  }
  if (names_no_server(error)) {
    if (!known_sign_ins().empty()) {
      return "No server is chosen; `allot use` lists those that are signed in to, `allot use URL` "
             "goes on there.";
    }
    return "No server is known yet; `allot login URL` signs in to one, --data names a folder.";
  }
  if (error.status() == 401) return sentence + " `allot login URL` signs in.";
  if (error.status() == 403) return sentence + " Ask an owner of the project.";
  return sentence;
}

/// `said` and `own`: its sentence, and that in the words of the command.
int exit_code_of(const Error& error, const std::string& said, const std::string& own) {
  if (error.status() == 401 || names_no_server(error)) return 3;
  // One of the words that were typed is what is wrong.
  const bool is_of_words = dynamic_cast<const BadRequest*>(&error) != nullptr && own != said;
  return is_of_words ? 2 : 1;
}

/// What a verb takes: `--assign`, `NAME`.
std::vector<std::string> words_of(const CLI::App& command) {
  std::vector<std::string> words;
  for (const auto* const option : command.get_options()) words.push_back(option->get_name());
  return words;
}

int exit_code_of(
    const Place& place,
    const std::vector<std::string>& words,
    const std::function<bool(Console&)>& body
) {
  auto style = Console::style_of_terminal();
  style.json = place.json;
  style.quiet = place.quiet;
  style.yes = place.yes;
  Console console(std::cout, std::cerr, std::cin, style);
  const auto fail = [&](const std::string& sentence, int code) {
    console.complain("allot: " + sentence);
    return code;
  };
  try {
    const bool is_done = body(console);
    console.flush();
    if (!std::cout && console.is_read_no_more()) return read_no_more;
    if (!std::cout) return fail("Not all of the output could be written.", 1);
    return is_done ? 0 : 1;
  } catch (const UsageError& error) {
    return fail(error.what(), 2);
  } catch (const Declined& declined) {
    return fail(declined.what(), 4);
  } catch (const SignInFailed& error) {
    return fail(error.what(), 3);
  } catch (const Error& error) {
    const auto said = with_hint(error);
    const auto own = in_own_words(said, words);
    return fail(own, exit_code_of(error, said, own));
  } catch (const std::exception& error) {
    return fail(error.what(), 1);
  }
}

void add_how(CLI::App& command, Place& place) {
  command.add_flag("--json", place.json, "Print what the server says, as JSON")->group("How");
  command.add_flag("--quiet,-q", place.quiet, "Print only ids, or nothing")->group("How");
  command.add_flag("--yes,-y", place.yes, "Do not ask")->group("How");
}

void add_place(CLI::App& command, Place& place) {
  auto* const url =
      command.add_option("--url", place.url, "The server (default: the last sign-in's); ALLOT_URL")
          ->type_name("URL")
          ->group("Where");
  auto* const data = command.add_option("--data", place.data, "A data folder instead of a server")
                         ->type_name("DIR")
                         ->excludes(url)
                         ->group("Where");
  command.add_option("--as", place.as, "Whose rights, with --data (default: the owner's)")
      ->type_name("EMAIL")
      ->needs(data)
      ->group("Where");
  add_how(command, place);
}

}  // namespace

// Verbs

Verbs Verbs::noun(const std::string& name, const std::string& help) {
  auto* const noun = app_.add_subcommand(name, help);
  noun->require_subcommand(1);
  return {*noun, work_, place_};
}

void Verbs::add_verb(
    const std::string& name,
    const std::string& help,
    const std::function<void(Words&)>& describe,
    std::function<bool(Console&, const Place&)> run
) {
  auto* const command = app_.add_subcommand(name, help);
  Words words(*command);
  describe(words);
  add_place(*command, *place_);
  command->callback(
      [&work = work_, place = place_, words = words_of(*command), run = std::move(run)] {
        work.run = [place, words, run] {
          return exit_code_of(*place, words, [&](Console& console) {
            return run(console, *place);
          });
        };
      }
  );
}

void Verbs::add_placed(
    const std::string& name,
    const std::string& help,
    const std::function<void(Console&, const Place&)>& run
) {
  const auto describe = [](Words&) {};
  add_verb(name, help, describe, [run](Console& console, const Place& place) {
    run(console, place);
    return true;
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
  add_how(*command, *place_);
  command->callback(
      [&work = work_, place = place_, words = words_of(*command), run = std::move(run)] {
        work.run = [place, words, run] {
          return exit_code_of(*place, words, [&](Console& console) {
            run(console);
            return true;
          });
        };
      }
  );
}

void add_work_verbs(CLI::App& app, Work& work) {
  Verbs top(app, work, std::make_shared<Place>());
  add_signing_in(top);
  add_completion(top);
  add_inbox(top);
  add_project_verbs(top.noun("project", "Projects: list, create, show, summary, rename, delete"));
  add_member_verbs(
      top.noun("member", "Who is in a project: list, add, invite, update, remove, away, back")
  );
  add_dataset_verbs(top.noun(
      "dataset",
      "Datasets: list, create, show, update, label, annotate, export, clone, merge, delete"
  ));
  add_item_verbs(
      top.noun("item", "Items: list, show, move, delete, upload, download, status, holders")
  );
  add_task_verbs(top.noun(
      "task",
      "Tasks: list, show, watch, items, pace, create, update, review, redistribute, log, "
      "contributors, pull, export, history, add, remove, delete"
  ));
  add_assignment_verbs(top.noun(
      "assignment",
      "Assignments: list, show, export, mine, next, redistribute, reassign, batch, clear, rename, "
      "delete"
  ));
  add_undo(top);
}

}  // namespace allot::cli
