#include "net/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/log.h"

namespace allot::net {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t record_bytes = 16 * 1024;
constexpr std::string_view protocol = "\x08http/1.1";  // as ALPN writes it
constexpr std::string_view plain_answer =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n"
    "Content-Length: 51\r\n\r\nThis address speaks HTTPS; ask by https:// instead.";

/// The reason of the last failure, which is forgotten by that.
std::string reason() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* const text = code == 0 ? nullptr : ERR_reason_error_string(code);
  return text == nullptr ? "unknown reason" : text;
}

[[noreturn]] void refuse(std::string_view what, const fs::path& file) {
  throw std::runtime_error(
      fmt::format("The {} {} cannot be used: {}.", what, file.string(), reason())
  );
}

void warn_of_readers(const fs::path& key) {
  std::error_code error;
  const auto others =
      fs::status(key, error).permissions() & (fs::perms::group_read | fs::perms::others_read |
                                              fs::perms::group_write | fs::perms::others_write);
  if (error || others == fs::perms::none) return;
  log(LogLevel::warning, "key_open_to_others", {{"file", key.string()}, {"advice", "chmod 600"}});
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length, const unsigned char* offered, unsigned offered_length, void*) {
  const auto* const ours = reinterpret_cast<const unsigned char*>(protocol.data());
  unsigned char* found = nullptr;
  const auto ours_length = static_cast<unsigned>(protocol.size());
  if (SSL_select_next_proto(&found, chosen_length, ours, ours_length, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

/// A key with a password would else be asked for at the terminal.
int no_password(char*, int, int, void*) {
  return 0;
}

class TlsStream final : public Stream {
 public:
  TlsStream(SSL_CTX* context, int socket) : socket_(socket), ssl_(SSL_new(context)) {
    if (ssl_ == nullptr || SSL_set_fd(ssl_, socket) != 1) {
      SSL_free(ssl_);
      throw std::runtime_error("TLS cannot be started: " + reason());
    }
    SSL_set_accept_state(ssl_);
  }

  ~TlsStream() override { SSL_free(ssl_); }

  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  Outcome begin() override {
    ERR_clear_error();
    const int code = SSL_do_handshake(ssl_);
    if (code == 1) return Outcome::done;
    const auto outcome = outcome_of(code);
    if (outcome != Outcome::ended) return outcome;
    const auto why = ERR_peek_error();
    if (ERR_GET_LIB(why) == ERR_LIB_SSL && (ERR_GET_REASON(why) == SSL_R_HTTP_REQUEST ||
                                            ERR_GET_REASON(why) == SSL_R_HTTPS_PROXY_REQUEST)) {
      (void)::send(socket_, plain_answer.data(), plain_answer.size(), MSG_NOSIGNAL);
    }
    if (why != 0) log(LogLevel::debug, "tls_not_agreed", {{"reason", reason()}});
    return Outcome::ended;
  }

  Moved read(std::span<char> into) override {
    std::size_t total = 0;
    while (total < into.size()) {
      ERR_clear_error();
      std::size_t count = 0;
      const int code = SSL_read_ex(ssl_, into.data() + total, into.size() - total, &count);
      if (code == 1) {
        total += count;
      } else if (total > 0) {
        break;  // the next call meets it again
      } else {
        return {outcome_of(code)};
      }
    }
    return {Outcome::done, total};
  }

  [[nodiscard]] bool holds_bytes() const override { return SSL_pending(ssl_) > 0; }

  Moved write(std::string_view first, std::string_view second, bool) override {
    if (first.empty()) return write_record(second);
    auto& record = scratch();
    const auto head = std::min(first.size(), record.size());
    const auto tail = std::min(second.size(), record.size() - head);
    std::copy_n(first.data(), head, record.data());
    std::copy_n(second.data(), tail, record.data() + head);
    return write_record({record.data(), head + tail});
  }

  Moved write_file(int file, std::int64_t offset, std::uint64_t length) override {
    auto& record = scratch();
    const auto count =
        ::pread(file, record.data(), std::min<std::uint64_t>(length, record.size()), offset);
    if (count <= 0) return {Outcome::ended};
    return write_record({record.data(), static_cast<std::size_t>(count)});
  }

  void end() override {
    if (is_broken_ || SSL_is_init_finished(ssl_) == 0) return;
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }

 private:
  static std::array<char, record_bytes>& scratch() {
    thread_local std::array<char, record_bytes> bytes;
    return bytes;
  }

  Moved write_record(std::string_view bytes) {
    ERR_clear_error();
    std::size_t count = 0;
    const int code = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count);
    if (code == 1) return {Outcome::done, count};
    const auto outcome = outcome_of(code);
    // Only a new agreement in the middle would need that, and there is none.
    return {outcome == Outcome::wants_read ? Outcome::ended : outcome};
  }

  Outcome outcome_of(int code) {
    switch (SSL_get_error(ssl_, code)) {
      case SSL_ERROR_WANT_READ: return Outcome::wants_read;
      case SSL_ERROR_WANT_WRITE: return Outcome::wants_write;
      case SSL_ERROR_ZERO_RETURN: return Outcome::ended;
      default: is_broken_ = true; return Outcome::ended;
    }
  }

  const int socket_;
  SSL* const ssl_;
  bool is_broken_ = false;
};

}  // namespace

struct Tls::Material {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());

  Material() = default;
  Material(const Material&) = delete;
  Material& operator=(const Material&) = delete;

  ~Material() { SSL_CTX_free(context); }
};

struct Tls::Current {
  std::mutex mutex;
  std::shared_ptr<const Material> material;
};

Tls::Tls(fs::path certificate, fs::path key)
    : certificate_(std::move(certificate)),
      key_(std::move(key)),
      current_(std::make_unique<Current>()) {
  reload();
}

Tls::~Tls() = default;

void Tls::reload() {
  auto material = load();
  const std::scoped_lock lock(current_->mutex);
  current_->material = std::move(material);
}

std::shared_ptr<const Tls::Material> Tls::load() const {
  ERR_clear_error();
  auto material = std::make_shared<Material>();
  auto* const context = material->context;
  if (context == nullptr) throw std::runtime_error("TLS cannot be started: " + reason() + ".");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(
      context,
      SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS
  );
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_password);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_.c_str()) != 1) {
    refuse("certificate", certificate_);
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    refuse("key", key_);
  }
  warn_of_readers(key_);
  return material;
}

std::unique_ptr<Stream> Tls::accept(int socket) const {
  std::shared_ptr<const Material> material;
  {
    const std::scoped_lock lock(current_->mutex);
    material = current_->material;
  }
  // The stream keeps the library's context alive by the library's own count.
  return std::make_unique<TlsStream>(material->context, socket);
}

}  // namespace allot::net
