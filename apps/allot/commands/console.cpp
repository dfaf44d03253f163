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

bool Console::is_read_no_more() const {
  // Asked for no event, poll tells of a pipe whose other end is closed.
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  return ::poll(&output, 1, 0) > 0;
}

bool Console::wait(std::chrono::milliseconds time) {
  // Asked for no event, poll tells of a pipe whose other end is closed.
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  return ::poll(&output, 1, static_cast<int>(time.count())) <= 0;
}

}  // namespace allot::cli
