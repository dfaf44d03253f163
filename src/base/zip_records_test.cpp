#include "base/zip_records.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "base/deflater.h"

namespace allot {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const Time new_year = from_epoch_ms(1'767'225'600'000);  // 2026-01-01T00:00:00Z
const ZipTime made(new_year);

constexpr std::uint64_t gib = 1u << 30;
constexpr std::uint64_t max_of_four = 0xffff'ffff;

/// The number of so many bytes at a place of a record.
std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
  }
  return value;
}

/// Behind the name in a record of the list.
std::string fields_of(const ZipEntry& entry) {
  return zip_listed(entry, made).substr(46 + entry.path.size());
}

TEST(ZipTime, IsThatOfDosAndAnExactOne) {
  const ZipTime time(new_year + std::chrono::hours{13} + std::chrono::seconds{61 * 60 + 7});
  EXPECT_EQ(time.date, (2026 - 1980) << 9 | 1 << 5 | 1);
  EXPECT_EQ(time.time, 14 << 11 | 1 << 5 | 3);  // in steps of two seconds
  ASSERT_EQ(time.field.size(), 9u);
  EXPECT_EQ(number(time.field, 5, 4), 1'767'225'600u + 13 * 3'600 + 61 * 60 + 7);
}

TEST(ZipTime, StaysWithinWhatItsFormsCanTell) {
  const ZipTime early(from_epoch_ms(0));
  EXPECT_EQ(early.date, 1 << 5 | 1);
  EXPECT_EQ(early.time, 0);
  const ZipTime late(from_epoch_ms(std::int64_t{0x8000'0000} * 1'000));
  EXPECT_EQ(late.date >> 9, 2038 - 1980);
  EXPECT_THAT(late.field, IsEmpty());
  const ZipTime never(from_epoch_ms(std::int64_t{1} << 45));  // in the year 3084
  EXPECT_EQ(never.date >> 9, 2107 - 1980);
}

TEST(ZipRecords, AListedFileIsWhatItsHeaderSays) {
  const ZipEntry entry{.path = "a/b.json", .crc = 7, .size = 300, .packed = 200, .begin = 1'000};
  const auto header = zip_local_header(entry, made);
  const auto listed = zip_listed(entry, made);
  EXPECT_THAT(header, StartsWith("PK\x03\x04"));
  EXPECT_THAT(listed, StartsWith("PK\x01\x02"));
  // Version, flags, method, time, checksum, lengths: APPNOTE 4.3.7 and 4.3.12 have them in one
  // order.
  EXPECT_EQ(header.substr(4, 26), listed.substr(6, 26));
  EXPECT_EQ(number(listed, 16, 4), 7u);
  EXPECT_EQ(number(listed, 20, 4), 200u);
  EXPECT_EQ(number(listed, 24, 4), 300u);
  EXPECT_EQ(number(listed, 42, 4), 1'000u);
  EXPECT_EQ(header.substr(30), "a/b.json" + made.field);
  EXPECT_EQ(listed.substr(46), "a/b.json" + made.field);
}

TEST(ZipRecords, LengthsThatComeBehindAreNoughtBefore) {
  const ZipEntry entry{.path = "a", .crc = 7, .size = 300, .packed = 200, .is_length_behind = true};
  const auto header = zip_local_header(entry, made);
  EXPECT_EQ(number(header, 6, 2), 0x808u);
  EXPECT_EQ(header.substr(14, 12), std::string(12, '\0'));
  const auto behind = zip_descriptor(entry);
  EXPECT_THAT(behind, StartsWith("PK\x07\x08"));
  EXPECT_EQ(number(behind, 4, 4), 7u);
  EXPECT_EQ(number(behind, 8, 4), 200u);
  EXPECT_EQ(number(behind, 12, 4), 300u);
}

TEST(ZipRecords, TheDescriptorOfALargeFileHasThePlainFormToo) {
  const auto behind = zip_descriptor({.path = "a", .size = 5 * gib, .packed = 4 * gib + 1});
  ASSERT_EQ(behind.size(), 16u);
  EXPECT_EQ(number(behind, 8, 4), 1u);
  EXPECT_EQ(number(behind, 12, 4), gib);
}

TEST(ZipRecords, WhatFitsHasNoFieldOfZip64) {
  const ZipEntry entry{
      .path = "a", .size = max_of_four - 1, .packed = max_of_four - 1, .begin = max_of_four - 1
  };
  EXPECT_EQ(fields_of(entry), made.field);
  EXPECT_EQ(number(zip_listed(entry, made), 6, 2), 20u);
}

TEST(ZipRecords, AFileThatBeginsBehind4GbIsFoundByItsFieldOfZip64) {
  for (const auto begin : {max_of_four, 5 * gib}) {
    const ZipEntry entry{.path = "a", .size = 300, .packed = 200, .begin = begin};
    const auto listed = zip_listed(entry, made);
    EXPECT_EQ(number(listed, 6, 2), 45u);
    EXPECT_EQ(number(listed, 20, 4), 200u);
    EXPECT_EQ(number(listed, 24, 4), 300u);
    EXPECT_EQ(number(listed, 42, 4), max_of_four);
    const auto fields = fields_of(entry);
    EXPECT_EQ(number(listed, 30, 2), fields.size());
    EXPECT_EQ(number(fields, 0, 2), 1u);
    EXPECT_EQ(number(fields, 2, 2), 8u);  // it alone
    EXPECT_EQ(number(fields, 4, 8), begin);
    EXPECT_EQ(fields.substr(12), made.field);
  }
}

TEST(ZipRecords, LargeNumbersOfAFileShareOneField) {
  const auto fields =
      fields_of({.path = "a", .size = 7 * gib, .packed = 6 * gib, .begin = 5 * gib});
  EXPECT_EQ(number(fields, 0, 2), 1u);
  EXPECT_EQ(number(fields, 2, 2), 24u);
  EXPECT_EQ(number(fields, 4, 8), 7 * gib);
  EXPECT_EQ(number(fields, 12, 8), 6 * gib);
  EXPECT_EQ(number(fields, 20, 8), 5 * gib);
  const auto of_length = fields_of({.path = "a", .size = 7 * gib, .packed = 6, .begin = 5});
  EXPECT_EQ(number(of_length, 2, 2), 8u);
  EXPECT_EQ(number(of_length, 4, 8), 7 * gib);
}

TEST(ZipRecords, TheEndIsOfThePlainFormWhereThatDoes) {
  const auto end = zip_end({.entries = 65'534, .begin = max_of_four - 1, .size = max_of_four - 1});
  ASSERT_EQ(end.size(), 22u);
  EXPECT_THAT(end, StartsWith("PK\x05\x06"));
  EXPECT_EQ(number(end, 8, 2), 65'534u);
  EXPECT_EQ(number(end, 10, 2), 65'534u);
  EXPECT_EQ(number(end, 12, 4), max_of_four - 1);
  EXPECT_EQ(number(end, 16, 4), max_of_four - 1);
}

TEST(ZipRecords, TheEndHasZip64WhereANumberDoesNotFit) {
  for (const ZipList& list :
       {ZipList{.entries = 65'535, .begin = 10, .size = 20},
        ZipList{.entries = 1, .begin = max_of_four, .size = 20},
        ZipList{.entries = 1, .begin = 10, .size = max_of_four}}) {
    const auto end = zip_end(list);
    ASSERT_EQ(end.size(), 56u + 20 + 22);
    EXPECT_THAT(end, StartsWith("PK\x06\x06"));
    EXPECT_EQ(number(end, 24, 8), list.entries);
    EXPECT_EQ(number(end, 32, 8), list.entries);
    EXPECT_EQ(number(end, 40, 8), list.size);
    EXPECT_EQ(number(end, 48, 8), list.begin);
    EXPECT_EQ(end.substr(56, 4), "PK\x06\x07");
    EXPECT_EQ(number(end, 64, 8), list.begin + list.size);
    EXPECT_EQ(end.substr(76, 4), "PK\x05\x06");
  }
}

/// A file of which little takes room: what is before the entries is a hole.
class AnArchiveWithAHole : public testing::Test {
 protected:
  ~AnArchiveWithAHole() override { std::filesystem::remove(path_); }

  void write(std::uint64_t hole, std::string_view bytes) {
    std::ofstream(path_, std::ios::binary).flush();
    std::filesystem::resize_file(path_, hole);
    std::ofstream(path_, std::ios::binary | std::ios::app) << bytes;
  }

  /// Of the only file; "": there is none.
  [[nodiscard]] std::string content_of(std::string_view name) const {
    std::string content(100, '\0');
    auto* reader = ::archive_read_new();
    ::archive_read_support_format_zip_seekable(reader);
    archive_entry* entry = nullptr;
    la_ssize_t count = 0;
    if (::archive_read_open_filename(reader, path_.c_str(), 65'536) == ARCHIVE_OK &&
        ::archive_read_next_header(reader, &entry) == ARCHIVE_OK &&
        ::archive_entry_pathname(entry) == name) {
      count = ::archive_read_data(reader, content.data(), content.size());
    }
    ::archive_read_free(reader);
    content.resize(static_cast<std::size_t>(std::max<la_ssize_t>(count, 0)));
    return content;
  }

 private:
  const std::filesystem::path path_ = std::filesystem::temp_directory_path() /
                                      ("allot-hole-" + std::to_string(::getpid()) + ".zip");
};

TEST_F(AnArchiveWithAHole, IsReadBeyond4Gb) {
  std::string packed;
  Deflater deflater(Deflater::Effort::usual);
  deflater.put("far away", packed);
  deflater.end(packed);
  const ZipEntry entry{
      .path = "far.txt", .crc = 0x5e57'cf07, .size = 8, .packed = packed.size(), .begin = 5 * gib
  };
  const auto header = zip_local_header(entry, made);
  const auto listed = zip_listed(entry, made);
  const ZipList list{
      .entries = 1, .begin = entry.begin + header.size() + packed.size(), .size = listed.size()
  };
  write(entry.begin, header + packed + listed + zip_end(list));
  EXPECT_EQ(content_of("far.txt"), "far away");
}

}  // namespace
}  // namespace allot
