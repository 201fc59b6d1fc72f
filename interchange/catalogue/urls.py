from django.urls import path, register_converter

from interchange.catalogue.views import look
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
]
