#include "net/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "net/test_server.h"

namespace allot::net {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A folder with `cert.pem` and `key.pem`, that signs itself.
class Certificate {
 public:
  explicit Certificate(const std::string& name) {
    std::string pattern = (fs::temp_directory_path() / "allot-tls-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    write(name);
  }

  ~Certificate() { fs::remove_all(folder_); }

  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  /// Another one in its place; `password`: on the key.
  void write(const std::string& name, const char* password = nullptr) const {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_EC_gen("P-256"), EVP_PKEY_free
    );
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* const subject = X509_get_subject_name(certificate.get());
    const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    auto* file = std::fopen(this->certificate().c_str(), "w");
    PEM_write_X509(file, certificate.get());
    std::fclose(file);
    file = std::fopen(this->key().c_str(), "w");
    const auto* const cipher = password == nullptr ? nullptr : EVP_aes_256_cbc();
    PEM_write_PKCS8PrivateKey(
        file, key.get(), cipher, password, password ? 6 : 0, nullptr, nullptr
    );
    std::fclose(file);
    fs::permissions(this->key(), fs::perms::owner_read | fs::perms::owner_write);
  }

  [[nodiscard]] fs::path certificate() const { return folder_ / "cert.pem"; }

  [[nodiscard]] fs::path key() const { return folder_ / "key.pem"; }

 private:
  fs::path folder_;
};

/// What a client insists on.
struct Wishes {
  int version_max = 0;
  const char* ciphers = nullptr;
  std::string protocols = "\x08http/1.1";
};

/// A client's end of TLS, on the plain client's socket.
class TlsClient {
 public:
  explicit TlsClient(const TestServer& server, const Wishes& wishes = {})
      : client_(server), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    SSL_CTX_set_security_level(context_.get(), 0);
    if (wishes.version_max != 0) {
      SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
      SSL_CTX_set_max_proto_version(context_.get(), wishes.version_max);
    }
    if (wishes.ciphers != nullptr) SSL_CTX_set_cipher_list(context_.get(), wishes.ciphers);
    const auto* const protocols = reinterpret_cast<const unsigned char*>(wishes.protocols.data());
    SSL_CTX_set_alpn_protos(
        context_.get(), protocols, static_cast<unsigned>(wishes.protocols.size())
    );
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), client_.socket());
    is_agreed_ = SSL_connect(ssl_.get()) == 1;
  }

  [[nodiscard]] bool is_agreed() const { return is_agreed_; }

  [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }

  [[nodiscard]] std::string protocol() const {
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl_.get(), &chosen, &length);
    return {reinterpret_cast<const char*>(chosen), length};
  }

  /// Whom the server's certificate names.
  [[nodiscard]] std::string name() const {
    std::array<char, 256> text{};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        SSL_get1_peer_certificate(ssl_.get()), X509_free
    );
    X509_NAME_get_text_by_NID(
        X509_get_subject_name(certificate.get()), NID_commonName, text.data(), 256
    );
    return text.data();
  }

  void send(std::string_view bytes) {
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  }

  /// The next `count` bytes; fewer when the connection ends.
  std::string receive(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t total = 0;
    std::size_t more = 0;
    while (total < count && SSL_read_ex(ssl_.get(), bytes.data() + total, count - total, &more) == 1
    ) {
      total += more;
    }
    bytes.resize(total);
    return bytes;
  }

  std::string receive_head() {
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
      const auto byte = receive(1);
      if (byte.empty()) break;
      head += byte;
    }
    return head;
  }

  /// The body of the next answer, which tells its length.
  std::string receive_body() {
    const auto head = receive_head();
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? "" : receive(std::stoul(head.substr(at + 16)));
  }

  std::string ask(std::string_view request) {
    send(request);
    return receive_body();
  }

  /// Did the server say that it ends here, as the form wants it?
  [[nodiscard]] bool is_ended_in_form() {
    char byte = 0;
    return SSL_get_error(ssl_.get(), SSL_read(ssl_.get(), &byte, 1)) == SSL_ERROR_ZERO_RETURN;
  }

 private:
  Client client_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
  bool is_agreed_ = false;
};

struct TlsTest : ::testing::Test {
  Certificate files{"first.example.org"};
  std::shared_ptr<Tls> tls = std::make_shared<Tls>(files.certificate(), files.key());

  [[nodiscard]] Options options(const Deadlines& deadlines = {}) const {
    return {.deadlines = deadlines, .tls = tls};
  }
};

TEST_F(TlsTest, AnswersAsWithoutIt) {  // B-391
  TestServer server(options());
  TlsClient client(server);
  ASSERT_TRUE(client.is_agreed());
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.protocol(), "http/1.1");
  EXPECT_EQ(client.ask(get("/quick")), R"({"quick":true})");
  const std::string big(700'000, 'x');
  EXPECT_EQ(client.ask(post("/echo", big)), big);
  EXPECT_EQ(client.ask(post("/write", "")), R"({"written":true})");
}

