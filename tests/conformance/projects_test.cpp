#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ProjectsOfAStore : public StoreTest {
 protected:
  Project new_project(const std::string& name) {
    return {
        .id = ProjectId{random_uuid(random)},
        .name = name,
        .creator = UserId{"mia@example.org"},
        .created_at = clock.now(),
        .updated_at = clock.now()
    };
  }

  void add_member(const ProjectId& project, const std::string& user, bool active = true) {
    change([&](Transaction& tx) {
      tx.projects().put_member({.project = project, .user = UserId{user}, .active = active});
    });
  }
};

TEST_F(ProjectsOfAStore, TheOrganizationIsOneAndIsReplaced) {
  Organization organization{
      .id = OrgId{"org"},
      .name = "Lab",
      .owner = UserId{"mia@example.org"},
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  change([&](Transaction& tx) { tx.projects().put_organization(organization); });
  organization.name = "Laboratory";
  change([&](Transaction& tx) { tx.projects().put_organization(organization); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.projects().organization(), organization));
    return 0;
  });
}

TEST_F(ProjectsOfAStore, AProjectComesBackAsPutByIdNameAndInTheList) {
  auto cats = new_project("cats");
  const auto dogs = new_project("dogs");
  change([&](Transaction& tx) {
    tx.projects().put(cats);
    tx.projects().put(dogs);
    cats.archived = true;
    cats.updated_at = clock.now() + std::chrono::seconds(1);
    tx.projects().put(cats);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.projects().find(cats.id), cats));
    EXPECT_THAT(ids_of(tx.projects().named("dogs")), ElementsAre(dogs.id));
    EXPECT_THAT(tx.projects().named("dog"), IsEmpty());
    EXPECT_THAT(ids_of(tx.projects().list()), ElementsAre(cats.id, dogs.id));
    return 0;
  });
}

TEST_F(ProjectsOfAStore, AMemberComesBackWithEveryRole) {
  const auto project = new_project("cats");
  change([&](Transaction& tx) {
    tx.projects().put(project);
    for (const auto role :
         {Role::owner, Role::developer, Role::annotation_manager, Role::annotator}) {
      const Member member{
          .project = project.id,
          .user = UserId{"ada@example.org"},
          .role = role,
          .active = false,
          .added_by = UserId{"mia@example.org"},
          .created_at = from_epoch_ms(1),
          .updated_at = from_epoch_ms(2)
      };
      tx.projects().put_member(member);
      EXPECT_TRUE(is_same(tx.projects().member(project.id, member.user), member));
    }
  });
}

// B-146
TEST_F(ProjectsOfAStore, InactiveMembersAreListedButHaveNotTheProject) {
  const auto project = new_project("cats");
  change([&](Transaction& tx) { tx.projects().put(project); });
  add_member(project.id, "zoe@example.org");
  add_member(project.id, "ada@example.org", false);
  look([&](const Transaction& tx) {
    const auto members = tx.projects().members(project.id);
    EXPECT_EQ(members.size(), 2u);
    EXPECT_EQ(members.front().user.text, "zoe@example.org");
    EXPECT_THAT(
        ids_of(tx.projects().of_member(UserId{"zoe@example.org"})), ElementsAre(project.id)
    );
    EXPECT_THAT(tx.projects().of_member(UserId{"ada@example.org"}), IsEmpty());
    return 0;
  });
}

TEST_F(ProjectsOfAStore, RemovingAProjectTakesItsMembersRecipesAndOntologiesAlone) {
  const auto gone = new_project("gone");
  const auto stays = new_project("stays");
  const auto recipe = ids.next<RecipeId>();
  const auto ontology = ids.next<OntologyId>();
  const auto other = ids.next<RecipeId>();
  change([&](Transaction& tx) {
    tx.projects().put(gone);
    tx.projects().put(stays);
    tx.projects().put_member({.project = gone.id, .user = UserId{"ada@example.org"}});
    tx.projects().put_member({.project = stays.id, .user = UserId{"ada@example.org"}});
    tx.recipes().put({.id = recipe, .project = gone.id});
    tx.recipes().put({.id = other, .project = stays.id});
    tx.recipes().put_ontology({.id = ontology, .project = gone.id});
    tx.projects().remove(gone.id);
  });
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.projects().find(gone.id));
    EXPECT_THAT(tx.projects().members(gone.id), IsEmpty());
    EXPECT_FALSE(tx.recipes().find(recipe));
    EXPECT_FALSE(tx.recipes().find_ontology(ontology));
    EXPECT_TRUE(tx.recipes().find(other));
    EXPECT_EQ(tx.projects().members(stays.id).size(), 1u);
    return 0;
  });
}

TEST_F(ProjectsOfAStore, ARecipeComesBackAsPutAndByProject) {
  const Recipe recipe{
      .id = ids.next<RecipeId>(),
      .project = ProjectId{"a \"quoted\" project"},
      .title = "title",
      .description = "about",
      .creator = UserId{"mia@example.org"},
      .updated_by = UserId{"ada@example.org"},
      .ontologies = {OntologyId{"o1"}, OntologyId{"o2"}},
      .metadata = R"({"m":1})",
      .ui_settings = R"({"u":2})",
      .instructions = "[3]",
      .examples = "[4]",
      .custom_actions = "[5]",
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  const Recipe other{.id = ids.next<RecipeId>(), .project = ProjectId{"other"}};
  change([&](Transaction& tx) {
    tx.recipes().put(recipe);
    tx.recipes().put(other);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.recipes().find(recipe.id), recipe));
    EXPECT_THAT(
        ids_of(tx.recipes().of_projects(std::vector{recipe.project})), ElementsAre(recipe.id)
    );
    EXPECT_THAT(
        ids_of(tx.recipes().of_projects(std::vector{other.project, recipe.project})),
        ElementsAre(recipe.id, other.id)
    );
    const auto naming = [&](const ProjectId& project, const std::string& ontology) {
      return tx.recipes().using_ontology(project, OntologyId{ontology});
    };
    EXPECT_THAT(naming(recipe.project, "o2"), ElementsAre(recipe.id));
    EXPECT_THAT(naming(recipe.project, "o"), IsEmpty());
    EXPECT_THAT(naming(other.project, "o2"), IsEmpty());
    return 0;
  });
  change([&](Transaction& tx) { tx.recipes().remove(recipe.id); });
  EXPECT_FALSE(look([&](const Transaction& tx) { return tx.recipes().find(recipe.id).has_value(); })
  );
}

TEST_F(ProjectsOfAStore, AnOntologyComesBackAsPutAndByProject) {
  const Ontology ontology{
      .id = ids.next<OntologyId>(),
      .project = ProjectId{"project"},
      .title = "title",
      .creator = UserId{"mia@example.org"},
      .updated_by = UserId{"ada@example.org"},
      .roots = R"([{"value":{"tag":"cat"}}])",
      .attributes = "[1]",
      .metadata = R"({"m":1})",
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  change([&](Transaction& tx) { tx.recipes().put_ontology(ontology); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.recipes().find_ontology(ontology.id), ontology));
    EXPECT_THAT(
        ids_of(tx.recipes().ontologies_of(std::vector{ontology.project})), ElementsAre(ontology.id)
    );
    EXPECT_THAT(tx.recipes().ontologies_of({}), IsEmpty());
    return 0;
  });
  change([&](Transaction& tx) { tx.recipes().remove_ontology(ontology.id); });
  EXPECT_FALSE(look([&](const Transaction& tx) {
    return tx.recipes().find_ontology(ontology.id).has_value();
  }));
}

}  // namespace

}  // namespace allot::conformance
