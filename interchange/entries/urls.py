from django.urls import path

from interchange.entries.views import timetable

app_name = "entries"
urlpatterns = [
    path("entries/timetable/", timetable.own_timetable, name="own-timetable"),
    path("entries/timetable/export/<list:kind>/", timetable.own_timetable_file, name="own-timetable-file"),
    path(
        "entries/timetable/our-timetable.ics", timetable.own_timetable_calendar, name="own-timetable-calendar"
    ),
    path("entries/clashes/", timetable.clashes, name="clashes"),
]
