"""A clone is there as a whole or not at all, also after a kill, and nothing of it is doubled."""

import time

import pytest

from house import check_finds_nothing, eventually
from http_api import ok
from test_purge import annotate, count

MANY = 15_000  # annotations of each of the three items


def begin(house, body):
    return ok(house.api.post(f"/datasets/{house.dataset}/clone", body))["id"]


def state(house, command):
    return ok(house.api.get(f"/commands/{command}"))


def clones(house):
    """Rows of items that are clones, seen or not."""
    return count(house, "item WHERE source_item <> ''")


def kill_in_the_middle(house):
    before = count(house, "annotation")
    while count(house, "annotation") < before + MANY:
        time.sleep(0.005)
    house.server.kill()
    assert count(house, "annotation") < before + 3 * MANY, "the kill came too late"
    check_finds_nothing(house.data)


def ended(house, command):
    return eventually(
        lambda: (now := state(house, command))["status"] != "in-progress" and now, "the clone did not end", 120
    )


def is_whole(house, dataset):
    shown = ok(house.api.get(f"/datasets/{dataset}"))
    return (shown["itemsCount"], shown["annotated"], shown["annotationsCount"]) == (3, 3, 3 * MANY)


@pytest.fixture
def labelled(house):
    for item in house.items:
        annotate(house, item, MANY)
    return house


# B-164
def test_a_kill_in_the_middle_of_a_clone_leaves_nothing_to_be_seen_and_it_is_made_once(labelled):
    house = labelled
    command = begin(house, {"name": "copy"})
    kill_in_the_middle(house)
    house.start()
    assert ok(house.api.get(f"/commands/{command}"))["status"] == "in-progress"
    made = ended(house, command)
    assert made["status"] == "success", made
    assert house.dataset_names() == {"pictures", "copy"}
    assert is_whole(house, made["spec"]["returnedModelId"])
    # What the first one wrote goes.
    eventually(lambda: count(house, "purge") == 0, seconds=60)
    assert (clones(house), count(house, "annotation")) == (3, 6 * MANY)
    assert count(house, "clone_chunk") == 0
    check_finds_nothing(house.data)


# B-164
def test_a_kill_in_the_middle_of_a_clone_into_a_dataset_leaves_that_as_it_was_until_all_is_there(labelled):
    house = labelled
    target = house.new_dataset("target")
    command = begin(house, {"cloneDatasetParams": {"targetDatasetId": target, "targetDirectory": "/copies"}})
    kill_in_the_middle(house)
    house.start()
    made = ended(house, command)
    assert made["status"] == "success", made
    assert is_whole(house, target)
    eventually(lambda: count(house, "purge") == 0, seconds=60)
    assert (clones(house), count(house, "annotation")) == (3, 6 * MANY)
    check_finds_nothing(house.data)


# B-164
@pytest.mark.parametrize("moments", [(0.05, 1.0), (0.3, 2.5)])
def test_whenever_the_server_is_killed_a_clone_is_whole_or_not_there(labelled, moments):
    house = labelled
    command = begin(house, {"name": "copy"})
    for moment in moments:  # a third kill would be the last
        time.sleep(moment)
        house.server.kill()
        check_finds_nothing(house.data)
        house.start()
        seen = ok(house.api.get(f"/datasets?projects={house.project}"))
        copies = [each for each in seen if each["name"] == "copy"]
        assert len(copies) <= 1
        assert all(is_whole(house, each["id"]) for each in copies)
        assert bool(copies) <= (state(house, command)["status"] == "success")
    made = ended(house, command)
    assert is_whole(house, made["spec"]["returnedModelId"])
    eventually(lambda: count(house, "purge") == 0, seconds=60)
    assert clones(house) == 3
    check_finds_nothing(house.data)


# B-164
def test_a_kill_in_the_middle_of_a_merge_leaves_nothing_to_be_seen_and_it_is_made_once(labelled):
    house = labelled
    bare = ended(house, begin(house, {"name": "bare", "cloneDatasetParams": {"withItemsAnnotations": False}}))
    copy = bare["spec"]["returnedModelId"]
    before = count(house, "annotation"), clones(house)
    body = {"name": "all", "datasetsIds": [house.dataset, copy]}
    command = ok(house.api.post("/datasets/merge", body))["id"]
    kill_in_the_middle(house)
    house.start()
    made = ended(house, command)
    assert made["status"] == "success", made
    assert house.dataset_names() == {"pictures", "bare", "all"}
    assert is_whole(house, made["spec"]["mergeDatasetsConfiguration"]["datasetId"])
    eventually(lambda: count(house, "purge") == 0, seconds=60)
    assert (count(house, "annotation"), clones(house)) == (before[0] + 3 * MANY, before[1] + 3)
    eventually(lambda: count(house, "merged_origin") == 0, seconds=60)
    check_finds_nothing(house.data)


def test_a_clone_that_was_aborted_leaves_nothing_over_a_kill(labelled):
    house = labelled
    command = begin(house, {"name": "copy"})
    while count(house, "annotation") < 3 * MANY + 1_000:
        time.sleep(0.005)
    assert ok(house.api.post(f"/commands/{command}/abort"))["status"] == "canceled"
    house.server.kill()
    check_finds_nothing(house.data)
    house.start()
    eventually(lambda: count(house, "purge") == 0, seconds=60)
    assert (clones(house), count(house, "annotation")) == (0, 3 * MANY)
    assert house.dataset_names() == {"pictures"}
    check_finds_nothing(house.data)
