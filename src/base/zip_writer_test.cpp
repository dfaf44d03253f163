#include "base/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

/// What is in an archive, in its order.
std::vector<std::pair<std::string, std::string>> unpacked(const std::string& bytes) {
  std::vector<std::pair<std::string, std::string>> files;
  auto* reader = ::archive_read_new();
  ::archive_read_support_format_zip(reader);
  EXPECT_EQ(::archive_read_open_memory(reader, bytes.data(), bytes.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  while (::archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    std::string content(1 << 20, '\0');
    const auto count = ::archive_read_data(reader, content.data(), content.size());
    EXPECT_GE(count, 0) << ::archive_error_string(reader);
    content.resize(static_cast<std::size_t>(std::max<la_ssize_t>(count, 0)));
    files.emplace_back(::archive_entry_pathname(entry), std::move(content));
  }
  ::archive_read_free(reader);
  return files;
}

TEST(ZipWriter, WhatWentInComesOut) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.add("json/a.json", "{}");
  zip.add("/json/empty.txt", "");
  zip.begin("long.txt");
  for (int i = 0; i < 1'000; ++i) zip.write("a line\n");
  zip.add("last", "x");
  zip.finish();
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
  zip.finish();
  const auto second = bytes.find(local_header, local_header.size());
  ASSERT_NE(second, std::string::npos);
  EXPECT_EQ(version_at(bytes, 0), 20);
  EXPECT_EQ(version_at(bytes, second), 20);
  const auto files = unpacked(bytes);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_THAT(files[0], Pair("short.json", "{}"));
}

TEST(ZipWriter, NamesAreUtf8AndSaySo) {
  std::string bytes;
  ZipWriter zip([&](std::string_view piece) { bytes += piece; }, made);
  zip.add("Bäume/été.txt", "x");
  zip.finish();
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
    zip.finish();
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
  }
  EXPECT_THAT(bytes, testing::Not(HasSubstr("PK\x05\x06")));
}

TEST(ZipWriter, WhatTheSinkThrowsComesOut) {
  struct Full {};

  ZipWriter zip([](std::string_view) { throw Full{}; }, made);
  EXPECT_THROW(
      {
        zip.add("a", "1");
        zip.finish();
      },
      Full
  );
  EXPECT_THROW(zip.finish(), std::runtime_error) << "it is not whole";
}

}  // namespace

}  // namespace allot
