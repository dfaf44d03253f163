#pragma once

#include <filesystem>
#include <memory>

#include "net/stream.h"

namespace allot::net {

/// A certificate and its key, for as many connections as come. TLS 1.2 and 1.3, with forward
/// secrecy and authenticated ciphers alone; HTTP/1.1 by ALPN. Thread-safe.
class Tls {
 public:
  /// PEM files: the certificate with those of its issuers behind it; its key, without a password.
  /// Throws std::runtime_error (one sentence). A key that others may read is told in the log.
  Tls(std::filesystem::path certificate, std::filesystem::path key);
  ~Tls();

  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  /// Reads the files again, for connections that come from now on. After an error, which is thrown
  /// as above, the old ones stay.
  void reload();

  /// The server's side on a connected socket. Whoever speaks plain HTTP is told so, in plain HTTP.
  [[nodiscard]] std::unique_ptr<Stream> accept(int socket) const;

 private:
  struct Material;
  struct Current;
  [[nodiscard]] std::shared_ptr<const Material> load() const;

  const std::filesystem::path certificate_;
  const std::filesystem::path key_;
  const std::unique_ptr<Current> current_;
};

}  // namespace allot::net
