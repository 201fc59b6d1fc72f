"""Every answer carries the headers that keep it private."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from config.headers import address_behind_the_proxy, security_headers


def test_a_page_is_kept_in_no_cache(rf):
    answer = security_headers(lambda request: HttpResponse())(rf.get("/"))
    assert answer["Cache-Control"] == "private, no-store"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_view_that_chose_its_caching_keeps_it(rf):
    answer = security_headers(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))(
        rf.get("/")
    )
    assert answer["Cache-Control"] == "max-age=60"


def test_the_content_policy_lets_in_nothing_from_elsewhere():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = [str(source) for sources in directives.values() for source in sources]
    assert not [source for source in allowed if "unsafe" in source or "*" in source or "http" in source]


@pytest.mark.parametrize(
    ("header", "peer", "said", "country"),
    [
        ("CF-IPCountry", "127.0.0.1", "gb", "GB"),
        ("CF-IPCountry", "127.0.0.1", "XX", ""),
        ("CF-IPCountry", "127.0.0.1", "T1", ""),
        ("CF-IPCountry", "127.0.0.1", "<b>", ""),
        ("CF-IPCountry", "198.51.100.9", "GB", ""),  # no proxy of ours
        ("", "127.0.0.1", "GB", ""),
    ],
)
def test_a_country_is_known_where_our_proxy_tells_it(rf, settings, header, peer, said, country):
    settings.COUNTRY_HEADER = header
    request = rf.get("/", headers={"CF-IPCountry": said}, REMOTE_ADDR=peer)
    address_behind_the_proxy(lambda request: HttpResponse())(request)
    assert getattr(request, "country", "") == country
