#pragma once

// Accounts, projects and recipes: part of what use cases ask of storage (store/nouns.h).

#include <optional>
#include <string>
#include <vector>

#include "domain/entities.h"

namespace allot {

class Users {
 public:
  virtual ~Users() = default;
  [[nodiscard]] virtual std::optional<User> find(const UserId& id) const = 0;
  [[nodiscard]] virtual std::vector<User> list() const = 0;
  [[nodiscard]] virtual bool none() const = 0;             // no account yet: first start
  virtual void put(const User& user) = 0;                  // adds or replaces
  virtual void note_login(const UserId& id, Time at) = 0;  // and nothing else of the account
};

class Sessions {
 public:
  virtual ~Sessions() = default;
  [[nodiscard]] virtual std::optional<Session> find(const SessionId& id) const = 0;
  [[nodiscard]] virtual std::optional<Session> with_refresh_hash(const std::string& hash) const = 0;
  virtual void put(const Session& session) = 0;
  virtual void revoke(const SessionId& id) = 0;  // if there is one
  virtual void revoke_all(const UserId& user) = 0;
  virtual void remove_expired(Time now) = 0;

  [[nodiscard]] virtual std::optional<OneTimeLink> find_link(const std::string& token_hash
  ) const = 0;
  virtual void put_link(const OneTimeLink& link) = 0;
  /// False, and nothing is done, when it was used before or is gone.
  [[nodiscard]] virtual bool use_link(const std::string& token_hash, Time at) = 0;
  virtual void remove_links(const UserId& user, const std::string& purpose) = 0;
};

class ApiKeys {
 public:
  virtual ~ApiKeys() = default;
  [[nodiscard]] virtual std::optional<ApiKey> find(const ApiKeyId& id) const = 0;
  [[nodiscard]] virtual std::vector<ApiKey> of_user(const UserId& user) const = 0;
  [[nodiscard]] virtual std::vector<ApiKey> made_by(const UserId& creator) const = 0;
  virtual void put(const ApiKey& key) = 0;
  virtual void revoke(const ApiKeyId& id, Time at) = 0;  // unless it was before
};

class Projects {
 public:
  virtual ~Projects() = default;
  [[nodiscard]] virtual Organization organization() const = 0;  // the one of the installation
  virtual void put_organization(const Organization& organization) = 0;

  [[nodiscard]] virtual std::optional<Project> find(const ProjectId& id) const = 0;
  [[nodiscard]] virtual std::vector<Project> named(const std::string& name) const = 0;
  [[nodiscard]] virtual std::vector<Project> of_member(const UserId& user
  ) const = 0;  // active members
  [[nodiscard]] virtual std::vector<Project> list() const = 0;
  virtual void put(const Project& project) = 0;
  /// Takes the project's row, members, recipes and ontologies; datasets and tasks must be gone
  /// before.
  virtual void remove(const ProjectId& id) = 0;

  [[nodiscard]] virtual std::vector<Member> members(const ProjectId& id) const = 0;  // inactive too
  [[nodiscard]] virtual std::optional<Member> member(const ProjectId& project, const UserId& user)
      const = 0;
  /// Those who are members no more.
  [[nodiscard]] virtual std::vector<UserId> removed_members(const ProjectId& project) const = 0;
  virtual void put_member(const Member& member) = 0;
};

class Recipes {
 public:
  virtual ~Recipes() = default;
  [[nodiscard]] virtual std::optional<Recipe> find(const RecipeId& id) const = 0;
  [[nodiscard]] virtual std::vector<Recipe> of_projects(std::span<const ProjectId> projects
  ) const = 0;
  virtual void put(const Recipe& recipe) = 0;
  virtual void remove(const RecipeId& id) = 0;

  [[nodiscard]] virtual std::optional<Ontology> find_ontology(const OntologyId& id) const = 0;
  [[nodiscard]] virtual std::vector<Ontology> ontologies_of(std::span<const ProjectId> projects
  ) const = 0;
  /// The recipes of a project that name the ontology.
  [[nodiscard]] virtual std::vector<RecipeId> using_ontology(
      const ProjectId& project, const OntologyId& ontology
  ) const = 0;
  virtual void put_ontology(const Ontology& ontology) = 0;
  virtual void remove_ontology(const OntologyId& id) = 0;
};

}  // namespace allot
