#include "base/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace allot {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const Time made = from_epoch_ms(1'767'225'600'000);

using Files = std::vector<std::pair<std::string, std::string>>;

/// What is in an archive, in its order: as readers find it that look at its end first, and as those
/// do that go from front to back.
enum class From { end, front };

Files unpacked(const std::string& bytes, From from = From::end) {
  Files files;
  auto* reader = ::archive_read_new();
  from == From::end ? ::archive_read_support_format_zip_seekable(reader)
                    : ::archive_read_support_format_zip_streamable(reader);
  EXPECT_EQ(::archive_read_open_memory(reader, bytes.data(), bytes.size()), ARCHIVE_OK);
  std::string room(std::size_t{4} << 20, '\0');
  archive_entry* entry = nullptr;
  while (::archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    const auto count = ::archive_read_data(reader, room.data(), room.size());
    EXPECT_GE(count, 0) << ::archive_error_string(reader);
    const auto size = static_cast<std::size_t>(std::max<la_ssize_t>(count, 0));
    files.emplace_back(::archive_entry_pathname(entry), room.substr(0, size));
  }
  ::archive_read_free(reader);
  return files;
}

void finish(ZipWriter& zip) {
  while (!zip.finish()) continue;
}

TEST(ZipWriter, WhatWentInComesOut) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.add("json/a.json", "{}");
  zip.add("/json/empty.txt", "");
  zip.begin("long.txt");
  for (int i = 0; i < 1'000; ++i) zip.write("a line\n");
  zip.add("last", "x");
  finish(zip);
  const auto files = unpacked(bytes);
  ASSERT_EQ(files.size(), 4u);
  EXPECT_THAT(files[0], Pair("json/a.json", "{}"));
  EXPECT_THAT(files[1], Pair("json/empty.txt", ""));
  EXPECT_EQ(files[2].second.size(), 7'000u);
  EXPECT_THAT(files[3], Pair("last", "x"));
  EXPECT_LT(bytes.size(), 1'000u);  // compressed
}

/// Of the local header at `at`: the version that it takes to read it.
int version_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at + 4]);
}

TEST(ZipWriter, WhatIsWrittenInPiecesIsReadFromFrontToBackToo) {
  // ZIP64 (version 4.5) behind a file of unknown length is more than Java's ZipInputStream takes.
  constexpr std::string_view local_header = "PK\x03\x04";
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.begin("short.json");
  zip.write("{");
  zip.write("}");
  zip.begin("long.json");
  for (int i = 0; i < 3'000; ++i) zip.write(std::string(1'000, static_cast<char>('a' + i % 26)));
  finish(zip);
  const auto second = bytes.find(local_header, local_header.size());
  ASSERT_NE(second, std::string::npos);
  EXPECT_EQ(version_at(bytes, 0), 20);
  EXPECT_EQ(version_at(bytes, second), 20);
  for (const auto from : {From::end, From::front}) {
    const auto files = unpacked(bytes, from);
    ASSERT_EQ(files.size(), 2u);
    EXPECT_THAT(files[0], Pair("short.json", "{}"));
    EXPECT_EQ(files[1].second.size(), 3'000'000u);
  }
}

TEST(ZipWriter, TheLengthOfAShortFileStandsBeforeIt) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.begin("short.json");
  zip.write("{}");
  finish(zip);
  EXPECT_EQ(bytes[6] & 8, 0);  // APPNOTE 4.4.4, bit 3: it is behind
  EXPECT_THAT(bytes.substr(22, 4), ElementsAre(2, 0, 0, 0));
}

