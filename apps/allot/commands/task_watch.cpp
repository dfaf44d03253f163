#include <fmt/format.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "commands/find.h"
#include "commands/screen.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Watch {
  Named task;
  int seconds = 2;
};

bool is_over(const Task& task) {
  return task.status == TaskStatus::completed;
}

/// What `allot task show` prints.
std::string picture_of(const Console& console, const Task& task) {
  std::ostringstream out;
  std::istringstream nobody;
  Console picture(out, out, nobody, console.style());
  print_task(picture, task);
  return out.str();
}

/// All that a person who follows the work wants to know, in one line.
std::string news_of(const Task& task) {
  const auto& counts = task.counts;
  auto line = fmt::format(
      "{}: {} of {} done, {} open, {} %",
      task.name,
      counts.completed,
      counts.total,
      counts.remaining,
      counts.progress
  );
  std::string_view separator = "; ";
  for (const auto& each : task.assignments.list()) {
    line += fmt::format(
        "{}{} {}/{}", separator, each.annotator, each.counts.completed, each.counts.total
    );
    separator = ", ";
  }
  return line;
}

/// Draws it over in place, and leaves the last picture behind.
void watch_on_screen(Console& console, const Client& client, Task task, int seconds) {
  const auto hint =
      "\n" + console.toned(Tone::faint, fmt::format("Every {} s; Ctrl-C ends it.", seconds));
  std::string picture;
  {
    const Screen screen;
    for (;;) {
      picture = picture_of(console, task);
      screen.draw(picture + hint);
      if (is_over(task)) break;
      while (!screen.wait(std::chrono::seconds(seconds))) screen.draw(picture + hint);
      task = client.tasks.get({.task_id = task.id, .task_name = {}});
    }
  }
  console.line(std::string_view(picture).substr(0, picture.size() - 1));
}

/// One line for each change: text, JSON of the task, or its id.
void watch_in_lines(Console& console, const Client& client, Task task, int seconds) {
  std::string told;
  for (;;) {
    const auto news = console.is_json() ? task.raw_json : news_of(task);
    if (news != told) {
      console.json(news);
      console.id(task.id, news);
      console.flush();
      told = news;
    }
    if (is_over(task)) return;
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    task = client.tasks.get({.task_id = task.id, .task_name = {}});
  }
}

void watch(Console& console, const Client& client, const Watch& input) {
  auto task = find_task(client, input.task.project, input.task.name);
  const auto follow = console.is_looked_at() ? watch_on_screen : watch_in_lines;
  follow(console, client, std::move(task), input.seconds);
}

}  // namespace

void add_task_watch(Verbs& verbs) {
  const auto take_watch = [](Words& words, Watch& input) {
    words.needs_named("TASK", input.task)
        .takes("--every", input.seconds, 1, 3600, "Seconds between two looks (default: 2)");
  };
  verbs.add<Watch>("watch", "The same again and again, until it is completed", take_watch, watch);
}

}  // namespace allot::cli
