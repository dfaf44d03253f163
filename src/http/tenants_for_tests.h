#pragma once

// Two projects that have nothing to do with each other, in one house: mia's City and pat's Town,
// each with one of every noun. Made by the API alone. For foreign_ids_test.cpp,
// read_only_members_test.cpp.

#include <stdexcept>
#include <string>

#include "http/client_for_tests.h"
#include "http/route_scene_for_tests.h"

namespace allot::http::test {

/// The ids of one project's things, by the placeholders of route_requests_for_tests.h, and `key`,
/// `command`, `owner` beside.
class Tenant {
 public:
  Tenant(allot::test::World& world, std::string_view owner, std::string_view project)
      : world_(world), client_(world, owner) {
    names_["owner"] = std::string(owner) + "@example.org";
    names_["project"] = made("/projects", R"({"name":")" + std::string(project) + R"("})");
    make_data();
    make_people();
    make_work();
  }

  [[nodiscard]] const Names& names() const { return names_; }

  Client& client() { return client_; }

  /// Every thing of the project, as its owner reads it.
  std::string state() {
    std::string text;
    for (const auto* path :
         {"/projects/{project}",
          "/projects/{project}/members",
          "/projects/{project}/bots",
          "/datasets/{dataset}",
          "/datasets/{locked_dataset}",
          "/recipes/{recipe}",
          "/ontologies/{ontology}",
          "/items/{item}",
          "/items/{item}/annotations",
          "/items/{second_item}/annotations",
          "/items/{free_item}/annotations",
          "/annotationtasks/{task}",
          "/annotationtasks?projects={project}",
          "/assignments/{assignment}",
          "/apikeys/{key}",
          "/commands/{command}"}) {
      text += client_.get(filled(path, names_)).body + "\n";
    }
    const auto items =
        client_.post(filled("/datasets/{dataset}/query", names_), R"({"filter":{}})");
    return text + items.body;
  }

  /// A file at this path, sent to this address.
  Answer upload(const std::string& address, const std::string& path) {
    const auto bytes = "bytes of " + names_["project"] + path;
    return client_.upload(address, upload_of(world_, path, bytes, "image/png"));
  }

 private:
  std::string made(const std::string& path, const std::string& body, std::string_view id = "id") {
    const auto answer = client_.post(filled(path, names_), filled(body, names_));
    if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
    return answer.text(id);
  }

  std::string upload(const std::string& path) {
    return upload(filled("/datasets/{dataset}/items", names_), path).text("id");
  }

  void make_data() {
    const std::string dataset = R"(,"projects":["{project}"],"createDefaultRecipe":true})";
    names_["dataset"] = made("/datasets", R"({"name":"Streets")" + dataset);
    names_["locked_dataset"] = made("/datasets", R"({"name":"Squares")" + dataset);
    names_["ontology"] = made("/ontologies", R"({"projectIds":["{project}"],"title":"Labels"})");
    names_["recipe"] = made(
        "/recipes", R"({"projectIds":["{project}"],"title":"Recipe","ontologyIds":["{ontology}"]})"
    );
    names_["folder"] = made("/datasets/{dataset}/items", R"({"type":"dir","path":"/pictures"})");
    names_["item"] = upload("/a.png");
    names_["second_item"] = upload("/b.png");
    names_["free_item"] = upload("/c.png");
    const std::string car = R"({"type":"class","label":"car"})";
    names_["annotation"] = made("/items/{item}/annotations", car);
    names_["free_annotation"] = made("/items/{free_item}/annotations", car);
    names_["issue"] = made(
        "/items/{second_item}/annotations",
        R"({"type":"class","label":"car","metadata":{"system":{"status":"issue"}}})"
    );
  }

  void make_people() {
    names_["bot"] = made("/projects/{project}/bots", R"({"name":"robby"})");
    made("/projects/{project}/bots", R"({"name":"bobby"})");
    names_["key"] = made("/apikeys", R"({"userId":"{owner}"})", "key.id");
    for (const std::string name : {"guest", "guest_engineer"}) {
      const auto address = name + "." + names_["owner"];
      names_[name] = address;
      const std::string role = name == "guest" ? "annotator" : "engineer";
      made("/projects/{project}/members/" + address, R"({"role":")" + role + R"("})");
    }
  }

  void make_work() {
    const auto answer = client_.post(
        "/annotationtasks",
        filled(
            R"({"name":"Work","projectId":"{project}","datasetId":"{dataset}","recipeId":"{recipe}",)"
            R"("query":"{\"filter\":{\"filename\":{\"$in\":[\"/a.png\",\"/b.png\"]}}}",)"
            R"("taskOwner":"{owner}","spec":{"type":"annotation"},)"
            R"("availableActions":[{"action":"blurry"}],)"
            R"("workload":[{"assigneeId":"{guest}","load":100}]})",
            names_
        )
    );
    if (answer.status != 200) throw std::runtime_error(answer.body);
    names_["command"] = answer.text("id");
    names_["task"] = answer.text("spec.createdTaskId");
    const auto task = client_.get("/annotationtasks/" + names_["task"]);
    auto assignment = task.at("assignmentIds");  // ["…"]
    names_["assignment"] = assignment.substr(2, assignment.size() - 4);
    const auto log = client_.get("/annotationtasks/" + names_["task"] + "/operations");
    names_["operation"] = log.items().front().text("id");
  }

  allot::test::World& world_;
  Client client_;
  Names names_;
};

}  // namespace allot::http::test
