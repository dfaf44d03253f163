#include "net/feeder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace allot::net {

namespace {

/// So many readers share a snapshot; then those behind them get a newer one.
constexpr std::size_t batch_size = 32;
/// Of its time, the thread takes a fifth at most for hearing what happened, and hears of it in time
/// all the same.
constexpr int rest_for_work = 4;
constexpr std::chrono::milliseconds rest_max{250};

}  // namespace

Feeder::Feeder(Env& env, const Options& options)
    : env_(env),
      options_(options),
      feed_(env, options.feed),
      look_again_(SteadyClock::now()),
      hear_again_(look_again_),
      listener_(env.store.bell(), [this] { hear(); }) {}

Feeder::~Feeder() {
  stop();
}

/// On the thread that rings: the writer's.
void Feeder::hear() {
  if (!has_streams_) return;
  {
    const std::scoped_lock lock(wake_.mutex);
    if (std::exchange(wake_.has_rung, true)) return;
  }
  wake_.changed.notify_one();
}

void Feeder::wake() {
  {
    const std::scoped_lock lock(wake_.mutex);
    wake_.is_asked = true;
  }
  wake_.changed.notify_one();
}

Result<Feeder::Key> Feeder::add(const http::EventReading& reading, Deliver deliver) {
  if (is_stopping()) {
    return fail(ErrorCode::unavailable, "The server is stopping; try again later.");
  }
  const std::scoped_lock lock(mutex_);
  if (streams_.size() >= options_.streams_max) {
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "The server has at most {} streams of events, all of which are open; try again later.",
            options_.streams_max
        )
    );
  }
  auto& of_person = of_person_[reading.who.user];
  if (of_person >= options_.streams_per_person_max) {
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "A person has at most {} streams of events, and so many of yours are open; close one.",
            options_.streams_per_person_max
        )
    );
  }
  ++of_person;
  const auto key = ++last_key_;
  streams_[key] = std::make_shared<Stream>(reading, env_.clock.now(), std::move(deliver));
  has_streams_ = true;
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  return key;
}

void Feeder::go_on(Key key) {
  const std::scoped_lock lock(mutex_);
  const auto found = streams_.find(key);
  if (found == streams_.end()) return;
  queue(key, *found->second);
  wake();
}

void Feeder::remove(Key key) {
  const std::scoped_lock lock(mutex_);
  const auto found = streams_.find(key);
  if (found == streams_.end()) return;
  const auto of_person = of_person_.find(found->second->reader.person());
  if (--of_person->second == 0) of_person_.erase(of_person);
  streams_.erase(found);
  has_streams_ = !streams_.empty();
}

std::size_t Feeder::streams() const {
  const std::scoped_lock lock(mutex_);
  return streams_.size();
}

void Feeder::stop() {
  {
    const std::scoped_lock lock(wake_.mutex);
    wake_.is_stopping = true;
  }
  wake_.changed.notify_one();
  std::thread thread;
  {
    const std::scoped_lock lock(mutex_);
    thread.swap(thread_);
  }
  if (thread.joinable()) thread.join();
}

bool Feeder::is_stopping() {
  const std::scoped_lock lock(wake_.mutex);
  return wake_.is_stopping;
}

void Feeder::work() {
  while (wait()) {
    const auto begun = SteadyClock::now();
    {
      const std::scoped_lock lock(mutex_);
      if (has_heard_) queue_all_that_wait();
      if (begun >= look_again_) queue_those_that_are_due();
    }
    tell_those_that_are_queued();
    if (!has_heard_) continue;
    const auto taken = SteadyClock::now() - begun;
    hear_again_ =
        SteadyClock::now() + std::min<SteadyClock::duration>(taken * rest_for_work, rest_max);
  }
}

bool Feeder::wait() {
  std::unique_lock lock(wake_.mutex);
  for (;;) {
    const auto now = SteadyClock::now();
    has_heard_ = wake_.has_rung && now >= hear_again_;
    if (wake_.is_stopping || wake_.is_asked || has_heard_ || now >= look_again_) break;
    const auto until = wake_.has_rung ? std::min(hear_again_, look_again_) : look_again_;
    wake_.changed.wait_until(lock, until);
  }
  wake_.is_asked = false;
  if (has_heard_) wake_.has_rung = false;
  return !wake_.is_stopping;
}

void Feeder::tell_those_that_are_queued() {
  std::size_t left = 0;
  {
    const std::scoped_lock lock(mutex_);
    left = queued_.size();
  }
  while (left > 0 && !is_stopping()) {
    std::vector<Streams::value_type> batch;
    {
      const std::scoped_lock lock(mutex_);
      batch = next_batch(left);
    }
    if (!batch.empty()) tell(batch);
  }
}

void Feeder::queue(Key key, Stream& stream) {
  if (stream.state == Stream::State::queued) return;
  stream.state = Stream::State::queued;
  queued_.push_back(key);
}

void Feeder::queue_all_that_wait() {
  for (const auto& [key, stream] : streams_) {
    if (stream->state == Stream::State::waits) queue(key, *stream);
  }
}

void Feeder::queue_those_that_are_due() {
  constexpr std::chrono::seconds look_every{1};
  const auto every = std::min<SteadyClock::duration>(
      look_every, options_.feed.comment_every / 4 + std::chrono::milliseconds{1}
  );
  look_again_ = SteadyClock::now() + every;
  for (const auto& [key, stream] : streams_) {
    const bool waits = stream->state == Stream::State::waits;
    if (waits && feed_.is_due(stream->reader)) queue(key, *stream);
  }
}

std::vector<Feeder::Streams::value_type> Feeder::next_batch(std::size_t& left) {
  std::vector<Streams::value_type> batch;
  for (; left > 0 && batch.size() < batch_size; --left) {
    const auto found = streams_.find(queued_.front());
    queued_.pop_front();
    if (found == streams_.end()) continue;
    found->second->state = Stream::State::told;
    batch.emplace_back(found->first, found->second);
  }
  return batch;
}

void Feeder::tell(const std::vector<Streams::value_type>& batch) {
  std::vector<http::EventFeed::Reader*> readers;
  for (const auto& [key, stream] : batch) readers.push_back(&stream->reader);
  std::vector<Piece> pieces(batch.size());
  try {
    feed_.tell(readers, [&](std::size_t at, Piece piece) { pieces[at] = std::move(piece); });
  } catch (const std::exception& error) {
    // Nobody's place has moved beyond what they were told; they are asked again.
    log(LogLevel::error, "events_not_told", {{"reason", error.what()}});
  }
  for (std::size_t at = 0; at < batch.size(); ++at) {
    const auto& [key, stream] = batch[at];
    auto& piece = pieces[at];
    if (piece.text.empty() && !piece.is_over) {
      const std::scoped_lock lock(mutex_);
      stream->state = Stream::State::waits;
      if (!piece.has_more) continue;
      queue(key, *stream);
      wake();
    } else {
      stream->deliver(std::move(piece));
    }
  }
}

}  // namespace allot::net
