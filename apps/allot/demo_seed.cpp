#include "demo_seed.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "auth/private_file.h"
#include "base/json_writer.h"
#include "base/random.h"
#include "base/text.h"
#include "demo_clock.h"
#include "demo_picture.h"
#include "demo_work.h"
#include "usecases/accounts/manage.h"
#include "usecases/datasets/create.h"
#include "usecases/items/upload.h"
#include "usecases/members/add.h"
#include "usecases/projects/create.h"
#include "usecases/recipes/change_labels.h"
#include "usecases/recipes/read.h"

namespace allot::app {

namespace {

constexpr std::uint32_t picture_count = 300;
constexpr std::string_view project_name = "Demo project";
constexpr std::string_view dataset_name = "Streets";
constexpr std::string_view labels = R"([
  {"tag": "car", "color": "#d1382f"}, {"tag": "bus", "color": "#f0be28"},
  {"tag": "person", "color": "#8f3fa8"}, {"tag": "traffic light", "color": "#1b7f4b"},
  {"tag": "house", "color": "#b25c46"}, {"tag": "tree", "color": "#428648"}])";

/// A line for each person: address, role, password.
std::string text_of(const std::vector<DemoSignIn>& sign_ins) {
  std::string text;
  for (const auto& person : sign_ins) {
    text += fmt::format("{} {} {}\n", person.address, person.role, person.password);
  }
  return text;
}

std::vector<DemoSignIn> sign_ins_of(std::string_view text) {
  std::vector<DemoSignIn> sign_ins;
  for (const auto& line : split(trimmed(text), '\n')) {
    const auto words = split(line, ' ');
    if (words.size() != 3) throw std::runtime_error("The file of the demo's sign-ins is damaged.");
    sign_ins.push_back({words[0], words[1], words[2]});
  }
  return sign_ins;
}

std::optional<std::vector<DemoSignIn>> read_sign_ins(const std::filesystem::path& file) {
  const auto text = done(read_private_file(file));
  return text ? std::optional(sign_ins_of(*text)) : std::nullopt;
}

std::vector<DemoSignIn> new_sign_ins(Random& random) {
  std::vector<DemoSignIn> sign_ins{{.address = "mia@demo.example", .role = "owner", .password = {}}
  };
  for (const auto* const name : demo_annotators) {
    sign_ins.push_back({.address = demo_person(name).text, .role = "annotator", .password = {}});
  }
  for (auto& person : sign_ins) person.password = random_secret(random, 9);
  return sign_ins;
}

/// The passwords are on disk before the first account has one.
std::vector<DemoSignIn> begin(Env& env, const std::filesystem::path& draft) {
  if (auto begun = read_sign_ins(draft)) return *std::move(begun);
  if (!list_users(env).empty()) {
    throw std::runtime_error("The data folder holds accounts; the demo needs a folder of its own.");
  }
  auto sign_ins = new_sign_ins(env.random);
  create_private_file(draft, text_of(sign_ins), env.random);
  return sign_ins;
}

void add_accounts(Env& env, const std::vector<DemoSignIn>& sign_ins) {
  for (const auto& person : sign_ins) {
    const auto added =
        add_user(env, {.address = person.address, .password = person.password, .admin = false});
    const bool is_there = !added && added.error().code == ErrorCode::conflict;
    if (!is_there) (void)done(added);
  }
}

std::optional<Project> find_project(Env& env, const Caller& owner) {
  for (const auto& view : list_projects(env, owner)) {
    if (view.project.name == project_name) return view.project;
  }
  return std::nullopt;
}

ProjectId make_project(Env& env, const Caller& owner) {
  if (const auto project = find_project(env, owner)) return project->id;
  return done(create_project(env, owner, {.name = std::string(project_name)})).project.id;
}

Dataset make_dataset(Env& env, const Caller& owner, const ProjectId& project) {
  for (const auto& view : list_datasets(env, owner, {.projects = {project}})) {
    if (view.dataset.name == dataset_name) return view.dataset;
  }
  const CreateDataset input{
      .project = project, .name = std::string(dataset_name), .expiration_options = {}
  };
  return done(create_dataset(env, owner, input)).dataset;
}

void add_labels(Env& env, const Caller& owner, const Dataset& dataset) {
  const auto recipe = done(get_recipe(env, owner, dataset.recipes.front()));
  (void)done(change_labels(
      env, owner, {.ontology = recipe.ontologies.front(), .labels = std::string(labels)}
  ));
}

void add_picture(Env& env, const Caller& owner, const Dataset& dataset, std::uint32_t number) {
  const auto scene = draw_street(number);
  auto spool = env.files.spool();
  spool->append(scene.png);
  JsonWriter metadata;
  metadata.object([&] {
    metadata.member_object("user", [&] {
      metadata.member("light", scene.light).member("number", number);
    });
  });
  const auto name = fmt::format("street-{:03}.png", number);
  const UploadItem input{
      .dataset = dataset.id,
      .path = fmt::format("/{}/{}", scene.light, name),
      .metadata = metadata.take(),
      .description = {},
      .original_name = name,
      .media_type = "image/png"
  };
  (void)done(upload_item(env, owner, input, spool->finish()));
}

/// A start that takes another up goes on in its time.
Time beginning(Env& env, const Caller& owner) {
  const auto begun = find_project(env, owner);
  return begun ? begun->created_at : env.clock.now() - demo_span;
}

void make_all(Env& present, const std::vector<DemoSignIn>& sign_ins) {
  const Caller owner{.user = {sign_ins.front().address}, .org_role = OrgRole::owner, .session = {}};
  DemoClock clock(beginning(present, owner));
  auto env = with(present, {.clock = &clock});
  add_accounts(env, sign_ins);
  const auto project = make_project(env, owner);
  AddMembers members{.project = project, .users = {}, .role = Role::annotator};
  for (const auto* const name : demo_annotators) members.users.push_back(demo_person(name));
  (void)done(add_members(env, owner, members));
  const auto dataset = make_dataset(env, owner, project);
  add_labels(env, owner, dataset);
  for (std::uint32_t number = 1; number <= picture_count; ++number) {
    clock.go_to(std::chrono::seconds{number});
    add_picture(env, owner, dataset, number);
  }
  make_demo_work(env, clock, owner, dataset);
}

}  // namespace

std::filesystem::path demo_sign_ins_file(const std::filesystem::path& folder) {
  return folder / "demo-sign-ins.txt";
}

std::vector<DemoSignIn> seed_demo(Env& env, const std::filesystem::path& folder) {
  const auto file = demo_sign_ins_file(folder);
  if (auto complete = read_sign_ins(file)) return *std::move(complete);
  const auto draft = folder / "demo-sign-ins.draft";
  auto sign_ins = begin(env, draft);
  std::cout << "Making the demo project, once; this takes some seconds." << std::endl;
  make_all(env, sign_ins);
  std::filesystem::rename(draft, file);
  return sign_ins;
}

}  // namespace allot::app
