#include "http/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/spool_for_tests.h"

namespace allot::http {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Writes down what it hears, parts as `name|filename|type|bytes`.
struct Heard final : MultipartParser::Listener {
  std::vector<std::string> parts;
  bool is_open = false;

  Result<Done> begin_part(PartHead head) override {
    parts.push_back(head.name + "|" + head.filename.value_or("-") + "|" + head.content_type + "|");
    is_open = true;
    return Done{};
  }

  Result<Done> part_bytes(std::string_view bytes) override {
    EXPECT_TRUE(is_open);
    parts.back() += bytes;
    return Done{};
  }

  Result<Done> end_part() override {
    is_open = false;
    return Done{};
  }
};

std::string body_of(std::string_view boundary, const std::vector<std::string>& parts) {
  std::string body;
  for (const auto& part : parts) body += "--" + std::string(boundary) + "\r\n" + part + "\r\n";
  return body + "--" + std::string(boundary) + "--\r\n";
}

const std::string two_parts = body_of(
    "xyz",
    {"Content-Disposition: form-data; name=\"path\"\r\n\r\n/a.txt",
     "Content-Type: text/plain\r\nContent-Disposition: form-data; name=\"file\"; "
     "filename=\"a.txt\"\r\n\r\none\r\n--xy two"}
);

/// All of `body` in pieces of `size` bytes.
Result<Done> push_in_pieces(MultipartParser& parser, std::string_view body, std::size_t size) {
  for (std::size_t at = 0; at < body.size(); at += size) TRY(parser.push(body.substr(at, size)));
  return parser.finish();
}

/// The only part of a body with this disposition.
std::string heard_of_disposition(const std::string& disposition) {
  Heard heard;
  MultipartParser parser("xyz", heard);
  const auto body = body_of("xyz", {"Content-Disposition: " + disposition + "\r\n\r\nbytes"});
  const auto result = push_in_pieces(parser, body, body.size());
  return result ? heard.parts.at(0) : "error: " + result.error().message;
}

std::string error_of(const std::string& body) {
  Heard heard;
  MultipartParser parser("xyz", heard);
  const auto result = push_in_pieces(parser, body, body.size());
  return result ? "none" : result.error().message;
}

TEST(MultipartParser, PartsAreTheSameHoweverTheBodyIsCutIntoPieces) {
  for (std::size_t size = 1; size <= two_parts.size(); ++size) {
    Heard heard;
    MultipartParser parser("xyz", heard);
    ASSERT_TRUE(push_in_pieces(parser, two_parts, size)) << "pieces of " << size;
    EXPECT_THAT(heard.parts, ElementsAre("path|-||/a.txt", "file|a.txt|text/plain|one\r\n--xy two"))
        << "pieces of " << size;
  }
}

TEST(MultipartParser, BytesThatLookLikeTheStartOfABoundaryAreContent) {
  const std::string content = "\r\n--xy\r\n\r\n--\r\r\n--x\r\n-";
  const auto body =
      body_of("xyz", {"Content-Disposition: form-data; name=f; filename=g\r\n\r\n" + content});
  for (std::size_t size = 1; size < 12; ++size) {
    Heard heard;
    MultipartParser parser("xyz", heard);
    ASSERT_TRUE(push_in_pieces(parser, body, size));
    EXPECT_THAT(heard.parts, ElementsAre("f|g||" + content));
  }
}

TEST(MultipartParser, TextBeforeTheFirstAndBehindTheLastBoundaryIsIgnored) {
  Heard heard;
  MultipartParser parser("xyz", heard);
  ASSERT_TRUE(push_in_pieces(parser, "This is a preamble.\r\n" + two_parts + "and an epilogue", 7));
  EXPECT_EQ(heard.parts.size(), 2u);
}

TEST(MultipartParser, AFileMayHaveNoBytes) {
  Heard heard;
  MultipartParser parser("xyz", heard);
  const auto body =
      body_of("xyz", {"Content-Disposition: form-data; name=\"file\"; filename=\"empty\"\r\n\r\n"});
  ASSERT_TRUE(push_in_pieces(parser, body, 3));
  EXPECT_THAT(heard.parts, ElementsAre("file|empty||"));
  EXPECT_FALSE(heard.is_open);
}

TEST(MultipartParser, NamesMayBeQuotedEscapedBareOrExtended) {
  EXPECT_EQ(
      heard_of_disposition(R"(form-data; name="fi\"le"; filename="Größe \\ \"x\";.png")"),
      R"(fi"le|Größe \ "x";.png||bytes)"
  );
  EXPECT_EQ(heard_of_disposition("form-data;name=file;filename=a.txt"), "file|a.txt||bytes");
  EXPECT_EQ(
      heard_of_disposition("FORM-DATA; Name=\"f\"; FileName=\"x\"; filename*=UTF-8''%e2%82%ac%20y"),
      "f|€ y||bytes"
  );
  EXPECT_EQ(
      heard_of_disposition(R"(form-data; name="f"; filename="C:\dir\a")"), R"(f|C:\dir\a||bytes)"
  );
  EXPECT_EQ(heard_of_disposition(R"(form-data; name="f"; filename="")"), "f|||bytes");
}

TEST(MultipartParser, ABodyThatWasCutOffIsRefused) {
  for (std::size_t size = 0; size + 4 < two_parts.size(); ++size) {
    Heard heard;
    MultipartParser parser("xyz", heard);
    if (!parser.push(two_parts.substr(0, size))) continue;
    EXPECT_FALSE(parser.finish()) << "cut behind " << size;
  }
}

