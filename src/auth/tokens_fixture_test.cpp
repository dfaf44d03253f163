// The forger's half of tokens_test_fixture.h, apart because OpenSSL's headers stay out of headers.

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "auth/tokens_test_fixture.h"

namespace allot::tokens_testing {

std::string encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const auto length = EVP_EncodeBlock(
      reinterpret_cast<unsigned char*>(text.data()),
      reinterpret_cast<const unsigned char*>(bytes.data()),
      static_cast<int>(bytes.size())
  );
  text.resize(static_cast<std::size_t>(length));
  while (text.ends_with('=')) text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string decode(std::string text) {
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  const auto padding = (4 - text.size() % 4) % 4;
  text.append(padding, '=');
  std::string bytes(text.size() / 4 * 3, '\0');
  EVP_DecodeBlock(
      reinterpret_cast<unsigned char*>(bytes.data()),
      reinterpret_cast<const unsigned char*>(text.data()),
      static_cast<int>(text.size())
  );
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::string signed_by(const SigningKey& key, const Forgery& forgery) {
  const auto text = encode(forgery.header) + "." + encode(forgery.payload);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int length = 0;
  HMAC(
      EVP_get_digestbyname(forgery.digest),
      key.secret.data(),
      static_cast<int>(key.secret.size()),
      reinterpret_cast<const unsigned char*>(text.data()),
      text.size(),
      mac.data(),
      &length
  );
  return text + "." + encode({reinterpret_cast<const char*>(mac.data()), length});
}

}  // namespace allot::tokens_testing
