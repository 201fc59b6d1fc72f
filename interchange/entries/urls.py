from django.urls import path

from interchange.entries.views import (
    candidate,
    desk,
    documents,
    grid,
    grid_copy,
    grid_files,
    grid_submit,
    lists,
    timetable,
)

MAKE = "entries/make/<str:series>/"
CANDIDATE = "entries/candidates/<uuid:candidate_id>/"
ENTRY = "entries/entry/<uuid:entry_id>/"

app_name = "entries"
urlpatterns = [
    path("entries/make/", grid.make, name="make"),
    path(MAKE, grid.grid, name="grid"),
    path(f"{MAKE}cells/", grid.cells, name="cells"),
    path(f"{MAKE}ucis/", grid.ucis, name="ucis"),
    path(f"{MAKE}discard/", grid.discard, name="discard"),
    path(f"{MAKE}file/<list:kind>/", grid.grid_file, name="grid-file"),
    path(f"{MAKE}copy/", grid_copy.copy, name="copy"),
    path(f"{MAKE}upload/", grid_files.upload, name="upload"),
    path(f"{MAKE}upload/accept/", grid_files.accept_upload, name="accept-upload"),
    path(f"{MAKE}upload/to-mend/", grid_files.bad_rows, name="bad-rows"),
    path(f"{MAKE}review/", grid_submit.review, name="review"),
    path("entries/receipts/<uuid:batch_id>/", grid_submit.receipt, name="receipt"),
    path("entries/timetable/", timetable.own_timetable, name="own-timetable"),
    path("entries/timetable/export/<list:kind>/", timetable.own_timetable_file, name="own-timetable-file"),
    path(
        "entries/timetable/our-timetable.ics", timetable.own_timetable_calendar, name="own-timetable-calendar"
    ),
    path("entries/clashes/", timetable.clashes, name="clashes"),
    path("entries/clashes/export/<list:kind>/", documents.clashes_file, name="clashes-file"),
    path("entries/clashes/report.pdf", documents.clashes_pdf, name="clashes-pdf"),
    path("entries/view/", lists.by_assessment, name="by-assessment"),
    path("entries/view/export/<list:kind>/", lists.by_assessment_file, name="by-assessment-file"),
    path("entries/view/candidates/", lists.by_candidate, name="by-candidate"),
    path("entries/view/candidates/export/<list:kind>/", lists.by_candidate_file, name="by-candidate-file"),
    path("entries/not-taken/", lists.rejected, name="rejected"),
    path("entries/not-taken/export/<list:kind>/", lists.rejected_file, name="rejected-file"),
    path(CANDIDATE, candidate.candidate, name="candidate"),
    path(f"{CANDIDATE}details/", candidate.change_details, name="change-details"),
    path(f"{CANDIDATE}statement/", documents.statement, name="statement"),
    path(f"{CANDIDATE}statement.pdf", documents.statement_pdf, name="statement-pdf"),
    path(f"{ENTRY}change/", candidate.change_option, name="change-option"),
    path(f"{ENTRY}withdraw/", candidate.withdraw, name="withdraw"),
    path(f"{ENTRY}reinstate/", candidate.reinstate, name="reinstate"),
    path("entries/reports/", documents.statements_and_reports, name="reports"),
    path("entries/statements/", documents.statements_of_entry, name="statements"),
    path("entries/statements/statements.pdf", documents.statements_pdf, name="statements-pdf"),
    path("entries/statements/export/<list:kind>/", documents.statements_file, name="statements-file"),
    path("entries/warnings/", documents.warnings, name="warnings"),
    path("entries/warnings/report.pdf", documents.warnings_pdf, name="warnings-pdf"),
    path("entries/warnings/export/<list:kind>/", documents.warnings_file, name="warnings-file"),
    path("entries/summary/", documents.summary, name="summary"),
    path("entries/summary/report.pdf", documents.summary_pdf, name="summary-pdf"),
    path("entries/summary/export/<list:kind>/", documents.summary_file, name="summary-file"),
    path("desk/entries/", desk.overview, name="desk"),
    path("desk/entries/by-code.<slug:kind>", desk.totals_file, name="desk-totals-file"),
    path("desk/entries/not-taken/", desk.rejections, name="desk-rejections"),
    path("desk/entries/not-taken.<slug:kind>", desk.rejections_file, name="desk-rejections-file"),
    path("desk/entries/ucis/", desk.ucis, name="desk-ucis"),
    path("desk/entries/candidates/", desk.candidates, name="desk-candidates"),
    path("desk/entries/candidates/<uuid:candidate_id>/", desk.candidate, name="desk-candidate"),
    path("desk/entries/candidates/<uuid:candidate_id>/details/", desk.change_candidate, name="desk-details"),
    path("desk/entries/entries/<uuid:entry_id>/", desk.change_entry, name="desk-entry"),
    path("desk/entries/enter/", desk.enter, name="desk-enter"),
]