TEST(MultipartParser, BrokenPartHeadersAreRefusedInOneSentence) {
  EXPECT_THAT(error_of("--xyz\r\n\r\nbytes\r\n--xyz--"), HasSubstr("no name"));
  EXPECT_THAT(error_of("--xyz\r\nno colon\r\n\r\nb\r\n--xyz--"), HasSubstr("without a colon"));
  EXPECT_THAT(
      error_of("--xyz\r\nContent-Disposition: attachment; name=a\r\n\r\nb"),
      HasSubstr("no form-data")
  );
  EXPECT_THAT(error_of("--xyzzy\r\nA: b\r\n\r\n"), HasSubstr("followed by other text"));
  EXPECT_THAT(
      error_of("--xyz\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nb"),
      HasSubstr("UTF-8")
  );
}

TEST(MultipartParser, PartHeadersAndTheNumberOfPartsAreLimited) {
  EXPECT_THAT(
      error_of("--xyz\r\nX: " + std::string(MultipartParser::header_bytes_max + 1, 'x')),
      HasSubstr("too long")
  );
  std::string many;
  for (std::size_t i = 0; i <= MultipartParser::parts_max; ++i) {
    many += "--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
  }
  EXPECT_THAT(error_of(many), HasSubstr("too many parts"));
}

TEST(MultipartBoundary, IsTakenFromTheContentType) {
  EXPECT_EQ(*multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(*multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
  EXPECT_FALSE(multipart_boundary("multipart/form-data"));
  EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary="));
  EXPECT_FALSE(multipart_boundary("multipart/mixed; boundary=abc"));
  EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'b')));
}

/// Spools into memory; counts what is open or handed out and not let go of.
class MemoryFiles final : public SpoolForTests {
 public:
  int open_writers = 0;
  std::string written;

  std::unique_ptr<SpoolWriter> spool() override { return std::make_unique<Writer>(*this); }

 private:
  class Writer final : public SpoolWriter {
   public:
    explicit Writer(MemoryFiles& files) : files_(files) { ++files_.open_writers; }

    ~Writer() override { --files_.open_writers; }

    void append(std::string_view bytes) override { files_.written += bytes; }

    std::uint64_t size() const override { return files_.written.size(); }

    SpooledFile finish() override { return {{}, size(), "hash"}; }

   private:
    MemoryFiles& files_;
  };
};

TEST(UploadBody, FieldsStayInMemoryAndFilesGoToTheSpool) {
  MemoryFiles files;
  UploadBody body(files, "xyz", 100);
  ASSERT_TRUE(body.push(two_parts));
  const auto parts = body.finish();
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].bytes, "/a.txt");
  EXPECT_FALSE((*parts)[0].file);
  EXPECT_EQ((*parts)[1].filename, "a.txt");
  EXPECT_EQ((*parts)[1].bytes, "");
  ASSERT_TRUE((*parts)[1].file);
  EXPECT_EQ((*parts)[1].file->size(), files.written.size());
  EXPECT_EQ(files.written, "one\r\n--xy two");
}

TEST(UploadBody, FieldsTogetherAreLimitedAndFilesAreNot) {
  const std::string big(60, 'x');
  const std::string field = "Content-Disposition: form-data; name=a\r\n\r\n" + big;
  const std::string file = "Content-Disposition: form-data; name=b; filename=b\r\n\r\n" + big + big;
  MemoryFiles files;
  UploadBody allowed(files, "xyz", 100);
  EXPECT_TRUE(allowed.push(body_of("xyz", {field, file})));
  UploadBody refused(files, "xyz", 100);
  const auto result = refused.push(body_of("xyz", {field, field}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::too_large);
}

// B-317
TEST(UploadBody, AFieldThatIsNotUtf8IsRefusedByItsNameAndAFileMayHoldAnyBytes) {
  const auto upload = [](const std::string& bytes, const std::string& file) {
    MemoryFiles files;
    UploadBody body(files, "xyz", 1'000);
    return body.push(body_of(
        "xyz",
        {"Content-Disposition: form-data; name=description\r\n\r\n" + bytes,
         "Content-Disposition: form-data; name=file; filename=a\r\n\r\n" + file}
    ));
  };
  EXPECT_TRUE(upload("caf\xC3\xA9", "caf\xE9"));
  for (const auto* bytes : {"caf\xE9", "\xED\xA0\x80", "\xC3", "\xFF\xFE"}) {
    const auto refused = upload(bytes, "");
    ASSERT_FALSE(refused) << bytes;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    EXPECT_EQ(refused.error().fields.front().path, "description");
  }
}

// B-317
TEST(MultipartParser, PartHeadersAreUtf8) {
  for (const auto* disposition :
       {"form-data; name=\"f\"; filename=\"caf\xE9.png\"",
        "form-data; name=\"f\"; filename*=UTF-8''caf%E9.png",
        "form-data; name=\"f\"\r\nContent-Type: image/\xE9"}) {
    EXPECT_THAT(heard_of_disposition(disposition), HasSubstr("UTF-8")) << disposition;
  }
}

TEST(UploadBody, AFileThatIsUnderWayGoesWithTheBody) {
  MemoryFiles files;
  {
    UploadBody body(files, "xyz", 100);
    ASSERT_TRUE(body.push(two_parts.substr(0, two_parts.size() - 12)));
    EXPECT_EQ(files.open_writers, 1);
  }
  EXPECT_EQ(files.open_writers, 0);
}

}  // namespace

}  // namespace allot::http
