"""What a script needs before the guide page: projects, labels, files, people, keys."""

import io

import pytest
import requests

from conftest import ADA, BEN, CLEO, MIA, password_of, unique
from http_api import Api, ok, refused
from pictures import jpeg, png, write_pictures
from views import files_of


# Projects, datasets, labels


def test_a_project_is_made_renamed_listed_and_deleted(sdk):
    project = sdk.projects.create(project_name=unique("made"))
    assert (project.creator, project.role) == (MIA, "owner")
    assert isinstance(project.org["id"], str)
    project.name = unique("renamed (v2.0)")
    project.update()
    found = sdk.projects.get(project_name=project.name)
    assert found.id == project.id
    assert project.id in [each.id for each in sdk.projects.list()]
    assert project.delete(sure=True, really=True) is True
    with pytest.raises(sdk.exceptions.NotFound):
        sdk.projects.get(project_name=project.name)


def test_a_dataset_is_made_changed_listed_and_deleted(sdk, project):
    dataset = project.datasets.create(dataset_name=unique("made"))
    assert dataset.items_count == 0
    assert (dataset.creator, dataset.project.id) == (MIA, project.id)
    dataset.name = unique("renamed")
    dataset.metadata["user"] = {"season": "autumn"}
    dataset.update()
    found = project.datasets.get(dataset_name=dataset.name)
    assert (found.id, found.metadata["user"]) == (dataset.id, {"season": "autumn"})
    assert dataset.id in [each.id for each in project.datasets.list()]
    assert dataset.delete(sure=True, really=True) is True
    with pytest.raises(sdk.exceptions.NotFound):
        project.datasets.get(dataset_id=dataset.id)


def test_entities_read_back_as_the_sdk_writes_them(api, project, new_dataset):
    """Contract 00 §8: the SDK's JSON of an entity equals the answer of its GET."""
    dataset = project.datasets.get(dataset_id=new_dataset(1).id)
    (item,) = dataset.items.list().all()
    assert dataset.to_json() == ok(api.get(f"/datasets/{dataset.id}"))
    assert item.to_json() == ok(api.get(f"/items/{item.id}"))
    recipe = dataset.recipes.list()[0]
    assert recipe.to_json() == ok(api.get(f"/recipes/{recipe.id}"))
    ours = project.to_json()
    ours.pop("systemProject", None)  # 1.126 adds it by itself
    answer = ok(api.get(f"/projects/{project.id}"))
    assert {key: ours[key] for key in answer} == answer


def test_labels_recipe_and_ontology(sdk, project):
    dataset = project.datasets.create(dataset_name=unique("labelled"))
    recipe = dataset.recipes.list()[0]
    assert recipe.title == dataset.name + " Default Recipe"
    dataset.add_label(label_name="person", color=(34, 6, 231))
    dataset.add_labels(label_list=["car", "tree"])
    dataset.add_label(label_name="vehicle", children=[{"label_name": "van", "color": "#00ff00"}])
    found = project.datasets.get(dataset_id=dataset.id)
    assert {label.tag for label in found.labels} == {"person", "car", "tree", "vehicle"}
    assert "vehicle.van" in found.labels_flat_dict
    assert found.labels_flat_dict["person"].hex == "#2206e7"
    ontology = recipe.ontologies.get(ontology_id=recipe.ontology_ids[0])
    assert {label.tag for label in ontology.labels} == {"person", "car", "tree", "vehicle"}
    dataset.delete_labels(label_names=["car"])
    again = project.datasets.get(dataset_id=dataset.id)
    assert {label.tag for label in again.labels} == {"person", "tree", "vehicle"}
    recipe.title = unique("other title")
    recipe.update()
    assert project.recipes.get(recipe_id=recipe.id).title == recipe.title


def test_a_dataset_with_labels_from_the_start(sdk, project):
    labels = [sdk.Label(tag=tag, color="#090807") for tag in ("cat", "dog")]
    dataset = project.datasets.create(dataset_name=unique("labelled"), labels=labels)
    assert {label.tag for label in dataset.labels} == {"cat", "dog"}


# Files


