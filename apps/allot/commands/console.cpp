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

namespace {

/// Of the terminal behind a descriptor; of one that does not tell it, what COLUMNS says, else 80.
std::size_t width_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* const columns = std::getenv("COLUMNS");
  const auto told = columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
  constexpr std::size_t widest = 10'000;
  return told == 0 || told > widest ? Console::Style().width : told;
}

}  // namespace

Console::Style Console::style_of_terminal() {
  Style style;
  const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* const no_color = std::getenv("NO_COLOR");
  style.colours = is_terminal && (no_color == nullptr || *no_color == '\0');
  style.is_terminal = is_terminal;
  style.is_note_terminal = ::isatty(STDERR_FILENO) == 1;
  style.is_interactive = is_terminal && ::isatty(STDIN_FILENO) == 1;
  style.width = width_of(is_terminal ? STDOUT_FILENO : STDERR_FILENO);
  return style;
}

Console::Console(std::ostream& out, std::ostream& notes, std::istream& answers, const Style& style)
    : out_(out), notes_(notes), answers_(answers), style_(style) {}

void Console::line(std::string_view text) {
  drawn(fitted(text, style_.is_terminal));
}

void Console::drawn(std::string_view text) {
  if (style_.json || style_.quiet) return;
  end_status();
  out_ << text << '\n';
}

void Console::bytes(std::string_view piece) {
  out_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
}

void Console::id(std::string_view id, std::string_view sentence) {
  if (style_.json) return;
  end_status();
  out_ << (style_.quiet ? std::string(id) : fitted(sentence, style_.is_terminal)) << '\n';
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
  notes_ << fitted(text, style_.is_note_terminal) << '\n';
}

void Console::complain(std::string_view text) {
  end_status();
  std::string lines;
  for (std::size_t begin = 0; begin <= text.size();) {  // a list stands in lines of its own
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = without_controls(text.substr(begin, end - begin));
    lines += fitted(line, style_.is_note_terminal) + '\n';
    begin = end + 1;
  }
  notes_ << lines << std::flush;
}

std::string Console::fitted(std::string_view text, bool is_terminal) const {
  const auto indent = std::min(text.find_first_not_of(' '), text.size());
  if (!is_terminal || indent >= style_.width) return std::string(text);
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
  out_ << fitted(fmt::format("{} [y/N]", question), style_.is_terminal) << ' ' << std::flush;
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

/// Takes columns from the widest, each down to its `least`, until the row fits.
void narrow(
    std::vector<std::size_t>& widths, std::size_t columns, const std::vector<std::size_t>& least
) {
  while (width_of_row(widths) > columns) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

bool is_path(std::string_view cell) {
  return cell.starts_with('/');
}

/// A path and an id keep their end, any other text its beginning.
std::string fitted(const std::string& cell, std::size_t columns, bool is_id) {
  if (columns_of(cell) <= columns || !(is_id || is_path(cell))) return cut_to(cell, columns);
  return end_of(cell, columns - 1);
}

/// So much of a text stays as long as anything else can be cut: of a path the name behind "…/".
std::size_t least_of_text(const std::string& cell) {
  if (!is_path(cell)) return narrowest_text;
  constexpr std::size_t dots = 1;
  return std::max(narrowest_text, columns_of(cell.substr(cell.rfind('/'))) + dots);
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
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const auto is_cut = [&](const auto& row) { return columns_of(row[i]) > widths[i]; };
    if (!is_id(i) || std::ranges::none_of(rows_, is_cut)) continue;
    console.note("Ids with a … are shortened; --quiet prints whole ones.");
  }
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
  if (console.style().is_terminal) fit(widths, console.width());
  return widths;
}

void Table::fit(Widths& widths, std::size_t columns) const {
  for (std::size_t i = 0; i < widths.size() && width_of_row(widths) > columns; ++i) {
    if (names_[i].empty() && !is_right_[i]) widths[i] = 0;  // a bar
  }
  auto least = widths;  // numbers and ids stay
  const auto let_texts_shrink_to = [&](auto least_of) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (is_right_[i] || is_id(i)) continue;
      least[i] = 1;
      for (const auto& row : rows_) least[i] = std::max(least[i], least_of(row[i]));
    }
    narrow(widths, columns, least);
  };
  let_texts_shrink_to(least_of_text);
  let_texts_shrink_to([](const std::string&) { return narrowest_text; });
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (is_id(i)) least[i] = narrowest_id;
  }
  narrow(widths, columns, least);
  let_texts_shrink_to([](const std::string&) { return std::size_t{1}; });
}

void Table::print_row(
    Console& console, const Widths& widths, const std::vector<std::string>& cells, Tone tone
) const {
  std::string line;
  std::string gap;  // behind the last cell there is nothing
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const auto text = fitted(cells[i], widths[i], is_id(i));
    const std::string padding(widths[i] - columns_of(text), ' ');
    const auto cell = console.toned(tone, text);
    line += gap + (is_right_[i] ? padding + cell : cell);
    gap = (is_right_[i] ? std::string() : padding) + "  ";
  }
  console.drawn(line);
}

}  // namespace allot::cli