TEST(ZipWriter, AFileIsReadableByAllAndMadeWhenItSays) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.add("a", "1");
  finish(zip);
  auto* reader = ::archive_read_new();
  ::archive_read_support_format_zip(reader);
  ASSERT_EQ(::archive_read_open_memory(reader, bytes.data(), bytes.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  ASSERT_EQ(::archive_read_next_header(reader, &entry), ARCHIVE_OK);
  EXPECT_EQ(::archive_entry_mtime(entry), to_epoch_ms(made) / 1'000);
  EXPECT_EQ(::archive_entry_perm(entry), 0644u);
  EXPECT_EQ(::archive_entry_filetype(entry), static_cast<unsigned>(AE_IFREG));
  ::archive_read_free(reader);
}

/// As an export has them: alike, and with contents that are not.
void add_documents(ZipWriter& zip, int count) {
  for (int i = 0; i < count; ++i) {
    zip.add(fmt::format("json/street/{:07}.json", i), std::to_string(i * 7919));
  }
}

TEST(ZipWriter, OfTheListOfNamesLittleIsKept) {
  constexpr int files = 100'000;
  ZipWriter zip([](std::string_view) {}, made);
  add_documents(zip, files);
  EXPECT_GT(zip.kept(), 4u * files);  // checksums cannot be made smaller
  EXPECT_LT(zip.kept(), 20u * files);
  finish(zip);
  EXPECT_EQ(zip.kept(), 0u);
}

TEST(ZipWriter, TheListOfNamesComesInPieces) {
  std::vector<std::size_t> pieces;
  ZipWriter zip([&](std::string_view piece) { pieces.push_back(piece.size()); }, made);
  add_documents(zip, 10'000);
  pieces.clear();
  std::size_t calls = 1;
  while (!zip.finish()) ++calls;
  EXPECT_GE(calls, 10u);
  EXPECT_EQ(pieces.size(), calls);  // nothing comes at once that could come later
  EXPECT_LE(*std::ranges::max_element(pieces), ZipWriter::piece_bytes);
}

TEST(ZipWriter, OfMoreThan65535FilesNoneIsLost) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  add_documents(zip, 70'000);
  finish(zip);
  for (const auto from : {From::end, From::front}) {
    const auto files = unpacked(bytes, from);
    ASSERT_EQ(files.size(), 70'000u);
    EXPECT_THAT(files.front(), Pair("json/street/0000000.json", "0"));
    EXPECT_THAT(files.back(), Pair("json/street/0069999.json", std::to_string(69'999 * 7919)));
  }
}

TEST(ZipWriter, FewFilesTakeNoZip64) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  add_documents(zip, 1'000);
  finish(zip);
  EXPECT_THAT(bytes, testing::Not(HasSubstr("PK\x06\x06")));
  EXPECT_THAT(bytes, testing::Not(HasSubstr("PK\x06\x07")));
}

TEST(ZipWriter, ANameOfMoreBytesThanAnArchiveCanTellIsRefused) {
  ZipWriter zip([](std::string_view) {}, made);
  EXPECT_THROW(zip.begin(std::string(65'536, 'a')), std::runtime_error);
}

TEST(ZipWriter, NamesAreUtf8AndSaySo) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.add("Bäume/été.txt", "x");
  finish(zip);
  EXPECT_THAT(bytes, HasSubstr("Bäume/été.txt"));
  const auto flags =
      static_cast<unsigned char>(bytes[7]) << 8 | static_cast<unsigned char>(bytes[6]);
  EXPECT_NE(flags & 0x800, 0);  // APPNOTE 4.4.4, bit 11
}

TEST(ZipWriter, TheSameEntriesGiveTheSameBytes) {
  const auto once = [] {
    std::string bytes;
    ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
    zip.add("a", "1");
    finish(zip);
    return bytes;
  };
  EXPECT_EQ(once(), once());
}

TEST(ZipWriter, EntriesComeOutAsTheyGoIn) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.add("a", "1");
  zip.add("b", "2");
  EXPECT_THAT(bytes, HasSubstr("a"));
  EXPECT_GT(bytes.size(), 30u);  // a local header at least: nothing waits for the end
}

TEST(ZipWriter, WhatIsNotFinishedDoesNotLookWhole) {
  std::string bytes;
  {
    ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
    zip.add("a", "1");
    EXPECT_FALSE(zip.finish());  // a part of it
  }
  EXPECT_THAT(bytes, HasSubstr("PK\x01\x02"));
  EXPECT_THAT(bytes, testing::Not(HasSubstr("PK\x05\x06")));
}

TEST(ZipWriter, WhatTheSinkThrowsComesOut) {
  struct Full {};

  ZipWriter zip([](std::string_view) { throw Full{}; }, made);
  EXPECT_THROW(
      {
        zip.add("a", "1");
        finish(zip);
      },
      Full
  );
  EXPECT_THROW(finish(zip), std::runtime_error) << "it is not whole";
}

}  // namespace

}  // namespace allot
