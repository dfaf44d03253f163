#include "commands/console.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <istream>
#include <ostream>

#include "commands/letters.h"

namespace allot::cli {

Console::Style Console::style_of_terminal() {
  Style style;
  const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* const no_color = std::getenv("NO_COLOR");
  style.colours = is_terminal && (no_color == nullptr || *no_color == '\0');
  style.is_terminal = is_terminal;
  style.is_note_terminal = ::isatty(STDERR_FILENO) == 1;
  style.is_interactive = is_terminal && ::isatty(STDIN_FILENO) == 1;
  winsize size{};
  if (is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = size.ws_col;
  }
  return style;
}

Console::Console(std::ostream& out, std::ostream& notes, std::istream& answers, const Style& style)
    : out_(out), notes_(notes), answers_(answers), style_(style) {}

void Console::line(std::string_view text) {
  if (style_.json || style_.quiet) return;
  end_status();
  out_ << text << '\n';
}

void Console::id(std::string_view id, std::string_view sentence) {
  if (style_.json) return;
  end_status();
  out_ << (style_.quiet ? id : sentence) << '\n';
}

void Console::json(const std::string& text) {
  if (style_.json) out_ << text << '\n';
}

void Console::json_list(const std::vector<std::string>& texts) {
  if (!style_.json) return;
  out_ << '[';
  std::string_view separator;
  for (const auto& text : texts) {
    out_ << separator << text;
    separator = ",\n ";
  }
  out_ << "]\n";
}

void Console::note(std::string_view text) {
  if (style_.quiet) return;
  end_status();
  notes_ << fitted(text) << '\n';
}

void Console::complain(std::string_view text) {
  end_status();
  std::string lines;
  for (std::size_t begin = 0; begin <= text.size();) {  // a list stands in lines of its own
    const auto end = std::min(text.find('\n', begin), text.size());
    lines += fitted(without_controls(text.substr(begin, end - begin))) + '\n';
    begin = end + 1;
  }
  notes_ << lines << std::flush;
}

std::string Console::fitted(std::string_view text) const {
  const auto indent = std::min(text.find_first_not_of(' '), text.size());
  if (!style_.is_note_terminal || indent >= style_.width) return std::string(text);
  return std::string(indent, ' ') + wrapped(text.substr(indent), style_.width - indent, indent);
}

std::string Console::toned(Tone tone, std::string_view text) const {
  const char* code = "";
  switch (tone) {
    case Tone::plain: break;
    case Tone::strong: code = "1"; break;
    case Tone::faint: code = "2"; break;
    case Tone::good: code = "32"; break;
    case Tone::warning: code = "33"; break;
  }
  if (!style_.colours || *code == '\0' || text.empty()) return std::string(text);
  return fmt::format("\033[{}m{}\033[0m", code, text);
}

std::string Console::bar(std::uint64_t done, std::uint64_t total, std::size_t width) const {
  const auto full = total == 0 ? 0 : static_cast<std::size_t>(done * width / total);
  std::string filled;
  std::string rest;
  for (std::size_t i = 0; i < full; ++i) filled += "█";
  for (std::size_t i = full; i < width; ++i) rest += "░";
  return toned(Tone::good, filled) + toned(Tone::faint, rest);
}

void Console::confirm(std::string_view question) {
  if (style_.yes) return;
  if (!style_.is_interactive) {
    throw Declined(fmt::format("{} Nobody can be asked here: repeat it with --yes.", question));
  }
  end_status();
  out_ << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(answers_, answer);
  if (answer != "y" && answer != "Y" && answer != "yes") throw Declined("Nothing was done.");
}

std::string Console::ask_secret(std::string_view question) {
  termios shown{};
  if (!style_.is_interactive || ::tcgetattr(STDIN_FILENO, &shown) != 0) {
    throw Declined("Nobody can be asked for the password here; give it by --password-stdin.");
  }
  auto hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  out_ << question << std::flush;
  std::string answer;
  std::getline(answers_, answer);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  out_ << std::endl;
  return answer;
}

void Console::status(std::string_view text) {
  if (!is_looked_at()) return;
  out_ << "\r\033[K" << without_controls(text) << std::flush;
  has_status_ = true;
}

void Console::end_status() {
  if (!has_status_) return;
  has_status_ = false;
  out_ << "\r\033[K" << std::flush;
}

void Console::flush() {
  out_ << std::flush;
}

bool Console::wait(std::chrono::milliseconds time) {
  // Asked for no event, poll tells of a pipe whose other end is closed.
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  return ::poll(&output, 1, static_cast<int>(time.count())) <= 0;
}

namespace {

constexpr std::string_view gap_between_columns = "  ";
constexpr std::size_t narrowest_text = 8;
constexpr std::size_t narrowest_id = 6;

/// Of columns that are shown: one of no width is not.
std::size_t width_of_row(const std::vector<std::size_t>& widths) {
  std::size_t width = 0;
  for (const auto each : widths) {
    if (each > 0) width += each + gap_between_columns.size();
  }
  return width - std::min(width, gap_between_columns.size());
}

/// Takes columns from the widest of those that `may`, down to `least`, until the row fits.
template <class May>
void narrow(std::vector<std::size_t>& widths, std::size_t columns, std::size_t least, May may) {
  while (width_of_row(widths) > columns) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (may(i) && widths[i] > least && (widest == nullptr || widths[i] > *widest)) {
        widest = &widths[i];
      }
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

/// A path keeps its end, any other text its beginning.
std::string fitted(const std::string& cell, std::size_t columns) {
  if (!cell.starts_with('/') || columns_of(cell) <= columns) return cut_to(cell, columns);
  return end_of(cell, columns - 1);
}

void fit(
    std::vector<std::size_t>& widths,
    const std::vector<std::string>& names,
    const std::vector<bool>& is_right,
    std::size_t columns
) {
  for (std::size_t i = 0; i < widths.size() && width_of_row(widths) > columns; ++i) {
    if (names[i].empty() && !is_right[i]) widths[i] = 0;  // a bar
  }
  const auto is_text = [&](std::size_t i) { return !is_right[i] && names[i] != "ID"; };
  narrow(widths, columns, narrowest_text, is_text);
  narrow(widths, columns, narrowest_id, [&](std::size_t i) { return names[i] == "ID"; });
  narrow(widths, columns, 1, is_text);
}

}  // namespace

Table::Table(std::vector<std::string> columns) {
  for (auto& name : columns) {
    const bool is_right = name.starts_with('>');
    is_right_.push_back(is_right);
    names_.push_back(is_right ? name.substr(1) : std::move(name));
  }
}

void Table::row(std::vector<std::string> cells) {
  rows_.push_back(std::move(cells));
}

void Table::print(Console& console) const {
  const auto widths = widths_in(console);
  print_row(console, widths, names_, Tone::faint);
  for (const auto& row : rows_) print_row(console, widths, row, Tone::plain);
}

void Table::print_rows(Console& console) const {
  const auto widths = widths_in(console);
  for (const auto& row : rows_) print_row(console, widths, row, Tone::plain);
}

Table::Widths Table::widths_in(const Console& console) const {
  Widths widths;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    auto width = columns_of(names_[i]);
    for (const auto& row : rows_) width = std::max(width, columns_of(row[i]));
    widths.push_back(width);
  }
  if (console.style().is_terminal) fit(widths, names_, is_right_, console.width());
  return widths;
}

void Table::print_row(
    Console& console, const Widths& widths, const std::vector<std::string>& cells, Tone tone
) const {
  std::string line;
  std::string gap;  // behind the last cell there is nothing
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const auto text = fitted(cells[i], widths[i]);
    const std::string padding(widths[i] - columns_of(text), ' ');
    const auto cell = console.toned(tone, text);
    line += gap + (is_right_[i] ? padding + cell : cell);
    gap = (is_right_[i] ? std::string() : padding) + "  ";
  }
  console.line(line);
}

}  // namespace allot::cli
