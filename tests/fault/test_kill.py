"""B-164: the power fails."""

from server import Server


def test_a_killed_server_starts_again_with_what_it_had(tmp_path):
    server = Server(tmp_path / "data")
    server.add_user("mia@example.org", "a good long secret of mia", admin=True)
    server.start()
    server.kill()
    server.start()
    assert "mia@example.org" in server.user("list")
    assert server.stop() == 0
