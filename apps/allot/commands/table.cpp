#include "commands/table.h"

#include <algorithm>
#include <string_view>

#include "commands/letters.h"

namespace allot::cli {

namespace {

constexpr std::string_view gap_between_columns = "  ";
constexpr std::size_t narrowest_text = 8;
constexpr std::size_t narrowest_id = 6;
constexpr std::size_t narrowest_sentence = 10;

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
    const bool gives_way = name.starts_with('<');
    has_sentences_ = name.starts_with('~');
    is_right_.push_back(is_right);
    gives_way_.push_back(gives_way || name.empty());
    names_.push_back(is_right || gives_way || has_sentences_ ? name.substr(1) : std::move(name));
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
    if (!is_id(i) || gives_way_[i] || std::ranges::none_of(rows_, is_cut)) continue;
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
    if (gives_way_[i] && !is_id(i)) widths[i] = 0;
  }
  auto least = widths;  // numbers, people and ids stay
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (gives_way_[i]) least[i] = std::min(widths[i], narrowest_id);
  }
  narrow(widths, columns, least);
  if (has_sentences_) least.back() = std::min(widths.back(), narrowest_sentence);
  narrow(widths, columns, least);
  const auto let_texts_shrink_to = [&](auto least_of) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (is_right_[i] || is_id(i) || is_person(i) || is_sentence(i)) continue;
      least[i] = 1;
      for (const auto& row : rows_) least[i] = std::max(least[i], least_of(row[i]));
    }
    narrow(widths, columns, least);
  };
  const auto let_shrink_to = [&](std::size_t most, auto is_one) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if ((this->*is_one)(i)) least[i] = std::min(least[i], most);
    }
    narrow(widths, columns, least);
  };
  let_texts_shrink_to(least_of_text);
  let_texts_shrink_to([](const std::string&) { return narrowest_text; });
  let_shrink_to(narrowest_text, &Table::is_sentence);
  let_shrink_to(narrowest_text, &Table::is_person);
  let_shrink_to(narrowest_id, &Table::is_id);
  let_texts_shrink_to([](const std::string&) { return std::size_t{1}; });
  let_shrink_to(1, &Table::is_sentence);
  let_shrink_to(1, &Table::is_person);
}

bool Table::is_person(std::size_t column) const {
  const auto is_list = [&](const auto& row) { return row[column].find(", ") != std::string::npos; };
  return names_[column] == "PERSON" && std::ranges::none_of(rows_, is_list);
}

void Table::print_row(
    Console& console, const Widths& widths, const std::vector<std::string>& cells, Tone tone
) const {
  if (!has_sentences_ || columns_of(cells.back()) <= widths.back()) {
    return print_line(console, widths, cells, tone);
  }
  const auto lines = lines_of(cells.back(), widths.back());
  auto first = cells;
  first.back() = lines.front();
  print_line(console, widths, first, tone);
  const std::string indent(width_of_row(widths) - widths.back(), ' ');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    console.drawn(indent + console.toned(tone, lines[i]));
  }
}

void Table::print_line(
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
