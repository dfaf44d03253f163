#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace allot::cli {

/// The words of a command were wrong: exit code 2. `what()` is one sentence and a hint.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The person said no, or could not be asked: exit code 4, nothing was done.
class Declined : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Tone { plain, strong, faint, good, warning };

/// The exit code of who is ended by a closed pipe, as a shell tells it.
inline constexpr int read_no_more = 141;

/// What a command prints: for people on a terminal with colours and bars, as JSON when asked, as
/// little as possible when quiet. One thread.
class Console {
 public:
  struct Style {
    bool json = false;
    bool quiet = false;
    bool yes = false;  // answers every question
    bool colours = false;
    bool is_terminal = false;       // a line can be drawn over
    bool is_note_terminal = false;  // so is the standard error
    bool is_interactive = false;    // somebody can be asked
    std::size_t width = 80;         // columns
  };

  /// Colours on a terminal, unless NO_COLOR is set.
  [[nodiscard]] static Style style_of_terminal();

  Console(std::ostream& out, std::ostream& notes, std::istream& answers, const Style& style);

  [[nodiscard]] const Style& style() const { return style_; }

  [[nodiscard]] bool is_json() const { return style_.json; }

  /// Does somebody look at what is drawn?
  [[nodiscard]] bool is_looked_at() const {
    return style_.is_terminal && !style_.json && !style_.quiet;
  }

  /// A result for people; nothing as JSON. A sentence or a title: on a terminal it is broken at
  /// spaces, so that it fits.
  void line(std::string_view text = {});
  /// The same, as it is: a row of a table, or a picture, which fits already.
  void drawn(std::string_view text);
  /// What a script takes from a quiet run: ids, one a line. Else the sentence, broken as `line` is.
  void id(std::string_view id, std::string_view sentence);
  /// A JSON text, when JSON is asked for; `[` and `]` around several.
  void json(const std::string& text);
  void json_list(const std::vector<std::string>& texts);
  /// What a command made, byte by byte, whatever else is told.
  void bytes(std::string_view piece);
  /// Something by the way, on the standard error; not when quiet.
  void note(std::string_view text);

  /// What failed, on the standard error; when quiet too. What a terminal would obey is shown as
  /// `?`.
  void complain(std::string_view text);

  [[nodiscard]] std::string toned(Tone tone, std::string_view text) const;
  /// `██████░░░░`, of `width` columns.
  [[nodiscard]] std::string bar(std::uint64_t done, std::uint64_t total, std::size_t width) const;

  /// Shows what will go, and asks. Throws Declined: not "y", or nobody can be asked.
  void confirm(std::string_view question);

  /// A line that is drawn over by the next one; only where one can look at it.
  void status(std::string_view text);
  void end_status();
  /// Did whoever read it stop, as `head` does?
  [[nodiscard]] bool is_read_no_more() const;
  /// What was printed is seen now, in a pipe too.
  void flush();
  /// Nothing, for so long; false as soon as nobody reads what is printed any more.
  [[nodiscard]] bool wait(std::chrono::milliseconds time);

  /// Asks for a word that is not shown while it is typed. Throws Declined: nobody can be asked.
  [[nodiscard]] std::string ask_secret(std::string_view question);

  [[nodiscard]] bool is_quiet() const { return style_.quiet; }

  [[nodiscard]] std::size_t width() const { return style_.width; }

 private:
  /// Broken at spaces where a terminal shows it.
  [[nodiscard]] std::string fitted(std::string_view text, bool is_terminal) const;

  std::ostream& out_;
  std::ostream& notes_;
  std::istream& answers_;
  const Style style_;
  bool has_status_ = false;
};

}  // namespace allot::cli
