"""A list of annotations that is too long for one change is there as a whole or not at all, also after a kill."""

import threading
import time

from house import check_finds_nothing
from http_api import ok
from test_purge import count

BOX = {"type": "box", "label": "car", "coordinates": [{"x": 1, "y": 1}, {"x": 2, "y": 2}], "metadata": {"user": {}}}
MANY = 30_000


# B-260
def test_a_kill_in_the_middle_of_a_long_list_leaves_nothing_to_be_seen_and_a_repeat_brings_all(house):
    item = house.items[0]
    key = {"idempotency-key": "a long list"}

    def post():
        try:
            house.api.post(f"/items/{item}/annotations", [BOX] * MANY, headers=key)
        except OSError:
            pass

    poster = threading.Thread(target=post)
    poster.start()
    while count(house, "annotation") == 0:
        time.sleep(0.005)
    assert ok(house.api.get(f"/items/{item}/annotations")) == []
    house.server.kill()
    poster.join()
    assert 0 < count(house, "annotation") < MANY, "the kill came too late"
    check_finds_nothing(house.data)
    house.start()
    assert ok(house.api.get(f"/items/{item}/annotations")) == []
    made = ok(house.api.post(f"/items/{item}/annotations", [BOX] * MANY, headers=key))
    assert len(made) == MANY
    seen = ok(house.api.get(f"/items/{item}/annotations"))
    assert [one["id"] for one in seen] == [one["id"] for one in made]
    assert count(house, "event WHERE resource = 'Annotation' AND action = 'Created'") == MANY
    check_finds_nothing(house.data)
