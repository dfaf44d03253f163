"""What the package `allot` gives `dl.Dataset`: counts of labels and types."""

import dtlpy as dl

from conftest import ADA, MIA
from helper_package import allot, left_as_found  # fixtures


# B-468
def test_labels_and_types_are_counted(allot, server, new_dataset, new_task):
    allot.connect(server.base)
    dataset = new_dataset(2)
    first, second = dataset.items.list().all()
    for item, labels in ((first, ("cat", "dog", "cat")), (second, ("ant",))):
        builder = item.annotations.builder()
        for label in labels:
            builder.add(annotation_definition=dl.Point(x=1, y=2, label=label))
        item.annotations.upload(builder)
    counts = dataset.label_counts()
    assert dict(counts) == {"cat": 2, "ant": 1, "dog": 1} and counts["cow"] == 0
    assert counts.to_rows()[0] == {"word": "cat", "count": 2}
    assert str(counts).splitlines()[0].split() == ["LABEL", "ANNOTATIONS"]
    assert str(dataset.type_counts()).splitlines()[0].split() == ["TYPE", "ANNOTATIONS"]
    task = new_task(dataset, [ADA], items=[second])
    assert dict(dataset.label_counts(task=task)) == {"ant": 1}
    assert dict(dataset.label_counts(assignment=task.assignments.list()[0])) == {"ant": 1}
    assert dict(dataset.type_counts(creators=[MIA])) == {"point": 4}
    assert dict(dataset.type_counts(creators=[ADA])) == {}


# B-470
def test_what_matches_gets_a_classification(allot, server, new_dataset):
    allot.connect(server.base)
    dataset = new_dataset(3)
    first = next(iter(dataset.items.list().all()))
    dataset.annotate("rain", dl.Filters(field="name", values=first.name), attributes={"1": "heavy"})
    dataset.annotate("street", metadata={"user": {"by": "rule"}})
    assert dict(dataset.label_counts()) == {"street": 3, "rain": 1}
    rain = next(each for each in first.annotations.list() if each.label == "rain")
    assert rain.type == "class" and rain.attributes == {"1": "heavy"}
