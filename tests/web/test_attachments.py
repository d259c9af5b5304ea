"""Files that a browser keeps."""

from __future__ import annotations

from flask import Response

from hubapp.web.attachments import kept_as


def test_a_name_of_any_script_goes_along():
    response = kept_as(Response("x"), "여름-퀴즈.svg")
    said = dict(response.get_wsgi_headers({}))["Content-Disposition"]
    assert said.startswith("attachment;")
    assert "filename*=UTF-8''%EC%97%AC%EB%A6%84-%ED%80%B4%EC%A6%88.svg" in said
    said.encode("latin-1")
