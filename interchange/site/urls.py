from django.urls import path

from interchange.site.views import pages

app_name = "site"
urlpatterns = [
    path("", pages.front, name="front"),
    path("welcome/", pages.welcome, name="welcome"),
    path("news/", pages.news, name="news"),
    path("news/<uuid:news_id>/take-down/", pages.take_news_down, name="take-news-down"),
    path("search/", pages.search, name="search"),
    path("history/", pages.history, name="history"),
    path("history/export.csv", pages.history_export, {"kind": "csv"}, name="history-csv"),
    path("history/export.xlsx", pages.history_export, {"kind": "xlsx"}, name="history-xlsx"),
    path("history/verify/", pages.verify_history, name="verify-history"),
    path("desk/trail/", pages.desk_trail, name="desk-trail"),
    path("desk/trail/<str:centre>/", pages.desk_trail, name="desk-trail-of"),
    path("desk/trail/<str:centre>/verify/", pages.verify_trail_of, name="verify-trail-of"),
    path("help/", pages.help_index, name="help"),
    path("help/<slug:name>/", pages.guide, name="guide"),
    path("health/live", pages.live, name="live"),
    path("health/ready", pages.ready, name="ready"),
    path("metrics", pages.metrics, name="metrics"),
]
