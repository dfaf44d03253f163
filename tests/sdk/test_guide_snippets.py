"""Every snippet of docs/guides runs, and prints what the guide says that it prints: Python and shell as they stand
there, C++ as lines of sdk/cpp/examples/the_page.cpp, which is built and run here."""

import configparser
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib

import pytest

from guide_text import NEXT, scripts, snippets, without_times
from pictures import write_pictures
from server import PYTHON_PACKAGE, ROOT, Server, binary

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
RUN_ELSEWHERE = {"command-line.md"}  # test_guides.py
WRITTEN_AS = "http://127.0.0.1:8080"  # what the guides call the server
MOVING_OUT = ROOT / "docs" / "guides" / "moving-out.md"
BEGINNING = "README.md#a-folder-and-a-server-for-each-guide"
MAKES_A_PROJECT = re.compile(r"projects\.create|allot project create (?!Alone )")
EMAIL, PASSWORD = "ada@example.org", "a good long secret"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def place(tmp_path):
    """A folder with pictures, a server, and an environment of its own."""
    write_pictures(tmp_path / "pictures", 12)
    server = Server(tmp_path / "server")
    server.add_user(EMAIL, PASSWORD, admin=True)
    server.start()
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "DATALOOP_PATH": str(tmp_path / ".dataloop"),
        "PYTHONPATH": str(PYTHON_PACKAGE),
        "PATH": f"{binary().parent}:{os.environ['PATH']}",
        "TZ": "UTC",
    }
    environment.pop("COLUMNS", None)
    yield tmp_path, server, environment
    assert server.stop() == 0


def run(command, place, **options):
    folder, _, environment = place
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, **options
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    assert "Import Error" not in done.stdout + done.stderr  # dtlpy goes on without what it does not find
    return done.stdout


def named(guides, language):
    return [guide for guide in guides if guide.name not in RUN_ELSEWHERE and snippets(guide, language)]


def assert_prints(printed, guide, language):
    """What each snippet prints, where the guide says it; times are those of the run."""
    parts, told = printed.split(NEXT + "\n"), snippets(guide, language)
    assert len(parts) == len(told)
    for (text, expected), part in zip(told, parts):
        if expected is not None:
            assert without_times(part) == without_times(expected), text


@pytest.mark.parametrize("guide", named(GUIDES, "python"), ids=lambda guide: guide.stem)
def test_the_python_of_a_guide_runs(guide, place):
    script = f"\nprint({NEXT!r})\n".join(scripts(guide, "python")).replace(WRITTEN_AS, place[1].base)
    assert_prints(run([sys.executable, "-c", script], place), guide, "python")


def test_an_annotator_may_do_the_work_that_the_guide_on_people_shows(place):
    """B-171."""
    _, server, _ = place
    made_by_ada = scripts(ROOT / "docs" / "guides" / "people.md", "python")
    run([sys.executable, "-c", "\n".join(made_by_ada).replace(WRITTEN_AS, server.base)], place)
    server.user("add", "ben@example.org", "--password-stdin", secret=PASSWORD)
    as_ben = f"""import allot
dl = allot.connect({server.base!r}, email="ben@example.org", password={PASSWORD!r})
project = dl.projects.get(project_name="City")
{made_by_ada[-1]}
print(me, [each.status for each in project.assignments.list()])"""
    assert run([sys.executable, "-c", as_ben], place).endswith("ben@example.org ['done']\n")


@pytest.mark.parametrize("guide", named(GUIDES, "sh"), ids=lambda guide: guide.stem)
def test_the_shell_of_a_guide_runs(guide, place):
    commands = f"echo '{NEXT}'\n".join(scripts(guide, "sh"))
    script = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + commands
    base = f"http://127.0.0.1:{free_port()}" if "allot serve" in script else place[1].base
    script = script.replace(WRITTEN_AS.removeprefix("http://"), base.removeprefix("http://"))
    assert_prints(run(["bash", "-euo", "pipefail", "-c", script], place), guide, "sh")


def without_spaces(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("guide", named(GUIDES, "cpp"), ids=lambda guide: guide.stem)
def test_the_cpp_of_a_guide_stands_in_the_example(guide):
    example = without_spaces((ROOT / "sdk" / "cpp" / "examples" / "the_page.cpp").read_text())
    for snippet in scripts(guide, "cpp"):
        ours = without_spaces(snippet).replace(f'"{WRITTEN_AS}/api/v1"', "url")
        assert ours in example, snippet


def test_the_cpp_of_the_guides_runs(place):
    printed = run([str(binary().parent / "the_page"), place[1].api], place)
    assert "Morning\nben@example.org\ncleo@example.org\n" in printed
    assert (place[0] / "team" / "allot.db").exists()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_settings_in_the_guides_can_be_read(guide):
    for text in scripts(guide, "toml"):
        tomllib.loads(text)
    for text in scripts(guide, "ini"):
        configparser.ConfigParser(strict=False).read_string(text)


def test_masks_are_drawn_as_the_guide_draws_them(place):
    """dtlpy raises nothing when it cannot."""
    folder, server, _ = place
    labels, *_, draws = (
        text for text in scripts(MOVING_OUT, "python") if "import allot" in text or "ViewAnnotationOptions.MASK" in text
    )
    run([sys.executable, "-c", (labels + draws).replace(WRITTEN_AS, server.base)], place)
    assert len(list((folder / "labels").rglob("*.png"))) == 12


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_who_lets_dtlpy_draw_is_told_before_what_it_needs(guide):
    """It needs OpenCV, and does not bring it along."""
    text = guide.read_text()
    draws = re.search(r"ViewAnnotationOptions\.(?!JSON)", text)
    if draws:
        assert re.search(r"pip install [^`]*(opencv-python-headless|\[masks\])", text[: draws.start()])


def test_what_the_package_calls_masks_brings_what_dtlpy_draws_with():
    package = tomllib.loads((PYTHON_PACKAGE.parent / "pyproject.toml").read_text())
    assert package["project"]["optional-dependencies"]["masks"] == ["opencv-python-headless"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_that_makes_a_project_says_where_to_begin(guide):
    """Names are given once on a server: what another guide made would be in the way."""
    text = guide.read_text()
    makes_one = [each for language in ("python", "sh") for each in scripts(guide, language) if MAKES_A_PROJECT.search(each)]
    starts_a_server = any("allot serve" in each for each in scripts(guide, "sh"))
    if makes_one and not starts_a_server:
        assert BEGINNING in text[: text.index("```")]


def test_the_beginning_of_the_guides_is_there():
    heading = BEGINNING.split("#")[1].replace("-", " ")
    assert f"## {heading}" in (ROOT / "docs" / "guides" / "README.md").read_text().lower()


def test_nothing_in_the_guides_is_left_out():
    known = {"python", "sh", "cpp", "cmake", "nginx", "caddy", "toml", "ini", "yaml", "text", "console"}
    for guide in GUIDES:
        languages = re.findall(r"^```(\w*)$", guide.read_text(), re.M)[::2]
        assert set(languages) <= known, guide.name
    assert shutil.which("bash")


def test_every_guide_is_in_the_list_of_guides():
    listed = set(re.findall(r"\]\((\w[\w-]*\.md)", (ROOT / "docs" / "guides" / "README.md").read_text()))
    assert listed == {guide.name for guide in GUIDES} - {"README.md"}
