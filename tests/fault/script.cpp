#include "script.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "disk_log.h"
#include "usecases/accounts/manage.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/list.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/datasets/create.h"
#include "usecases/items/delete.h"
#include "usecases/items/upload.h"
#include "usecases/projects/create.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/read.h"
#include "usecases/tasks/remove_items.h"

namespace allot::fault {

namespace {

const UserId mia{"mia@example.org"};
const UserId ada{"ada@example.org"};
const UserId ben{"ben@example.org"};
const UserId cleo{"cleo@example.org"};

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

class Script {
 public:
  Script(std::filesystem::path data, const std::function<void()>& done)
      : data_(std::move(data)), done_(done) {}

  void run() {
    open_folder();
    prepare();
    work();
    move_log_into_database();
    move_work();
    close_and_open_again();
    delete_things();
    move_log_into_database();
    set_statuses(1, "discard");  // at the beginning of a log that is used anew
    installation_.reset();
  }

 private:
  void open_folder() {
    installation_ = open(data_);
    done_();
  }

  void prepare() {
    step(add_user(env(), {.address = mia.text, .password = "a good long secret", .admin = true}));
    project_ = step(create_project(env(), caller(), {.name = "City"})).project.id;
    const auto dataset =
        step(create_dataset(env(), caller(), {.project = project_, .name = "All"}));
    dataset_ = dataset.dataset.id;
    recipe_ = dataset.dataset.recipes.at(0);
    upload("/a/1.bin", 10);
    upload("/a/2.bin", 3'000);
    upload("/3.bin", 9'000);
    upload("/4.bin", 700);
    upload("/b/5.bin", 700);  // the same content
  }

  void work() {
    step(create_task(
        env(),
        caller(),
        {.name = "Task",
         .query = query_of(5),
         .project = project_,
         .dataset = dataset_,
         .recipe = recipe_,
         .owner = mia,
         .loads = {{ada, 60}, {ben, 40}}}
    ));
    task_ = list_tasks(env(), caller(), {}).at(0).task.id;
    set_statuses(1, "completed");
    set_statuses(3, "discard");
    set_statuses(1, "");
  }

  void move_work() {
    step(redistribute_assignment(
        env(), caller(), {.assignment = share_of(ada), .loads = {{ada, 50}, {cleo, 50}}}
    ));
    step(reassign_assignment(env(), caller(), {.assignment = share_of(ben), .to = cleo}));
    upload("/a/6.bin", 5'000);
    upload("/a/2.bin", 4'000);
    step(add_items(env(), caller(), {.task = task_, .query = query_of(6), .loads = {{ben, 100}}}));
    step(remove_items(env(), caller(), {.task = task_, .query = query_of(2)}));
  }

  void delete_things() {
    step(delete_item(env(), caller(), items_.at(0)));
    step(delete_assignment(env(), caller(), {.assignment = share_of(ben)}));
    upload("/a/1.bin", 10);  // what was deleted, again
    step(delete_task(env(), caller(), {.task = task_}));
    items_.erase(items_.begin());
    work();
  }

  /// The server tidies the log when nobody has written for a moment.
  void move_log_into_database() {
    const auto before = count_syncs("allot.db");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (count_syncs("allot.db") == before) {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("no checkpoint came");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  void close_and_open_again() {
    installation_.reset();
    open_folder();
  }

  Env& env() { return installation_->env(); }

  static Caller caller() { return {.user = mia, .org_role = OrgRole::owner, .session = {}}; }

  template <class T>
  T step(Result<T> result) {
    auto value = value_of(std::move(result));
    done_();
    return value;
  }

  void upload(const std::string& path, std::size_t size) {
    const auto writer = env().files.spool();
    // In pieces, as they come from a socket.
    for (std::size_t at = 0; at < size; at += 2'048) {
      writer->append(
          std::string(std::min<std::size_t>(2'048, size - at), static_cast<char>('a' + size % 19))
      );
    }
    const UploadItem input{.dataset = dataset_, .path = path, .overwrite = true};
    const auto uploaded = step(upload_item(env(), caller(), input, writer->finish()));
    if (uploaded.effect == UploadEffect::created) items_.push_back(uploaded.view.item.id);
  }

  void set_statuses(std::size_t count, const std::string& word) {
    const std::vector items(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(count));
    step(set_status(env(), caller(), {.where = task_, .items = items, .word = word}));
  }

  /// A selection query of the first items.
  std::string query_of(std::size_t count) {
    std::string ids;
    for (std::size_t i = 0; i < count; ++i) {
      ids += fmt::format("{}\"{}\"", i == 0 ? "" : ",", items_.at(i).text);
    }
    return fmt::format(R"({{"filter":{{"id":{{"$in":[{}]}}}}}})", ids);
  }

  AssignmentId share_of(const UserId& person) {
    const auto page =
        list_assignments(env(), caller(), {.task = task_}, {.offset = 0, .size = 1'000});
    for (const auto& view : page.views) {
      if (view.assignment.annotator == person) return view.assignment.id;
    }
    throw std::runtime_error("There is no assignment of " + person.text);
  }

  const std::filesystem::path data_;
  const std::function<void()>& done_;
  std::unique_ptr<Installation> installation_;
  ProjectId project_;
  DatasetId dataset_;
  RecipeId recipe_;
  TaskId task_;
  std::vector<ItemId> items_;
};

}  // namespace

std::unique_ptr<Installation> open(const std::filesystem::path& data) {
  return std::make_unique<Installation>(
      DataFolder::open(data),
      Settings{.public_url = "http://127.0.0.1:8080", .callback_origins = {}}
  );
}

void run_script(const std::filesystem::path& data, const std::function<void()>& done) {
  Script(data, done).run();
}

void make_one_change(Env& env) {
  const Caller caller{.user = mia, .org_role = OrgRole::owner, .session = {}};
  value_of(create_project(env, caller, {.name = "One more"}));
}

}  // namespace allot::fault
