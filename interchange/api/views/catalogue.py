"""The catalogue, for programs."""

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import catalogue as queries
from interchange.api.schemas.catalogue import ComponentOut, OptionOut, SeriesOut
from interchange.api.schemas.common import Page
from interchange.api.views.program import REFUSALS, Number, Series, Slug, Words, api

C = Capability


@api.get(
    "/catalogue/components",
    response={200: Page[ComponentOut], **REFUSALS},
    url_name="components",
    tags=["Catalogue"],
)
@needs(C.WELCOME)
def components(request: KeyRequest, q: Words = "", page: Number = 1) -> Page[ComponentOut]:
    """Components of the catalogue, by code or words; 200 a page."""
    return queries.components(text=q, page=page)


@api.get(
    "/catalogue/components/{component}",
    response={200: ComponentOut, **REFUSALS},
    url_name="component",
    tags=["Catalogue"],
)
@needs(C.WELCOME)
def component(request: KeyRequest, component: Slug) -> ComponentOut:
    """One component, by the name it has in addresses."""
    return queries.component(component)


@api.get(
    "/catalogue/series", response={200: list[SeriesOut], **REFUSALS}, url_name="series", tags=["Catalogue"]
)
@needs(C.WELCOME)
def series(request: KeyRequest) -> list[SeriesOut]:
    """Every series, with the days of its entries."""
    return queries.series()


@api.get(
    "/catalogue/options", response={200: Page[OptionOut], **REFUSALS}, url_name="options", tags=["Catalogue"]
)
@needs(C.WELCOME)
def options(request: KeyRequest, series: Series, entry_code: Words = "", page: Number = 1) -> Page[OptionOut]:
    """What can be entered in a series, with its fees; 200 a page."""
    return queries.options(series=series, text=entry_code.strip(), page=page)
