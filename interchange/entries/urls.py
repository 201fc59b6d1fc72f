from django.urls import path

from interchange.entries.views import grid, grid_copy, grid_files, grid_submit, timetable

MAKE = "entries/make/<str:series>/"

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
]
