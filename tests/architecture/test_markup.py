"""The reader of pages is strict: each fault that it is there for is found."""

from __future__ import annotations

import pytest

from tests.architecture import markup

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "script-src 'self' 'nonce-n1'; style-src 'self' 'nonce-n1'"
)


def page(body: str, head: str = "") -> markup.Page:
    return markup.Page(
        f"<!doctype html><html lang='en'><head><title>T</title>{head}</head>"
        f"<body><main><h1>T</h1>{body}</main></body></html>"
    )


def everything(seen: markup.Page, policy: str = POLICY) -> list[str]:
    rules = (markup.shape, markup.references, markup.origins)
    found = [each for rule in rules for each in rule(seen)]
    return [*found, *markup.tokens(seen, "csrf_token"), *markup.policy(seen, policy)]


def test_a_sound_page_has_no_problem():
    sound = """
      <p id="help">Help <a href="#help">here</a><br><img src="/a.png" alt=""></p>
      <form method="post"><input type="hidden" name="csrf_token" value="x">
        <label for="a">A</label><input id="a" aria-describedby="help"></form>
      <svg><path d="M0 0"/></svg><style nonce="n1">p{}</style><script src="/a.js"></script>
      <script type="application/json">{}</script>"""
    assert everything(page(sound)) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<div><p>x</div>", "</div> in line 1 closes <p>"),
        ("<div>", "closes <div>"),
        ("</span>", "</span> in line 1 closes"),
        ("<div/>", "closes itself"),
        ("<p><ul></ul></p>", "<ul> in line 1 stands in a paragraph"),
        ("<form><form></form></form>", "<form> in line 1 stands in <form>"),
        ("<i class='a' class='b'></i>", "says class twice"),
        ("<h1>Second</h1>", "it has 2 <h1>"),
        ("<img src='/a.png'>", "has no alt"),
        ("<i id='a'></i><i id='a'></i>", "the id a is there twice"),
        ("<label for='b'>B</label>", "for names no b"),
        ("<i aria-describedby='a b'></i>", "aria-describedby names no b"),
        ("<i aria-labelledby=''></i>", "aria-labelledby is empty"),
        ("<a href='#b'>B</a>", "leads to no #b"),
        ("<input name='a'>", "<input a> in line 1 has no label"),
        ("<form method='POST'></form>", "carries no csrf_token"),
        (
            "<form method='post'><input type='hidden' name='csrf_token' value=''></form>",
            "carries no csrf_token",
        ),
        ("<script>x()</script>", "<script> in line 1 is inline"),
        ("<style nonce='other'></style>", "<style> in line 1 is inline"),
        ("<i style='color: red'></i>", "has style= inline"),
        ("<i onclick='x()'></i>", "has onclick= inline"),
        ("<a href=' JavaScript:x()'>x</a>", "runs JavaScript:x()"),
        ("<script src='https://elsewhere.example/a.js'></script>", "from elsewhere"),
        ("<img alt='' src='//elsewhere.example/a.png'>", "from elsewhere"),
        ("<form action='https://elsewhere.example/'></form>", "from elsewhere"),
    ],
)
def test_a_fault_is_found(body, words):
    assert any(words in each for each in everything(page(body))), everything(page(body))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<html><main></main></html>", "it does not begin with <!doctype html>"),
        ("<!doctype html><html><title>T</title></html>", "says no language"),
        ("<!doctype html><html lang='en'><title> </title></html>", "<title> in line 1 is empty"),
        ("<!doctype html><html lang='en'><h1><b></b></h1></html>", "<h1> in line 1 is empty"),
    ],
)
def test_a_page_says_what_it_is(html, words):
    assert any(words in each for each in markup.shape(markup.Page(html)))


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("", "the policy says nothing of script-src"),
        (f"{POLICY} 'unsafe-inline'", "lets 'unsafe-inline' into style-src"),
        (POLICY.replace("'self'", "*", 1), "lets * into default-src"),
    ],
)
def test_a_loose_policy_is_found(policy, words):
    assert any(words in each for each in markup.policy(page(""), policy))


def test_what_needs_no_token_posts_to_its_own_page():
    assert list(markup.tokens(page("<form method='post'></form>"), None)) == []
    assert list(markup.tokens(page("<form method='post' action='mail'></form>"), None)) == []
    elsewhere = page("<form method='post' action='/x'></form>")
    assert list(markup.tokens(elsewhere, None)) == [
        "<form> in line 1 posts elsewhere without a token"
    ]
