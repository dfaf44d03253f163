#include <gtest/gtest.h>

#include "json/text.h"
#include "usecases/projects/scene_for_tests.h"
#include "usecases/recipes/change_attributes.h"
#include "usecases/recipes/change_labels.h"
#include "usecases/recipes/create.h"
#include "usecases/recipes/create_ontology.h"
#include "usecases/recipes/read.h"
#include "usecases/recipes/remove_ontology.h"
#include "usecases/recipes/update_ontology.h"

namespace allot::test {
namespace {

constexpr auto size_attribute = R"([{"key":"1","title":"Size","type":"number","scope":["*"]}])";

Ontology make(Scene& scene) {
  const auto made = create_ontology(
      scene.env,
      scene.mia,
      {.project = scene.city, .title = "Things", .roots = R"([{"tag":"car"}])"}
  );
  EXPECT_OK(made);
  return *made;
}

std::string roots_of(Scene& scene, const OntologyId& id) {
  return get_ontology(scene.env, scene.mia, id)->roots;
}

TEST(CreateOntology, ItsLabelsAreBroughtIntoForm) {
  Scene scene;
  const auto ontology = make(scene);
  EXPECT_NE(
      ontology.roots.find(R"({"value":{"tag":"car","displayLabel":"car")"), std::string::npos
  );
  EXPECT_EQ(roots_of(scene, ontology.id), ontology.roots);
  EXPECT_TRUE(scene.has_event("Ontology Created"));
}

TEST(CreateOntology, InAProjectThatIsNotOnesOwnItIsForbidden) {  // B-170
  Scene scene;
  EXPECT_FAILS(create_ontology(scene.env, scene.mia, {.project = {"none"}}), ErrorCode::forbidden);
  EXPECT_FAILS(
      create_ontology(scene.env, scene.stranger("eve"), {.project = scene.city}),
      ErrorCode::forbidden
  );
}

TEST(ChangeLabels, TheyAreStored) {
  Scene scene;
  const auto id = make(scene).id;
  const auto changed =
      change_labels(scene.env, scene.mia, {.ontology = id, .labels = R"([{"tag":"car.wheel"}])"});
  ASSERT_OK(changed);
  EXPECT_NE(changed->roots.find(R"("tag":"wheel")"), std::string::npos);
  EXPECT_EQ(roots_of(scene, id), changed->roots);
  EXPECT_FAILS(
      change_labels(
          scene.env,
          scene.mia,
          {.ontology = id, .labels = R"([{"tag":"bus"}])", .mode = LabelMode::update}
      ),
      ErrorCode::not_found
  );
}

TEST(ChangeLabels, AfterAnErrorNoneIsStored) {
  Scene scene;
  const auto ontology = make(scene);
  EXPECT_FAILS(
      change_labels(
          scene.env,
          scene.mia,
          {.ontology = ontology.id, .labels = R"([{"tag":"bus"},{"tag":"tram","color":7}])"}
      ),
      ErrorCode::invalid
  );
  EXPECT_EQ(roots_of(scene, ontology.id), ontology.roots);
}

TEST(ChangeAttributes, TheyComeAndGoByTheirKeys) {
  Scene scene;
  const auto id = make(scene).id;
  ASSERT_OK(change_attributes(scene.env, scene.mia, {.ontology = id, .attributes = size_attribute})
  );
  EXPECT_EQ(
      json::member(get_ontology(scene.env, scene.mia, id)->metadata, "attributes"), size_attribute
  );
  ASSERT_OK(remove_attributes(scene.env, scene.mia, {.ontology = id, .keys = {"1"}}));
  EXPECT_EQ(json::member(get_ontology(scene.env, scene.mia, id)->metadata, "attributes"), "[]");
}

TEST(UpdateOntology, RootsTakeThePlaceOfAllLabels) {
  Scene scene;
  const auto id = make(scene).id;
  ASSERT_OK(update_ontology(scene.env, scene.mia, {.ontology = id, .roots = R"([{"tag":"bus"}])"}));
  EXPECT_EQ(roots_of(scene, id).find("car"), std::string::npos);
  EXPECT_NE(roots_of(scene, id).find("bus"), std::string::npos);
}

TEST(UpdateOntology, TheSdksEchoOfTheAttributesIsNotWrittenAsOlderOnes) {
  Scene scene;
  const auto id = make(scene).id;
  ASSERT_OK(change_attributes(scene.env, scene.mia, {.ontology = id, .attributes = size_attribute})
  );
  const auto echoed =
      update_ontology(scene.env, scene.mia, {.ontology = id, .attributes = size_attribute});
  ASSERT_OK(echoed);
  EXPECT_EQ(echoed->attributes, "[]");
  const auto older =
      update_ontology(scene.env, scene.mia, {.ontology = id, .attributes = R"(["big"])"});
  EXPECT_EQ(older->attributes, R"(["big"])");
}

TEST(RemoveOntology, RecipesWithOthersLoseIt) {
  Scene scene;
  const auto first = make(scene).id;
  const auto second = make(scene).id;
  const auto both = create_recipe(
      scene.env, scene.mia, {.project = scene.city, .title = "Two", .ontologies = {first, second}}
  );
  ASSERT_OK(both);
  ASSERT_OK(remove_ontology(scene.env, scene.mia, first));
  EXPECT_FAILS(get_ontology(scene.env, scene.mia, first), ErrorCode::not_found);
  EXPECT_EQ(get_recipe(scene.env, scene.mia, both->id)->ontologies, std::vector{second});
  ASSERT_OK(remove_ontology(scene.env, scene.mia, second));
  EXPECT_EQ(get_recipe(scene.env, scene.mia, both->id)->ontologies, std::vector{second});
}

TEST(Ontologies, OnlyOwnersAndDevelopersChangeThem) {  // B-170
  Scene scene;
  const auto id = make(scene).id;
  const auto refuse = [&](const Caller& caller, ErrorCode code) {
    EXPECT_FAILS(update_ontology(scene.env, caller, {.ontology = id, .title = "x"}), code);
    EXPECT_FAILS(change_labels(scene.env, caller, {.ontology = id, .labels = "[]"}), code);
    EXPECT_FAILS(change_attributes(scene.env, caller, {.ontology = id, .attributes = "[]"}), code);
    EXPECT_FAILS(remove_attributes(scene.env, caller, {.ontology = id, .keys = {}}), code);
    EXPECT_FAILS(remove_ontology(scene.env, caller, id), code);
  };
  refuse(scene.member("max", Role::annotation_manager), ErrorCode::forbidden);
  refuse(scene.member("ada", Role::annotator), ErrorCode::forbidden);
  refuse(scene.stranger("eve"), ErrorCode::not_found);
}

}  // namespace
}  // namespace allot::test
