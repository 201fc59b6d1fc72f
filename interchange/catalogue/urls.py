from django.urls import path, register_converter

from interchange.catalogue.views import desk, desk_loads, desk_series, look
from interchange.core.downloads import ListKind

register_converter(ListKind, "list")

app_name = "catalogue"
urlpatterns = [
    path("catalogue/codes/", look.codes, name="codes"),
    path("catalogue/codes/export/<list:kind>/", look.codes_file, name="codes-file"),
    path("catalogue/codes/<str:entry_code>/", look.qualification, name="qualification"),
    path("catalogue/dates/", look.dates, name="dates"),
    path("catalogue/dates/export/<list:kind>/", look.dates_file, name="dates-file"),
    path("catalogue/dates/key-dates.ics", look.dates_calendar, name="dates-calendar"),
    path("catalogue/timetable/", look.timetable, name="timetable"),
    path("catalogue/timetable/export/<list:kind>/", look.timetable_file, name="timetable-file"),
    path("catalogue/timetable/timetable.ics", look.timetable_calendar, name="timetable-calendar"),
    path("catalogue/clashes/", look.clashes, name="clashes"),
    path("catalogue/boundaries/", look.boundaries, name="boundaries"),
    path("catalogue/boundaries/export/<list:kind>/", look.boundaries_file, name="boundaries-file"),
    path("catalogue/uniform-marks/", look.uniform_marks, name="uniform-marks"),
    path("catalogue/uniform-marks/<int:boundary_id>/", look.unit_marks, name="unit-marks"),
    path(
        "catalogue/uniform-marks/<int:boundary_id>/export/<list:kind>/",
        look.unit_marks_file,
        name="unit-marks-file",
    ),
    path("desk/catalogue/", desk.catalogue, name="desk"),
    path("desk/catalogue/changes/", desk.changes, name="desk-changes"),
    path("desk/catalogue/changes/<int:revision_id>/withdraw/", desk.withdraw, name="desk-withdraw"),
    path("desk/catalogue/load/", desk_loads.load, name="desk-load"),
    path("desk/catalogue/load/<uuid:load_id>/apply/", desk_loads.apply, name="desk-apply"),
    path("desk/catalogue/<str:table>/", desk.rows, name="desk-rows"),
    path("desk/catalogue/<str:table>/export/<list:kind>/", desk.rows_file, name="desk-rows-file"),
    path("desk/catalogue/<str:table>/add/", desk.add_row, name="desk-add"),
    path("desk/catalogue/<str:table>/<int:row_id>/", desk.row, name="desk-row"),
    path("desk/catalogue/<str:table>/<int:row_id>/take-out/", desk.take_out, name="desk-take-out"),
    path("desk/series/", desk_series.series_list, name="desk-series"),
    path("desk/series/<str:series>/", desk_series.profile, name="desk-profile"),
    path("desk/series/<str:series>/close/", desk_series.close, name="close-series"),
    path("desk/series/<str:series>/open/", desk_series.reopen, name="reopen-series"),
    path(
        "desk/series/<str:series>/changes/<int:revision_id>/withdraw/",
        desk_series.withdraw,
        name="withdraw-profile-change",
    ),
]
