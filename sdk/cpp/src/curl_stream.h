#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "curl_transfer.h"

namespace allot::inline v1 {

/// An answer that goes on, by libcurl, on a connection of its own. Works while somebody waits in
/// `next`. One thread.
class CurlStream final : public AnswerStream {
 public:
  /// Throws what it means that a transfer ended so.
  using Fail = std::function<void(int outcome, const std::string& why)>;

  CurlStream(const TransportRequest& request, Fail fail);
  ~CurlStream() override;

  CurlStream(const CurlStream&) = delete;
  CurlStream& operator=(const CurlStream&) = delete;

  /// To be set up before `begin`.
  [[nodiscard]] Transfer& transfer() { return transfer_; }

  [[nodiscard]] curl_slist* headers() { return headers_.get(); }

  /// Sends the request, and returns once the head is there; of a refusal, once it is whole.
  void begin();

  [[nodiscard]] const TransportResponse& head() const override { return head_; }

  std::optional<std::string> next(std::chrono::milliseconds wait) override;

 private:
  struct FreeMulti {
    void operator()(void* multi) const;
  };

  using Multi = std::unique_ptr<void, FreeMulti>;  // a CURLM*

  /// One step. Throws when the transfer ended badly.
  void work(std::chrono::milliseconds wait);

  const TransportRequest request_;
  const Fail fail_;
  Handle handle_;
  List headers_;
  Transfer transfer_;
  Multi multi_;
  TransportResponse head_;
  bool has_ended_ = false;
  std::vector<char> reason_;
};

}  // namespace allot::inline v1
