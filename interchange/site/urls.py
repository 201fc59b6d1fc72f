from django.urls import path

from interchange.site.views import notices, pages, system, trail

app_name = "site"
urlpatterns = [
    path("", pages.front, name="front"),
    path("welcome/", pages.welcome, name="welcome"),
    path("news/", pages.news, name="news"),
    path("news/<uuid:news_id>/take-down/", pages.take_news_down, name="take-news-down"),
    path("reminders/", pages.key_reminders, name="key-reminders"),
    path("reminders/<uuid:reminder_id>/take-down/", pages.take_reminder_down, name="take-reminder-down"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_notices, name="read-notices"),
    path("notices/choices/", notices.notice_choices, name="notice-choices"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("calendar/", notices.calendar, name="calendar"),
    path("calendar/<str:token>.ics", notices.calendar_feed, name="calendar-feed"),
    path("search/", pages.search, name="search"),
    path("account/history/", trail.account_history, name="account-history"),
    path("history/", trail.history, name="history"),
    path("history/export.csv", trail.history_export, {"kind": "csv"}, name="history-csv"),
    path("history/export.xlsx", trail.history_export, {"kind": "xlsx"}, name="history-xlsx"),
    path("history/verify/", trail.verify_history, name="verify-history"),
    path("desk/trail/", trail.desk_trail, name="desk-trail"),
    path("desk/trail/export.csv", trail.desk_trail_export, {"kind": "csv"}, name="desk-trail-csv"),
    path("desk/trail/export.xlsx", trail.desk_trail_export, {"kind": "xlsx"}, name="desk-trail-xlsx"),
    path("desk/trail/<str:centre>/", trail.desk_trail, name="desk-trail-of"),
    path("desk/trail/<str:centre>/verify/", trail.verify_trail_of, name="verify-trail-of"),
    path("desk/system/", system.system, name="system"),
    path("desk/system/settings/", system.system_settings, name="system-settings"),
    path("desk/system/jobs/<int:job_id>/", system.job, name="job"),
    path("help/", pages.help_index, name="help"),
    path("help/<slug:name>/", pages.guide, name="guide"),
    path("health/live", pages.live, name="live"),
    path("health/ready", pages.ready, name="ready"),
    path("metrics", pages.metrics, name="metrics"),
]
