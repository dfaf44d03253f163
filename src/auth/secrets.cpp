#include "auth/secrets.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>

#include "base/check.h"
#include "base/text.h"

namespace allot {

namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

Sha256 sha256(std::string_view bytes) {
  // OpenSSL 3 spends five times the hashing on looking up the algorithm, so that is done once.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  CHECK(algorithm != nullptr && context != nullptr);
  Sha256 digest{};
  unsigned int length = 0;
  CHECK(EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1);
  CHECK(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1);
  CHECK(EVP_DigestFinal_ex(context.get(), digest.data(), &length) == 1);
  CHECK(length == digest.size());
  return digest;
}

std::string hash_secret(std::string_view secret) {
  const auto digest = sha256(secret);
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool same_secret(const SecretPair& pair) {
  return pair.given.size() == pair.expected.size() &&
         CRYPTO_memcmp(pair.given.data(), pair.expected.data(), pair.given.size()) == 0;
}

}  // namespace allot
