import pytest

from interchange.assessment.factories import make_sheet

pytestmark = pytest.mark.django_db(transaction=True)


def test_smoke(centre, ann, olu, signed_in):
    make_sheet(centre)
    for who, paths in [(ann, ["/", "/welcome/", "/search/?q=J277/03", "/search/?q=adey", "/history/", "/history/verify/", "/history/export.csv", "/help/", "/help/keys/", "/news/", "/nothing/"]), (olu, ["/welcome/", "/news/", "/desk/trail/", "/search/?q=1000"])]:
        b = signed_in(who)
        for path in paths:
            r = b.get(path)
            print(who.name, path, r.status_code)
            open("/tmp/siteview/" + who.username + path.replace("/", "_").replace("?","") + ".html", "wb").write(r.content)
