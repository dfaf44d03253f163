#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/console.h"

namespace allot::cli {

/// Columns that fit what is in them; the last column is not padded. On a terminal a row has one
/// line, or where its last column is of sentences as many as these take: where that is too narrow,
/// columns that give way are left out, or shortened where they are of ids, sentences go on below,
/// then the widest texts are cut, of paths the folders before the names, and last what a thing or a
/// person is known by: PERSON, and then ID. Paths and ids keep their end, and of ids that are cut a
/// note says so, unless they give way. Numbers are never cut.
class Table {
 public:
  /// Names; one that starts with `>` stands at the right, numbers under it too; one that starts
  /// with `<` gives way before all others: of pictures, or of ids of what is known by something
  /// else in its row as well; so does one without a name. One that starts with `~`, which only the
  /// last may, is of sentences. ID is for ids, PERSON for addresses.
  explicit Table(std::vector<std::string> columns);

  void row(std::vector<std::string> cells);
  /// The names, and the rows under them.
  void print(Console& console) const;
  /// The rows under names that were printed before.
  void print_rows(Console& console) const;

 private:
  using Widths = std::vector<std::size_t>;

  [[nodiscard]] Widths widths_in(const Console& console) const;
  /// Takes from the widths until a row has no more than so many columns, or nothing is left to
  /// take.
  void fit(Widths& widths, std::size_t columns) const;

  [[nodiscard]] bool is_id(std::size_t column) const { return names_[column] == "ID"; }

  /// One in each cell: lists of them are texts like others.
  [[nodiscard]] bool is_person(std::size_t column) const;

  [[nodiscard]] bool is_sentence(std::size_t column) const {
    return has_sentences_ && column + 1 == names_.size();
  }

  void print_row(
      Console& console, const Widths& widths, const std::vector<std::string>& cells, Tone tone
  ) const;
  void print_line(
      Console& console, const Widths& widths, const std::vector<std::string>& cells, Tone tone
  ) const;

  std::vector<std::string> names_;
  std::vector<bool> is_right_;
  std::vector<bool> gives_way_;
  std::vector<std::vector<std::string>> rows_;
  bool has_sentences_ = false;
};

}  // namespace allot::cli
