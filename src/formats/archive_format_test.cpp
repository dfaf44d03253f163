#include "formats/archive_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "formats/items_for_tests.h"

namespace allot::formats {
namespace {

using namespace test;

constexpr std::uint32_t items = 5'000;

/// What an archive of so many items is, and in which pieces its end came.
struct Written {
  std::string bytes;
  std::vector<std::size_t> pieces_of_the_end;
};

Written written_in_pieces(std::string_view name) {
  const auto format = std::ranges::find(all_formats(), name, &FormatFacts::name)->make(start());
  Written out;
  for (unsigned pass = 0; pass < format->passes(); ++pass) {
    for (std::uint32_t i = 1; i <= items; ++i) {
      add(*format, pass, labelled(picture(i, fmt::format("/street/{:07}.png", i)), {box("car")}));
      out.bytes += format->take();
    }
    format->end_pass(pass);
  }
  for (bool is_over = false; !is_over;) {
    is_over = format->finish();
    const auto piece = format->take();
    out.pieces_of_the_end.push_back(piece.size());
    out.bytes += piece;
  }
  return out;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class AnArchive : public testing::TestWithParam<std::string_view> {};

TEST_P(AnArchive, EndsInPieces) {
  const auto archive = written_in_pieces(GetParam());
  EXPECT_GE(archive.pieces_of_the_end.size(), 6u);
  // Before the first of the list stands what is left of the files.
  EXPECT_LE(*std::ranges::max_element(archive.pieces_of_the_end), ZipWriter::piece_bytes + 4'096);
  EXPECT_GE(unpacked(archive.bytes).size(), items);
}

TEST_P(AnArchive, HasEachFileOnce) {
  const auto archive = written_in_pieces(GetParam());
  const auto files = unpacked(archive.bytes).size();
  EXPECT_EQ(count_of(archive.bytes, "PK\x01\x02"), files);
  EXPECT_EQ(count_of(archive.bytes, "PK\x05\x06"), 1u);
}

INSTANTIATE_TEST_SUITE_P(
    EachFormat,
    AnArchive,
    testing::Values("dataloop", "voc", "yolo"),
    [](const auto& tested) { return std::string(tested.param); }
);

}  // namespace
}  // namespace allot::formats
