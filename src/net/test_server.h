#pragma once

// What the tests of the server share: routes of their own (test_routes_test.cpp stands in for
// http/routes.cpp when this program is linked), a store without tables, a spool in memory, and a
// client that says just what it is told.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/passwords.h"
#include "auth/signing_keys.h"
#include "auth/throttle.h"
#include "auth/tokens.h"
#include "net/server.h"
#include "net/slow_pool.h"
#include "store/spool_for_tests.h"

namespace allot::net {

/// A handler of a test route waits here until the test lets it go on.
class Gate {
 public:
  /// For the handler.
  void pass();
  /// For the test: until so many handlers wait.
  void await_arrivals(int count);
  [[nodiscard]] int arrivals();
  void open();
  /// Closed again, nobody waiting.
  void reset();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrivals_ = 0;
  bool is_open_ = false;
};

Gate& gate();

/// How often `GET /mark` was carried out since the server began.
int marks();
void count_mark();

/// Writes run on one thread of its own, as in a real store; there is nothing to read. What reads
/// runs at once, or as with a driver whose database is elsewhere: late, on threads of its own.
class WriterOnlyStore final : public Store {
 public:
  bool is_full = false;
  bool keeps_callbacks = false;       // as a writer that is slow to tidy up
  bool reads_late = asks_for_late();  // by ALLOT_LATE_READS: all tests do

  /// Reads wait from here on, until they are let go; both late.
  void hold_reads();
  void let_reads_go();
  /// Until so many wait, or have waited, since they are held.
  void await_reads(int count);
  bool refuses_reads = false;

  void post_read(std::function<void()> job, std::function<void(std::exception_ptr)> done) override;
  void run_read(FunctionRef<void(const Transaction&)> body) override;
  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override;
  void post_write(
      FindScope where, std::function<void()> job, std::function<void(std::exception_ptr)> done
  ) override;
  void close() override;

 private:
  static bool asks_for_late();

  std::vector<std::function<void(std::exception_ptr)>> kept_;  // by the writer's thread
  std::atomic<bool> holds_reads_ = false;
  Gate reads_;
  SlowPool readers_{{.threads = 4, .queue_max = 1'000'000}};
  SlowPool writer_{{.threads = 1, .queue_max = 1'000'000}};
};

/// A spool in memory that counts the files under way.
class MemorySpool final : public SpoolForTests {
 public:
  MemorySpool() = default;
  ~MemorySpool() override;

  MemorySpool(const MemorySpool&) = delete;
  MemorySpool& operator=(const MemorySpool&) = delete;

  std::unique_ptr<SpoolWriter> spool() override;

  /// Until `count` files are being written.
  void await_writers(int count);
  /// What the last finished file held.
  [[nodiscard]] std::string last() const;
  /// How many were finished.
  [[nodiscard]] std::size_t files() const;
  bool is_disk_full = false;

 private:
  class Writer;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int writers_ = 0;
  std::string last_;
  std::vector<int> finished_;  // file descriptors of what has no name on disk
};

/// A running server on a free port.
class TestServer {
 public:
  explicit TestServer(const Options& options = {}, std::size_t io_threads = 1);
  ~TestServer();

  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] const std::string& address() const { return address_; }

  WriterOnlyStore store;
  MemorySpool files;

 private:
  SystemClock clock_;
  SystemRandom random_;
  IdSource ids_{clock_, random_};
  const Settings settings_{.public_url = "http://localhost", .body_bytes_max = 1 << 20};
  std::unique_ptr<SigningKeys> keys_ = SigningKeys::in_memory(random_);
  TokenAuthority tokens_{*keys_};
  Throttle throttle_;
  PasswordCost cost_ = cheapest_password_cost;
  Meters meters_;
  InUse in_use_{clock_};
  OpenStreams streams_;
  Env env_{
      .store = store,
      .files = files,
      .clock = clock_,
      .random = random_,
      .ids = ids_,
      .settings = settings_,
      .tokens = tokens_,
      .throttle = throttle_,
      .password_cost = cost_,
      .meters = meters_,
      .in_use = in_use_,
      .streams = streams_
  };
  http::Dispatcher dispatcher_{env_};
  std::string address_;
  std::optional<Server> server_;

 public:
  [[nodiscard]] Server& server() { return *server_; }

  /// What `/metrics` would say.
  [[nodiscard]] std::string numbers() const;
};

struct Answered {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;                            // chunked transfer undone
};

/// A client on a real socket. Every wait ends after ten seconds with a failure.
class Client {
 public:
  explicit Client(const TestServer& server);
  /// `127.0.0.1:PORT`. `receive_bytes`: of the system's buffer; 0: as it likes.
  explicit Client(std::string_view address, int receive_bytes = 0);
  ~Client();

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// False when the server closed.
  bool send(std::string_view bytes);
  /// The next answer; status 0 when the connection ends before it is whole. `has_body`: not for
  /// answers to HEAD.
  Answered receive(bool has_body = true);
  Answered ask(std::string_view request);
  /// The next chunk of an answer whose head was received; "" is its end. nullopt: the connection
  /// ended without it.
  std::optional<std::string> receive_chunk();
  /// Until the server closes; true when nothing else came.
  [[nodiscard]] bool is_closed_by_server();
  /// Sends the piece again and again, for as long as the server takes it.
  [[nodiscard]] bool is_closed_while_sending(std::string_view piece);
  /// Reads in sips, until the server closes before its answer is whole.
  [[nodiscard]] bool is_closed_while_sipping();

  [[nodiscard]] int socket() const { return socket_; }

  /// Leaves without a word more.
  void vanish();

 private:
  /// Up to and with `end`; nullopt when the connection ends.
  std::optional<std::string> read_until(std::string_view end);
  std::optional<std::string> read_bytes(std::size_t count);
  bool read_more();

  int socket_ = -1;
  std::string held_;
};

/// One request runs on the slow lane and one waits for it: there is room for no other.
struct ServerWithFullSlowLane {
  ServerWithFullSlowLane();
  /// In the end both are answered.
  ~ServerWithFullSlowLane();

  TestServer server{{.slow_threads = 1, .slow_queue_max = 1}};
  Client running{server};
  Client queued{server};
  Client client{server};
};

/// Within ten seconds.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

[[nodiscard]] std::string get(std::string_view target);
[[nodiscard]] std::string post(std::string_view target, std::string_view body);
[[nodiscard]] std::string chunk(std::string_view bytes);

/// An upload up to its first chunk, and its parts up to the bytes of the file.
inline const std::string upload_head =
    "POST /upload HTTP/1.1\r\nHost: test\r\nContent-Type: multipart/form-data; boundary=xyz\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";
inline const std::string file_head =
    "--xyz\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\n/a\r\n"
    "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

}  // namespace allot::net
