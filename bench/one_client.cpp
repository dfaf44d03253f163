#include "one_client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <stdexcept>

namespace allot_bench {

namespace beast = boost::beast;
using boost::asio::ip::tcp;

class OneClient::Connection {
 public:
  explicit Connection(const std::string& address) {
    const auto colon = address.rfind(':');
    tcp::resolver resolver(loop_);
    boost::asio::connect(
        socket, resolver.resolve(address.substr(0, colon), address.substr(colon + 1))
    );
    socket.set_option(tcp::no_delay(true));
  }

 private:
  boost::asio::io_context loop_;

 public:
  tcp::socket socket{loop_};
};

OneClient::OneClient(const std::string& address, std::string token)
    : connection_(std::make_unique<Connection>(address)), token_(std::move(token)) {}

OneClient::~OneClient() = default;

void OneClient::post(const std::string& target, const std::string& body) {
  beast::http::request<beast::http::string_body> request(beast::http::verb::post, target, 11);
  request.set(beast::http::field::host, "localhost");
  request.set(beast::http::field::authorization, "Bearer " + token_);
  request.set(beast::http::field::content_type, "application/json");
  request.body() = body;
  request.prepare_payload();
  beast::http::write(connection_->socket, request);
  beast::flat_buffer buffer;
  beast::http::response<beast::http::string_body> response;
  beast::http::read(connection_->socket, buffer, response);
  if (response.result() != beast::http::status::ok) throw std::runtime_error(response.body());
}

}  // namespace allot_bench