def test_one_file_up_and_down_again(sdk, api, new_dataset, tmp_path):
    dataset = new_dataset()
    source = tmp_path / "one.png"
    source.write_bytes(png(width=33, height=21, seed=3))
    item = dataset.items.upload(
        local_path=str(source), remote_path="/first", item_metadata={"user": {"camera": 2}}
    )
    assert (item.filename, item.name, item.dir, item.type) == ("/first/one.png", "one.png", "/first", "file")
    assert (item.width, item.height) == (33, 21)
    assert (item.size, item.mimetype) == (source.stat().st_size, "image/png")
    assert item.metadata["user"] == {"camera": 2}
    assert (item.creator, item.annotated, item.annotations_count) == (MIA, False, 0)
    target = tmp_path / "down" / "one.png"
    path = item.download(local_path=str(target))
    assert open(path, "rb").read() == source.read_bytes()
    buffer = item.download(save_locally=False)
    assert buffer.read() == source.read_bytes()
    assert item.download(save_locally=False, to_array=True).shape == (21, 33, 3)


def test_a_folder_with_folders_keeps_its_shape(sdk, api, project, new_dataset, tmp_path):
    dataset = new_dataset()
    top = tmp_path / "top"
    write_pictures(top, 2)
    write_pictures(top / "inner" / "deep", 2, first=10)
    (top / "inner" / "photo.jpg").write_bytes(jpeg(24, 10))
    uploaded = list(dataset.items.upload(local_path=str(top), raise_on_error=True))
    names = {
        "/top/picture_000.png",
        "/top/picture_001.png",
        "/top/inner/deep/picture_010.png",
        "/top/inner/deep/picture_011.png",
        "/top/inner/photo.jpg",
    }
    assert {item.filename for item in uploaded} == names
    photo = dataset.items.get(filepath="/top/inner/photo.jpg")
    assert (photo.width, photo.height, photo.mimetype) == (24, 10, "image/jpeg")
    folders = sdk.Filters(field="type", values="dir", use_defaults=False)
    made = {item.filename for item in dataset.items.list(filters=folders).all()}
    assert made >= {"/top", "/top/inner", "/top/inner/deep"}
    tree = project.datasets.get(dataset_id=dataset.id).directory_tree
    assert "/top/inner/deep" in tree.dir_names
    assert project.datasets.get(dataset_id=dataset.id).items_count == 5

    paths = list(dataset.items.download(local_path=str(tmp_path / "down"), raise_on_error=True))
    assert len(paths) == 5
    for local in top.rglob("*.*"):
        copy = tmp_path / "down" / "items" / "top" / local.relative_to(top)
        assert copy.read_bytes() == local.read_bytes()


