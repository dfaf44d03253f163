#include "house_for_tests.h"

#include <stdexcept>

#include "allot/embedded.h"

namespace allot::sdk_tests {

namespace {

std::string name_in(const std::string& address) {
  return address.substr(0, address.find('@'));
}

}  // namespace

std::string address_of(const std::string& name) {
  return name + "@example.org";
}

std::string password_of(const std::string& name) {
  return "a good long secret of " + name;
}

House::House(Mode mode) : mode_(mode) {
  std::vector<Account> accounts;
  for (const std::string name : {"mia", "ada", "ben", "cleo", "eve"}) {
    accounts.push_back({.address = address_of(name), .password = password_of(name)});
  }
  add_accounts(folder_.path() / "data", accounts);
  if (mode == Mode::http) server_.emplace(folder_.path() / "data");
}

Client House::client(const std::string& name) const {
  if (mode_ == Mode::embedded) {
    return open(folder_.path() / "data", {.as = address_of(name)});
  }
  auto client = stranger();
  client.login_m2m(address_of(name), password_of(name));
  return client;
}

Client House::stranger() const {
  return connect({.url = server_->url() + "/api/v1", .gate_url = {}, .settings_file = {}});
}

std::filesystem::path House::file(const std::string& name, std::string_view bytes) const {
  return write_file(folder_.path() / "files" / name, bytes);
}

Project InBothModes::make_project() const {
  auto made = mia.projects.create("street signs");
  for (const auto* const name : {"ada", "ben"}) made.add_member(address_of(name));
  return made;
}

Dataset InBothModes::dataset_with(std::size_t files) const {
  auto dataset = project.datasets.create("pictures");
  for (std::size_t i = 1; i <= files; ++i) {
    const auto name = (i < 10 ? "0" : "") + std::to_string(i) + ".txt";
    dataset.items.upload({.file = house.file(name, "file " + name)});
  }
  return dataset;
}

Task InBothModes::task_of(const Dataset& dataset, const Workload& workload) const {
  return dataset.tasks.create({.name = "label", .filters = {}, .workload = workload});
}

std::string mode_name(const ::testing::TestParamInfo<Mode>& mode) {
  return mode.param == Mode::http ? "OverHttp" : "Embedded";
}

std::vector<std::string> names_of(const ItemPages& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

std::vector<std::string> ids_of(const ItemPages& items) {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

Shares shares_of(const Task& task) {
  Shares shares;
  for (const auto& each : task.assignments.list()) {
    shares.emplace_back(name_in(each.annotator), each.counts.total);
  }
  return shares;
}

Shares after(const Plan& plan) {
  Shares shares;
  for (const auto& person : plan.people) {
    shares.emplace_back(name_in(person.assignee_id), person.after);
  }
  return shares;
}

Workload loads(std::initializer_list<std::pair<const char*, double>> parts) {
  Workload workload;
  for (const auto& [name, load] : parts) workload.add(address_of(name), load);
  return workload;
}

Assignment assignment_of(const Task& task, const std::string& name) {
  for (auto& each : task.assignments.list()) {
    if (each.annotator == address_of(name)) return each;
  }
  throw std::runtime_error(name + " has no assignment");
}

}  // namespace allot::sdk_tests
