#include "echo.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <thread>
#include <vector>

#include "net/listener.h"

namespace allot_bench {

namespace {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using boost::system::error_code;

class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}

  void read() {
    request_ = {};
    http::async_read(
        socket_,
        buffer_,
        request_,
        [self = shared_from_this()](const error_code& error, std::size_t) {
          if (!error) self->answer();
        }
    );
  }

 private:
  void answer() {
    response_ = {http::status::ok, 11};
    response_.set(http::field::content_type, "application/json");
    response_.body() = std::move(request_.body());
    response_.prepare_payload();
    http::async_write(
        socket_,
        response_,
        [self = shared_from_this()](const error_code& error, std::size_t) {
          if (!error) self->read();
        }
    );
  }

  tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
};

struct Loop {
  explicit Loop(int listening) : acceptor(context, tcp::v4(), listening) { accept(); }

  void accept() {
    acceptor.async_accept([this](const error_code& error, tcp::socket socket) {
      if (error) return;
      socket.set_option(tcp::no_delay(true));
      std::make_shared<Session>(std::move(socket))->read();
      accept();
    });
  }

  boost::asio::io_context context{1};
  tcp::acceptor acceptor;
};

}  // namespace

struct EchoServer::Threads {
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::jthread> running;
};

EchoServer::EchoServer(std::size_t threads) : threads_(std::make_unique<Threads>()) {
  allot::net::Listener listener("127.0.0.1:0", threads);
  address_ = listener.address();
  for (const int socket : listener.take()) {
    auto& loop = *threads_->loops.emplace_back(std::make_unique<Loop>(socket));
    threads_->running.emplace_back([&loop] { loop.context.run(); });
  }
}

EchoServer::~EchoServer() {
  for (const auto& loop : threads_->loops) loop->context.stop();
  threads_->running.clear();
}

}  // namespace allot_bench