TEST_F(TlsTest, FilesArriveWhole) {  // B-391
  TestServer server(options());
  TlsClient client(server);
  std::ifstream file("/proc/self/exe", std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});
  EXPECT_TRUE(client.ask(get("/program")) == content);
  EXPECT_EQ(client.ask(get("/quick")), R"({"quick":true})");
}

TEST_F(TlsTest, RequestsSentAtOnceAreAnsweredInTheirOrder) {  // B-391
  TestServer server(options());
  TlsClient client(server);
  client.send(get("/gate"));
  gate().await_arrivals(1);
  std::string requests;
  for (int i = 0; i < 5000; ++i) requests += post("/echo", std::to_string(i));
  // Not of the sizes in which the server reads, so that it has to come back for the rest.
  for (std::size_t at = 0; at < requests.size(); at += 9'999) {
    client.send(std::string_view(requests).substr(at, 9'999));
  }
  gate().open();
  EXPECT_EQ(client.receive_body(), R"({"waited":true})");
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(client.receive_body(), std::to_string(i));
}

TEST_F(TlsTest, EndsInForm) {  // B-391
  TestServer server(options());
  TlsClient client(server);
  client.ask("GET /quick HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.is_ended_in_form());
}

TEST_F(TlsTest, OldVersionsAndWeakCiphersAreRefused) {  // B-392
  TestServer server(options());
  EXPECT_TRUE(TlsClient(server, {.version_max = TLS1_2_VERSION}).is_agreed());
  EXPECT_FALSE(TlsClient(server, {.version_max = TLS1_1_VERSION}).is_agreed());
  for (const auto* const ciphers : {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "NULL"}) {
    EXPECT_FALSE(TlsClient(server, {.version_max = TLS1_2_VERSION, .ciphers = ciphers}).is_agreed())
        << ciphers;
  }
}

TEST_F(TlsTest, WhoWantsAnotherProtocolIsRefused) {  // B-392
  TestServer server(options());
  EXPECT_FALSE(TlsClient(server, {.protocols = "\x02h2"}).is_agreed());
  EXPECT_EQ(TlsClient(server, {.protocols = "\x02h2\x08http/1.1"}).protocol(), "http/1.1");
}

TEST_F(TlsTest, WhoSpeaksPlainHttpIsToldSo) {  // B-392
  TestServer server(options());
  Client client(server);
  const auto answered = client.ask(get("/quick"));
  EXPECT_EQ(answered.status, 400);
  EXPECT_THAT(answered.body, HasSubstr("speaks HTTPS"));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(TlsTest, WhoDoesNotAgreeInTimeIsCutOffAndKeepsNobodyWaiting) {  // B-392
  TestServer server(options({.greeting = milliseconds{40}}));
  Client silent(server);
  Client halting(server);
  halting.send("\x16\x03\x01\x02");
  EXPECT_EQ(TlsClient(server).ask(get("/quick")), R"({"quick":true})");
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(halting.is_closed_by_server());
}

TEST_F(TlsTest, ReloadedFilesServeNewConnectionsAndOldOnesGoOn) {  // B-393
  TestServer server(options());
  TlsClient old(server);
  EXPECT_EQ(old.ask(get("/quick")), R"({"quick":true})");
  files.write("second.example.org");
  tls->reload();
  TlsClient fresh(server);
  EXPECT_EQ(old.name(), "first.example.org");
  EXPECT_EQ(fresh.name(), "second.example.org");
  EXPECT_EQ(old.ask(get("/quick")), R"({"quick":true})");
  EXPECT_EQ(fresh.ask(get("/quick")), R"({"quick":true})");
}

TEST_F(TlsTest, FilesThatCannotBeUsedChangeNothing) {  // B-393
  TestServer server(options());
  const Certificate other("other.example.org");
  fs::copy_file(other.key(), files.key(), fs::copy_options::overwrite_existing);
  EXPECT_THAT(
      [&] { tls->reload(); },
      ThrowsMessage<std::runtime_error>(HasSubstr("The key " + files.key().string() + " cannot"))
  );
  std::ofstream(files.certificate()) << "no certificate";
  EXPECT_THAT(
      [&] { tls->reload(); },
      ThrowsMessage<std::runtime_error>(
          HasSubstr("The certificate " + files.certificate().string() + " cannot")
      )
  );
  EXPECT_EQ(TlsClient(server).name(), "first.example.org");
}

TEST_F(TlsTest, AKeyWithAPasswordIsRefusedAndNobodyIsAsked) {  // B-393
  files.write("first.example.org", "secret");
  EXPECT_THAT([&] { tls->reload(); }, ThrowsMessage<std::runtime_error>(HasSubstr("The key")));
}

}  // namespace

}  // namespace allot::net
