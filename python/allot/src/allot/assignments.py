"""`Assignment.delete()`, which the guide page shows and the SDK does not have."""

import dtlpy as dl


def add_delete(assignment_class):
    """Gives the class the method, unless it has one of its own."""
    if not hasattr(assignment_class, "delete"):
        assignment_class.delete = delete


def delete(self, wait=True):
    """Deletes the assignment. All of its items leave the task, handled ones with their statuses too;
    to keep them in the task, redistribute or reassign it.

    True, or with `wait=False` the command to wait for. Errors: dl.exceptions.NotFound, Forbidden, …
    """
    client = self._client_api
    success, response = client.gen_request(req_type="delete", path=f"/assignments/{self.id}")
    if not success:
        raise dl.PlatformException(response)
    command = dl.Command.from_json(_json=response.json(), client_api=client)
    if not wait:
        return command
    command.wait()
    return True
