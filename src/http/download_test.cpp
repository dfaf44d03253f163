#include "http/download.h"

#include <gtest/gtest.h>

namespace allot::http {
namespace {

TEST(Attachment, IsNamedInPlainLettersAndAsItIs) {
  EXPECT_EQ(
      attachment_header("Bäume \"1\".zip"),
      "attachment; filename=\"B__ume__1_.zip\"; filename*=UTF-8''B%C3%A4ume%20%221%22.zip"
  );
}

}  // namespace
}  // namespace allot::http
