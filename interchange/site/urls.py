from django.urls import path

from interchange.site import views

app_name = "site"
urlpatterns = [
    path("", views.front, name="front"),
    path("welcome/", views.welcome, name="welcome"),
    path("news/", views.news, name="news"),
    path("news/<uuid:news_id>/take-down/", views.take_news_down, name="take-news-down"),
    path("search/", views.search, name="search"),
    path("history/", views.history, name="history"),
    path("history/export.csv", views.history_export, {"kind": "csv"}, name="history-csv"),
    path("history/export.xlsx", views.history_export, {"kind": "xlsx"}, name="history-xlsx"),
    path("history/verify/", views.verify_history, name="verify-history"),
    path("desk/trail/", views.desk_trail, name="desk-trail"),
    path("desk/trail/<str:centre>/", views.desk_trail, name="desk-trail-of"),
    path("desk/trail/<str:centre>/verify/", views.verify_trail_of, name="verify-trail-of"),
    path("help/", views.help_index, name="help"),
    path("help/<slug:name>/", views.guide, name="guide"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
