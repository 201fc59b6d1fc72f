"""The class order is kept for the sitting, and the printed page follows it (C10)."""

import re


def numbers(page):
    return re.findall(r'<tr id="?r(\d{4})', page.content.decode())


def printed(page):
    return re.findall(r'<th scope="row" data-label="No.">(\d{4})', page.content.decode())


def test_an_order_once_chosen_is_kept_and_printed(a_sheet, ben, signed_in):
    sheet, browser = a_sheet(candidates=4), signed_in(ben)
    sheet.fill(ben)
    chosen = numbers(browser.get(f"{sheet.url}?sort=mark"))
    assert chosen == ["0004", "0003", "0002", "0001"]
    assert numbers(browser.get(sheet.url)) == chosen
    assert printed(browser.get(f"{sheet.url}print/")) == chosen


def test_an_order_that_is_none_counts_as_the_candidate_number(a_sheet, ben, signed_in):
    sheet, browser = a_sheet(candidates=2), signed_in(ben)
    assert numbers(browser.get(f"{sheet.url}?sort=../../etc")) == ["0001", "0002"]