def test_overwrite_and_skip(api, new_dataset, tmp_path):
    """Contract 40 §2, B-250, B-251."""
    dataset = new_dataset()
    source = tmp_path / "same.png"
    source.write_bytes(png(seed=1))
    first = dataset.items.upload(local_path=str(source), item_metadata={"user": {"v": 1}})
    again = dataset.items.upload(local_path=str(source))
    assert (again.id, again.metadata["user"]) == (first.id, {"v": 1})
    source.write_bytes(png(width=64, height=48, seed=2))
    other = dataset.items.upload(local_path=str(source), overwrite=True, item_metadata={"user": {"w": 2}})
    assert other.id == first.id
    assert (other.width, other.height, other.size) == (64, 48, source.stat().st_size)
    assert other.metadata["user"] == {"w": 2}
    other.metadata["system"]["tags"] = {"train": True}
    other.update(system_metadata=True)
    kept = dataset.items.upload(local_path=str(source), overwrite=True, item_metadata={"user": {"x": 3}})
    assert (kept.metadata["user"], kept.metadata["system"]["tags"]) == ({"x": 3}, {"train": True})
    kept = dataset.items.upload(local_path=str(source), overwrite=True, item_metadata={"system": {"k": 4}})
    assert (kept.metadata["user"], kept.metadata["system"]["tags"]) == ({"x": 3}, {"train": True})
    assert kept.metadata["system"]["k"] == 4
    assert api.get(f"/items/{first.id}/stream").content == source.read_bytes()
    assert api.upload(dataset.id, "/same.png", png(), mode="overwrite").headers["x-item-op"] == "overwrite"
    assert api.upload(dataset.id, "/new.png", png(), mode="overwrite").headers["x-item-op"] == "created"


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_bytes_of_any_size(api, new_dataset, size):
    dataset = new_dataset()
    content = bytes(range(256)) * (size // 256 + 1)
    buffer = io.BytesIO(content[:size])
    buffer.name = "data.bin"
    item = dataset.items.upload(local_path=buffer, raise_on_error=True)
    assert item.size == size
    assert api.get(f"/items/{item.id}/stream").content == content[:size]


def test_downloads_have_ranges_and_safe_headers(api, new_dataset):
    """Contract 40 §3: the SDK resumes a broken download and appends."""
    dataset = new_dataset()
    page = b"<html><script>alert(1)</script></html>" * 50
    item = ok(api.upload(dataset.id, "/page.html", page))["id"]
    whole = api.get(f"/items/{item}/stream")
    assert (whole.status_code, whole.content) == (200, page)
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    rest = api.get(f"/items/{item}/stream", headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, page[100:])
    assert rest.headers["Content-Range"] == f"bytes 100-{len(page) - 1}/{len(page)}"
    assert api.get(f"/items/{item}/stream", headers={"Range": f"bytes={len(page)}-"}).status_code == 416
    seen = api.get(f"/items/{item}/stream", headers={"If-None-Match": whole.headers["ETag"]})
    assert seen.status_code == 304
    assert Api(api.base).get(f"/items/{item}/stream").status_code == 401


def test_equal_bytes_under_two_names_are_two_items(api, new_dataset):
    dataset = new_dataset()
    first, second = (ok(api.upload(dataset.id, f"/{n}.png", png()))["id"] for n in "ab")
    assert first < second
    dataset.items.get(item_id=first).delete()
    assert api.get(f"/items/{second}/stream").content == png()


def test_items_are_moved_changed_and_described(sdk, api, new_dataset):
    dataset = new_dataset(2)
    first, second = [dataset.items.get(item_id=item) for item in files_of(api, dataset.id)]
    assert first.move("/box/renamed.png").filename == "/box/renamed.png"
    found = dataset.items.get(filepath="/box/renamed.png")
    assert (found.id, found.dir, found.name) == (first.id, "/box", "renamed.png")
    assert second.move("/box").filename == "/box/" + second.name
    with pytest.raises(sdk.exceptions.BadRequest):
        second.filename = "/box/renamed.png"
        second.update(system_metadata=True)
    found.metadata["user"] = {"a": {"b": 1, "c": [1, 2]}, "gone": True}
    found.update()
    found = dataset.items.get(item_id=found.id)
    del found.metadata["user"]["gone"]
    found.metadata["user"]["a"]["b"] = 2
    found.update()
    assert dataset.items.get(item_id=found.id).metadata["user"] == {"a": {"b": 2, "c": [1, 2]}}
    found.set_description(text="seen from above")
    assert dataset.items.get(item_id=found.id).description == "seen from above"
    found.set_description(text="")
    assert not dataset.items.get(item_id=found.id).description


def test_many_items_are_changed_and_deleted_by_filter(sdk, api, new_dataset):
    dataset = new_dataset(4)
    filters = sdk.Filters(field="name", values="picture_00*")
    dataset.items.update(filters=filters, update_values={"lot": 7, "deep": {"er": True}})
    filters = sdk.Filters(field="metadata.user.lot", values=7)
    assert dataset.items.list(filters=filters).items_count == 4
    filters = sdk.Filters(field="name", values=["picture_000.png", "picture_003.png"], operator="in")
    assert dataset.items.delete(filters=filters) is True
    assert len(files_of(api, dataset.id)) == 2


def test_folders_are_made_and_made_again(dataset_with_folder):
    dataset, folder = dataset_with_folder
    assert (folder.type, folder.filename) == ("dir", "/boxes")
    assert dataset.items.make_dir(directory="/boxes").id == folder.id
    assert dataset.items.get(filepath="/boxes", is_dir=True).id == folder.id


@pytest.fixture
def dataset_with_folder(new_dataset):
    dataset = new_dataset()
    return dataset, dataset.items.make_dir(directory="/boxes")


# Filters


@pytest.fixture(scope="module")
def zoo(api, new_dataset):
    """Six pictures in two folders with metadata and annotations: path → id."""
    dataset = new_dataset()
    animals = ["ape", "bear", "cat", "deer", "eel", "fox"]
    made = {}
    for number, animal in enumerate(animals):
        folder = "/land" if number < 4 else "/land/wet"
        item = ok(api.upload(dataset.id, f"{folder}/{animal}.png", png(seed=number)))["id"]
        ok(api.patch(f"/items/{item}", {"metadata": {"user": {"n": number, "name": animal}}}))
        made[animal] = item
    for animal, label in (("ape", "big"), ("bear", "big"), ("cat", "small")):
        annotation = {"type": "class", "label": label, "coordinates": {}, "metadata": {"system": {}}}
        ok(api.post(f"/items/{made[animal]}/annotations", [annotation]))
    return dataset, made


@pytest.mark.parametrize(
    "field, values, operator, expected",
    [
        ("dir", "/land", None, "ape bear cat deer"),
        ("dir", "/land/wet", None, "eel fox"),
        ("dir", "/land*", None, "ape bear cat deer eel fox"),
        ("filename", "/land/wet/fox.png", None, "fox"),
        ("filename", "/land", None, "ape bear cat deer eel fox"),
        ("name", "*e*.png", None, "ape bear deer eel"),
        ("name", ["ape.png", "eel.png"], "in", "ape eel"),
        ("name", ["ape.png", "eel.png"], "nin", "bear cat deer fox"),
        ("metadata.user.n", 3, None, "deer"),
        ("metadata.user.n", 3, "gt", "eel fox"),
        ("metadata.user.n", 3, "lte", "ape bear cat deer"),
        ("metadata.user.n", 3, "ne", "ape bear cat eel fox"),
        ("metadata.user.n", "4", "gte", "eel fox"),
        ("metadata.user.name", ["cat", "f*"], "in", "cat fox"),
        ("metadata.user.missing", True, "exists", ""),
        ("metadata.user.missing", False, "exists", "ape bear cat deer eel fox"),
        ("annotated", True, None, "ape bear cat"),
        ("annotated", False, None, "deer eel fox"),
        ("annotationsCount", 1, "gte", "ape bear cat"),
        ("creator", "MIA@example.org", None, "ape bear cat deer eel fox"),
        ("createdAt", "2020-01-01T00:00:00Z", "gt", "ape bear cat deer eel fox"),
        ("metadata.system.mimetype", "image/*", None, "ape bear cat deer eel fox"),
        ("nobody.knows.this", 1, None, ""),
    ],
)
def test_filters_of_the_sdk(sdk, zoo, field, values, operator, expected):
    dataset, made = zoo
    filters = sdk.Filters()
    filters.add(field=field, values=values, operator=operator)
    pages = dataset.items.list(filters=filters)
    assert {item.id for item in pages.all()} == {made[animal] for animal in expected.split()}


def test_filters_with_or_join_sort_and_pages(sdk, zoo):
    dataset, made = zoo
    names = {item: animal for animal, item in made.items()}

    def found(filters):
        return [names[item.id] for item in dataset.items.list(filters=filters).all()]

    filters = sdk.Filters()
    filters.add(field="metadata.user.n", values=0, method=sdk.FiltersMethod.OR)
    filters.add(field="metadata.user.name", values="fox", method=sdk.FiltersMethod.OR)
    assert sorted(found(filters)) == ["ape", "fox"]
    filters = sdk.Filters()
    filters.add_join(field="label", values="big")
    assert sorted(found(filters)) == ["ape", "bear"]
    filters.add(field="name", values="a*")
    assert found(filters) == ["ape"]
    filters = sdk.Filters()
    filters.add_join(field="label", values="big", operator=sdk.FiltersOperations.NOT_EQUAL)
    assert found(filters) == ["cat"]  # items without annotations never match a join
    filters = sdk.Filters(page_size=4)
    filters.sort_by(field="metadata.user.n", value=sdk.FiltersOrderByDirection.DESCENDING)
    pages = dataset.items.list(filters=filters)
    assert (pages.items_count, pages.total_pages_count) == (6, 2)
    assert found(filters) == ["fox", "eel", "deer", "cat", "bear", "ape"]
    filters = sdk.Filters()
    filters.sort_by(field="filename")
    assert found(filters)[0] == "ape"


def test_custom_filters_are_sent_as_they_are(sdk, zoo):
    dataset, made = zoo
    custom = {"$or": [{"metadata": {"user.n": 1}}, {"metadata": {"user": {"name": "eel"}}}]}
    filters = sdk.Filters(custom_filter={"filter": custom})
    assert {item.id for item in dataset.items.list(filters=filters).all()} == {made["bear"], made["eel"]}
    nested = {"$and": [{"type": "file"}, {"$not": {"name": "a*"}}, {"metadata.user.n": {"$lt": 2}}]}
    filters = sdk.Filters(custom_filter={"filter": nested})
    assert {item.id for item in dataset.items.list(filters=filters).all()} == {made["bear"]}


# Annotations


def test_annotations_are_uploaded_listed_and_deleted(sdk, api, project, new_dataset):
    """B-260, contract 50."""
    dataset = new_dataset(2)
    items = [dataset.items.get(item_id=item) for item in files_of(api, dataset.id)]
    builder = items[0].annotations.builder()
    builder.add(annotation_definition=sdk.Box(left=1, top=2, right=9, bottom=8, label="cat"))
    builder.add(annotation_definition=sdk.Point(x=4, y=5, label="eye"))
    builder.add(annotation_definition=sdk.Classification(label="indoor"))
    made = items[0].annotations.upload(builder)
    assert [(one.type, one.label) for one in made] == [("box", "cat"), ("point", "eye"), ("class", "indoor")]
    assert {one.creator for one in made} == {MIA}
    listed = items[0].annotations.list()
    assert {one.id for one in listed} == {one.id for one in made}
    box = [one for one in listed if one.type == "box"][0]
    assert (box.left, box.top, box.right, box.bottom) == (1, 2, 9, 8)
    found = dataset.items.get(item_id=items[0].id)
    assert (found.annotated, found.annotations_count) == (True, 3)
    assert project.datasets.get(dataset_id=dataset.id).annotated in (1, True)
    filters = sdk.Filters(resource=sdk.FiltersResource.ANNOTATION, field="label", values="eye")
    assert [one.label for one in dataset.annotations.list(filters=filters).all()] == ["eye"]
    assert made[1].delete() is True
    refused(api.get(f"/annotations/{made[1].id}"), 404)
    assert dataset.items.get(item_id=items[0].id).annotations_count == 2
    assert items[0].annotations.delete(filters=sdk.Filters(resource=sdk.FiltersResource.ANNOTATION))
    assert dataset.items.get(item_id=items[0].id).annotated is False


# People


def test_members_are_added_listed_changed_and_removed(sdk, new_project):
    """Contract 60 §3, B-007."""
    own = new_project()
    added = own.add_member(email="New.Face@Example.org", role=sdk.MemberRole.ANNOTATOR)
    assert "new.face@example.org" in [member["email"] for member in added]
    own.add_member(email=BEN, role=sdk.MemberRole.ANNOTATION_MANAGER)
    roles = {member.email: member.role for member in own.list_members()}
    assert roles.items() >= {
        MIA: "owner",
        BEN: "annotationManager",
        "new.face@example.org": "annotator",
    }.items()
    assert [m.email for m in own.list_members(role=sdk.MemberRole.ANNOTATOR)] == ["new.face@example.org"]
    own.update_member(email=BEN, role=sdk.MemberRole.DEVELOPER)
    assert {m.email: m.role for m in own.list_members()}[BEN] == "engineer"
    own.remove_member(email=BEN)
    assert BEN not in [member.email for member in own.list_members()]


def test_the_last_owner_stays(sdk, new_project):
    own = new_project()
    with pytest.raises(sdk.exceptions.BadRequest):
        own.remove_member(email=MIA)
    with pytest.raises(sdk.exceptions.BadRequest):
        own.update_member(email=MIA, role=sdk.MemberRole.DEVELOPER)


def test_who_am_i(api):
    me = ok(api.get("/users/me"))
    assert (me["id"], me["email"], me["username"]) == (MIA, MIA, MIA)
    assert isinstance(me["createdAt"], int)


# Keys and sessions


def test_an_api_key_signs_in_until_it_is_revoked(sdk, api, server):
    """B-005, contract 60 §7."""
    jwt = sdk.client_api.generate_api_key(description="for a script")
    sdk.logout()
    sdk.login_api_key(jwt)
    assert sdk.client_api.info()["user_email"] == MIA
    assert isinstance(list(sdk.projects.list()), list)
    assert sdk.token_expired() is False
    (key,) = [key for key in ok(api.get("/apikeys")) if key["description"] == "for a script"]
    assert api.delete(f"/apikeys/{key['id']}").ok
    assert Api(server.base, jwt).get("/users/me").status_code == 401
    with pytest.raises((sdk.exceptions.Unauthorized, sdk.exceptions.PlatformException)):
        sdk.tasks.get(task_id="0123456789abcdef01234567")


def test_a_token_signs_in(sdk, api):
    """B-001."""
    sdk.logout()
    sdk.login_token(api.token)
    assert sdk.client_api.info()["user_email"] == MIA
    assert sdk.token_expired() is False


def test_a_foreign_or_altered_token_is_refused(sdk, api, server):
    head, body, signature = api.token.split(".")
    swapped = signature[:-3] + ("AAA" if signature[-3:] != "AAA" else "BBB")
    for token in (f"{head}.{body}.{swapped}", f"{head}.{body}.", "abc", ""):
        assert Api(server.base, token).get("/users/me").status_code == 401
    with pytest.raises(ValueError):
        sdk.login_token(f"{head}.{body}.{swapped}")


def test_a_refresh_token_renews_again_and_again(server):
    """Contract 00 §3.4."""
    first = requests.post(
        server.base + "/token?default",
        json={"username": BEN, "password": password_of(BEN), "type": "user_credentials"},
        timeout=20,
    ).json()
    for _ in range(2):
        again = requests.post(
            server.base + "/token?default",
            json={"type": "refresh_token", "refresh_token": first["refresh_token"]},
            timeout=20,
        )
        assert again.status_code == 200
        assert ok(Api(server.base, again.json()["id_token"]).get("/users/me"))["email"] == BEN
    wrong = requests.post(
        server.base + "/token?default",
        json={"type": "refresh_token", "refresh_token": "made up"},
        timeout=20,
    )
    assert wrong.status_code in (400, 401)


def test_bots_work_in_their_project(sdk, api, server, new_project):
    """Contract 60 §7: the newest SDK makes no bots any more, so the route is called."""
    own = new_project()
    assert len(own.bots.list()) == 1  # the default bot
    bot = ok(api.post(f"/projects/{own.id}/bots", {"name": "robby", "returnCredentials": True}))
    assert (bot["type"], bot["firstName"]) == ("bot", "robby")
    assert bot["email"] in [each.email for each in own.bots.list()]
    sdk.logout()
    assert sdk.login_m2m(email=bot["email"], password=bot["password"]) is True
    dataset = sdk.projects.get(project_id=own.id).datasets.create(dataset_name="by a bot")
    assert dataset.creator == bot["email"]
    sdk.logout()
    assert sdk.login_m2m(email=MIA, password=password_of(MIA)) is True
    assert "password" not in ok(api.get(f"/projects/{own.id}/bots/{bot['email']}"))
    assert api.delete(f"/projects/{own.id}/bots/{bot['email']}").ok


def test_a_disabled_person_is_out_at_once(server):
    """B-006."""
    email = "leaver@example.org"
    server.add_user(email, password_of(email))
    token = requests.post(
        server.base + "/token?default",
        json={"username": email, "password": password_of(email), "type": "user_credentials"},
        timeout=20,
    ).json()["id_token"]
    leaver = Api(server.base, token)
    assert leaver.get("/users/me").ok
    assert email in server.user("list")
    server.user("disable", email)
    assert leaver.get("/users/me").status_code == 401


def test_the_addresses_that_the_sdk_prints_answer(server, api, project, pool):
    """Contract 00 §1: signed out, the sign-in form."""
    for path in ("projects", f"projects/{project.id}", f"projects/{project.id}/datasets/{pool.id}/items"):
        answer = requests.get(f"{server.base}/{path}", timeout=20)
        assert answer.status_code == 200
        assert 'type="password"' in answer.text
    assert project.platform_url.startswith(server.base + "/projects/")
    assert requests.get(project.platform_url, timeout=20).status_code == 200


def test_the_server_tells_that_it_is_well(server):
    for path in ("/healthz", "/readyz"):
        assert requests.get(server.base + path, timeout=20).status_code == 200


def test_the_version_check_of_the_sdk_is_answered(sdk, api):
    answer = api.request("POST", "/sdk/check", data={"version": sdk.__version__, "email": MIA})
    assert ok(answer)["level"] == "debug"


def test_every_answer_has_a_number_to_quote(api, project):
    first, second = (api.get(f"/projects/{project.id}").headers["x-request-id"] for _ in range(2))
    assert first and first != second
    missing = api.get("/projects/none")
    assert missing.json()["requestId"] == missing.headers["x-request-id"]


def test_ids_grow_with_creation(api, new_dataset, new_task):
    """Contract 00 §7."""
    dataset = new_dataset(3)
    items = [item.to_json() for item in dataset.items.list().all()]
    assert [i["id"] for i in sorted(items, key=lambda i: i["createdAt"])] == sorted(i["id"] for i in items)
    task = new_task(dataset, [ADA, CLEO])
    ids = [dataset.id, sorted(i["id"] for i in items)[-1], task.id]
    assert ids == sorted(ids)
    assert task.assignmentIds == sorted(task.assignmentIds)
    assert all(len(one) == 24 and int(one, 16) for one in ids)
