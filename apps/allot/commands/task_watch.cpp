#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <functional>
#include <sstream>

#include "commands/find.h"
#include "commands/occasions.h"
#include "commands/screen.h"
#include "commands/views.h"
#include "commands/words.h"

namespace allot::cli {

namespace {

struct Watch {
  Named task;
  int seconds = 1;
};

/// So long nobody looks whether the terminal is as it was.
constexpr std::chrono::milliseconds listen_for{200};

bool is_over(const Task& task) {
  return task.status == TaskStatus::completed || task.status == TaskStatus::completed_with_issues;
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

std::string clock_text() {
  const auto now = std::time(nullptr);
  std::tm time{};
  ::localtime_r(&now, &time);
  char text[16] = {};
  std::strftime(text, sizeof text, "%H:%M:%S", &time);
  return text;
}

/// Looks at one task, and outlives a server that is gone for a while: a look that gets no answer is
/// told at once, since the next one comes anyway.
class Lookout {
 public:
  Lookout(const Client& client, std::string task_id)
      : client_(client.trying_once()), id_(std::move(task_id)) {}

  /// Tells the task to `see`; false when there was no answer, to a call of `see` either.
  bool look(const std::function<void(const Task&)>& see) {
    try {
      see(client_.tasks.get({.task_id = id_, .task_name = {}}));
      silent_since_.clear();
      return true;
    } catch (const CertificateRefused&) {
      throw;
    } catch (const ConnectionFailed&) {
    } catch (const InternalServerError&) {
    }
    if (silent_since_.empty()) silent_since_ = clock_text();
    return false;
  }

  /// "" while it answers.
  [[nodiscard]] const std::string& silent_since() const { return silent_since_; }

 private:
  const Client client_;
  const std::string id_;
  std::string silent_since_;
};

/// Draws it over in place, and leaves the last picture behind.
void watch_on_screen(Console& console, const Client& client, const Task& first, int seconds) {
  const auto hint = console.toned(Tone::faint, "Whenever it changes; Ctrl-C ends it.");
  Lookout lookout(client, first.id);
  Occasions occasions(client, first.id, std::chrono::seconds(seconds));
  auto picture = picture_of(console, first);
  bool is_at_end = is_over(first);
  {
    const Screen screen;
    const auto draw = [&] {
      const auto& since = lookout.silent_since();
      const auto old = fmt::format("No answer since {}: these numbers are old.", since);
      const auto below = since.empty() ? hint : console.toned(Tone::warning, old) + " " + hint;
      screen.draw(picture + "\n" + below);
    };
    draw();
    while (!is_at_end) {
      const bool is_worth_a_look = occasions.come(listen_for);
      if (is_worth_a_look) {
        const bool answers = lookout.look([&](const Task& task) {
          picture = picture_of(console, task);
          is_at_end = is_over(task);
        });
        if (!answers) occasions.missed();
      }
      const bool is_as_it_was = screen.wait(std::chrono::milliseconds{0});
      if (is_worth_a_look || !is_as_it_was) draw();
    }
  }
  console.drawn(std::string_view(picture).substr(0, picture.size() - 1));
}

/// One line for each change: text, JSON of the task, or its id.
void watch_in_lines(Console& console, const Client& client, const Task& first, int seconds) {
  std::string told;
  bool is_at_end = false;
  const auto tell = [&](const Task& task) {
    const auto news = console.is_json() ? task.raw_json : news_of(task);
    is_at_end = is_over(task);
    if (news == told) return;
    console.json(news);
    console.id(task.id, news);
    console.flush();
    told = news;
  };
  Lookout lookout(client, first.id);
  tell(first);
  Occasions occasions(client, first.id, std::chrono::seconds(seconds));
  while (!is_at_end) {
    if (!console.wait(std::chrono::milliseconds{0})) return;
    if (!occasions.come(listen_for)) continue;
    const bool was_silent = !lookout.silent_since().empty();
    const bool answers = lookout.look(tell);
    if (!answers) occasions.missed();
    if (answers == !was_silent) continue;
    console.note(
        answers ? "The server answers again."
                : fmt::format("No answer since {}; what was told is old.", lookout.silent_since())
    );
  }
}

void watch(Console& console, const Client& client, const Watch& input) {
  const auto task = find_task(client, input.task.project, input.task.name);
  const auto follow = console.is_looked_at() ? watch_on_screen : watch_in_lines;
  follow(console, client, task, input.seconds);
}

}  // namespace

void add_task_watch(Verbs& verbs) {
  const auto take_watch = [](Words& words, Watch& input) {
    words.needs_named("TASK", input.task)
        .takes("--every", input.seconds, 1, 3600, "Least seconds between two looks (default: 1)");
  };
  verbs.add<Watch>(
      "watch", "The same whenever it changes, until it is completed", take_watch, watch
  );
}

}  // namespace allot::cli
