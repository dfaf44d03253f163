#!/usr/bin/env python3
"""The plainest program that writes what the exports of bench/export.py write: rows are read in their order, and written.

    plain_export.py FOLDER DATASET API FORMAT OUT

It knows no rights, no tasks, no items that come or go meanwhile, and only boxes; texts need no escapes. Prints the seconds
that it took, without Python's own start, and the most memory, in KiB.
"""

import json
import resource
import sqlite3
import sys
import time
import zipfile

ITEMS = """
    SELECT ordinal, id, path, name, dir, metadata, creator, created_at, updated_at, updated_by
    FROM item WHERE key >> 32 = (SELECT number FROM dataset WHERE id = ?) AND type = 'file' AND NOT hidden ORDER BY key"""
ANNOTATIONS = """
    SELECT item, id, type, label, coordinates, metadata, creator, created_at, updated_at, updated_by, item_id, hash, source
    FROM annotation WHERE dataset_id = ? ORDER BY item, number"""


class Plain:
    def __init__(self, folder, dataset, api):
        self.database = sqlite3.connect(f"file:{folder}/allot.db?mode=ro", uri=True)
        self.dataset = dataset
        self.api = api
        self.second, self.second_text = None, ""

    def rows(self, sql):
        return self.database.cursor().execute(sql, (self.dataset,))

    def iso(self, at):
        second, rest = divmod(at, 1000)
        if second != self.second:
            self.second, self.second_text = second, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self.second_text}.{rest:03}Z"

    def documents(self):
        """The path of each item, and its JSON with its annotations."""
        annotations = self.rows(ANNOTATIONS)
        next_one = annotations.fetchone()
        for item in self.rows(ITEMS):
            own = []
            while next_one and next_one[0] == item[0]:
                own.append(self.annotation(next_one))
                next_one = annotations.fetchone()
            yield item[2], self.item(item, own)

    def item(self, row, annotations):
        _, id, path, name, dir, metadata, creator, created_at, updated_at, updated_by = row
        url = f"{self.api}/items/{id}"
        return (
            f'{{"id":"{id}","datasetId":"{self.dataset}","filename":"{path}","name":"{name}","dir":"{dir}","type":"file",'
            f'"hidden":false,"annotated":{"true" if annotations else "false"},"annotationsCount":{len(annotations)},'
            f'"metadata":{metadata[:-2]},"refs":[]}}}},"creator":"{creator}","createdAt":"{self.iso(created_at)}",'
            f'"updatedAt":"{self.iso(updated_at)}","updatedBy":"{updated_by}","url":"{url}","stream":"{url}/stream",'
            f'"thumbnail":"{url}/thumbnail","dataset":"{self.api}/datasets/{self.dataset}",'
            f'"annotations":[{",".join(annotations)}]}}'
        )

    def annotation(self, row):
        _, id, type, label, coordinates, metadata, creator, created_at, updated_at, updated_by, item, hash, source = row
        return (
            f'{{"id":"{id}","type":"{type}","label":"{label}","coordinates":{coordinates},"metadata":{metadata},'
            f'"creator":"{creator}","createdAt":"{self.iso(created_at)}","updatedAt":"{self.iso(updated_at)}",'
            f'"updatedBy":"{updated_by}","itemId":"{item}","datasetId":"{self.dataset}","hash":"{hash}","source":"{source}",'
            f'"url":"{self.api}/annotations/{id}","item":"{self.api}/items/{item}",'
            f'"dataset":"{self.api}/datasets/{self.dataset}"}}'
        )

    def images(self):
        for row in self.rows(ITEMS):
            size = json.loads(row[5])["system"]
            yield (
                f'{{"id":{row[0] + 1},"file_name":"{row[2][1:]}","width":{size["width"]},"height":{size["height"]},'
                f'"item_id":"{row[1]}"}}'
            )

    def boxes(self, labels):
        for number, row in enumerate(self.rows(ANNOTATIONS), 1):
            (x1, y1), (x2, y2) = ((corner["x"], corner["y"]) for corner in json.loads(row[4]))
            width, height = x2 - x1, y2 - y1
            yield (
                f'{{"id":{number},"image_id":{row[0] + 1},"category_id":{labels.setdefault(row[3], len(labels) + 1)},'
                f'"bbox":[{x1},{y1},{width},{height}],"area":{width * height},'
                f'"segmentation":[[{x1},{y1},{x2},{y1},{x2},{y2},{x1},{y2}]],"iscrowd":0,'
                f'"annotation_id":"{row[1]}","type":"{row[2]}"}}'
            )

    def coco(self, out):
        def elements(found):
            before = "\n"
            for element in found:
                out.write(before + element)
                before = ",\n"

        labels = {}
        out.write('{"info":{},"licenses":[],"images":[')
        elements(self.images())
        out.write('],"annotations":[')
        elements(self.boxes(labels))
        out.write('],"categories":[')
        elements(f'{{"id":{number},"name":"{name}","supercategory":""}}' for name, number in labels.items())
        out.write("]}\n")

    def ndjson(self, out):
        for _, document in self.documents():
            out.write(document + "\n")

    def json(self, out):
        before = "["
        for _, document in self.documents():
            out.write(before + document)
            before = ","
        out.write("]" if before == "," else "[]")

    def dataloop(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, document in self.documents():
                archive.writestr("json" + name.rsplit(".", 1)[0] + ".json", document)


def main():
    begun = time.perf_counter()
    folder, dataset, api, form, path = sys.argv[1:]
    plain = Plain(folder, dataset, api)
    if form == "dataloop":
        plain.dataloop(path)
    else:
        with open(path, "w", encoding="utf-8", newline="") as out:
            getattr(plain, form)(out)
    print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main()
