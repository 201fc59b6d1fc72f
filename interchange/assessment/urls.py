from django.urls import path, register_converter

from interchange.assessment.views import desk, imports, lists, reach, requests, sheet, submitting


class FileKind:
    """The kinds of file that are made."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Digits:
    """A candidate number, or the row of noughts that a script replaces by one."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "kind")
register_converter(Digits, "digits")

SHEET = "coursework/<str:series>/<str:component>/"
DESK = "desk/sheets/<str:centre>/<str:series>/<str:component>/"

app_name = "assessment"
urlpatterns = [
    path("coursework/enter/", lists.enter, name="enter"),
    path("coursework/submit/", lists.submit_list, name="submit-list"),
    path("coursework/submitted/", lists.submitted, name="submitted"),
    path("coursework/who-sees/", reach.who_sees, name="who-sees"),
    path("coursework/who-sees/two-persons/", reach.two_persons, name="two-persons"),
    path("coursework/who-sees/<uuid:membership_id>/", reach.narrow, name="narrow"),
    path("coursework/requests/", requests.requests_list, name="requests"),
    path("coursework/requests/<uuid:request_id>/sign/", requests.countersign, name="countersign"),
    path("submissions/<uuid:submission_id>/", submitting.receipt, name="receipt"),
    path("submissions/<uuid:submission_id>/ims1/", submitting.ims1, name="ims1"),
    path("submissions/<uuid:submission_id>/ims1.pdf", submitting.ims1_pdf, name="ims1-pdf"),
    path("desk/sheets/", desk.sheets, name="desk-sheets"),
    path("desk/sheets/export/<kind:kind>/", desk.export, name="desk-export"),
    path("desk/overdue/", desk.overdue, name="desk-overdue"),
    path("desk/changes/", desk.changes, name="desk-changes"),
    path("desk/changes/<uuid:request_id>/", desk.decide_change, name="decide-change"),
    path("desk/extensions/", desk.extensions, name="desk-extensions"),
    path("desk/extensions/<uuid:request_id>/", desk.decide_extension, name="decide-extension"),
    path("desk/verify/", desk.verify, name="desk-verify"),
    path(DESK, desk.sheet, name="desk-sheet"),
    path(f"{DESK}reopen/", desk.reopen, name="reopen"),
    path(f"{DESK}moderate/", desk.moderate, name="moderate"),
    path(SHEET, sheet.sheet, name="sheet"),
    path(f"{SHEET}cells/", sheet.cells, name="cells"),
    path(f"{SHEET}history/", sheet.sheet_history, name="sheet-history"),
    path(f"{SHEET}history/<digits:number>/", sheet.cell_history, name="cell-history"),
    path(f"{SHEET}declarations/", sheet.declarations, name="declarations"),
    path(f"{SHEET}second/", sheet.second_keying, name="second"),
    path(f"{SHEET}second/differences/", sheet.differences, name="differences"),
    path(f"{SHEET}import/", imports.import_marks, name="import"),
    path(f"{SHEET}import/accept/", imports.accept_import, name="accept-import"),
    path(f"{SHEET}history/back-to/<int:link_number>/", imports.restore, name="restore"),
    path(f"{SHEET}file/<kind:kind>/", imports.sheet_file, name="sheet-file"),
    path(f"{SHEET}review/", submitting.review, name="review"),
    path(f"{SHEET}submit/", submitting.submit, name="submit"),
    path(f"{SHEET}print/", submitting.print_sheet, name="print"),
    path(f"{SHEET}change/", requests.ask_change, name="ask-change"),
    path(f"{SHEET}extension/", requests.ask_extension, name="ask-extension"),
]
