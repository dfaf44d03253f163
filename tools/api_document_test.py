import copy
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from api_document import Wrong, assemble, take_in, who_may  # noqa: E402
from api_faults import faults  # noqa: E402
from api_walk import ROOT, operations, resolve  # noqa: E402

ROW = dict.fromkeys(
    ("owner", "developer", "annotation_manager", "manages_task", "annotator", "holds", "holds_review"), "no"
)


class ApiDocument(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = assemble()

    def changed(self):
        return copy.deepcopy(self.document)

    def test_nothing_is_wrong_with_ours(self):
        self.assertEqual(faults(self.document), [])

    def test_parts_that_say_the_same_thing_are_refused(self):
        part = {"tags": [{"name": "Tasks", "description": "…"}], "paths": {"/api/v1/annotationtasks": {"get": {}}}}
        with self.assertRaises(Wrong):
            take_in(self.changed(), part, "again.yaml")

    def test_methods_of_one_address_may_stand_in_two_parts(self):
        part = {"tags": [{"name": "Others", "description": "…"}], "paths": {"/api/v1/annotationtasks": {"put": {"summary": "x"}}}}
        document = self.changed()
        take_in(document, part, "others.yaml")
        self.assertLessEqual({"get", "post", "put"}, set(document["paths"]["/api/v1/annotationtasks"]))
        part["paths"]["/api/v1/annotationtasks"] = {"parameters": [{"name": "another"}]}
        document["paths"]["/api/v1/annotationtasks"]["parameters"] = []
        with self.assertRaises(Wrong):
            take_in(document, part, "others.yaml")

    def test_a_reference_to_nothing_is_named(self):
        document = self.changed()
        del document["components"]["schemas"]["Task"]
        self.assertIn("#/components/schemas/Task leads nowhere", faults(document))

    def test_a_member_that_must_be_there_is_described(self):
        document = self.changed()
        del document["components"]["schemas"]["Task"]["properties"]["priority"]
        self.assertIn("components.schemas.Task: `priority` is required and not described", faults(document))

    def test_a_description_that_a_comma_has_cut_is_named(self):
        document = self.changed()
        document["components"]["schemas"]["Task"]["properties"]["name"] = {"description": "Not unique", "like others": None}
        self.assertTrue(any("`like others` has no value" in fault for fault in faults(document)))

    def test_an_operation_names_the_parameters_of_its_path(self):
        document = self.changed()
        document["paths"]["/api/v1/items/{id}"]["parameters"] = []
        self.assertIn("GET /api/v1/items/{id}: the parameters of the path are []", faults(document))

    def test_two_operations_have_two_ids(self):
        document = self.changed()
        document["paths"]["/api/v1/items/{id}"]["get"]["operationId"] = "getTask"
        self.assertTrue(any("getTask is another operation's id" in fault for fault in faults(document)))

    def test_what_any_operation_may_answer_is_added(self):
        for method, path, operation in operations(self.document):
            self.assertLessEqual({"400", "408", "500", "503"}, set(operation["responses"]), path)
            if path.startswith("/api/v1") and operation.get("security") != []:
                self.assertIn("401", operation["responses"], path)
            if method != "get" and "401" in operation["responses"] and path.startswith("/api/v1/annotationtasks/{id}"):
                self.assertIn("409", operation["responses"], path)

    def test_every_operation_that_changes_something_takes_a_key(self):
        reads = ("query", "count", "counters", "partial")
        for method, path, operation in operations(self.document):
            if not path.startswith("/api/v1") or method == "get" or path.endswith("/sdk/check"):
                continue
            if path.rsplit("/", 1)[1] in reads and "datasets" not in path or path.endswith(("/count", "/counters", "/exports", "/annotations/labels", "/annotations/types")):
                continue
            named = [resolve(self.document, one).get("name") for one in operation.get("parameters", [])]
            self.assertIn("Idempotency-Key", named, f"{method} {path}")

    def test_who_may_is_a_sentence(self):
        self.assertEqual(who_may(ROW | {"owner": "yes", "developer": "yes"}), "In the project: owners and developers.")
        self.assertEqual(
            who_may(ROW | {"owner": "yes", "holds": "part"}),
            "In the project: owners. What own work is part of, also who holds an assignment.",
        )
        self.assertEqual(who_may(dict.fromkeys(ROW, "own")), "Anybody who has an account; it is about the caller.")

    def test_what_is_planned_can_be_put_together_too(self):
        planned = assemble(ROOT, planned=True)
        self.assertLessEqual(set(self.document["paths"]), set(planned["paths"]))


if __name__ == "__main__":
    unittest.main()
