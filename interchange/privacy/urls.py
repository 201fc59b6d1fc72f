from django.urls import path

from interchange.privacy import views

app_name = "privacy"
urlpatterns = [
    path("desk/retention/", views.retention, name="retention"),
    path("desk/holds/", views.holds, name="holds"),
    path("desk/holds/<uuid:hold_id>/", views.hold, name="hold"),
    path("desk/holds/<uuid:hold_id>/end/", views.end_hold, name="end-hold"),
    path("desk/people/<uuid:person_id>/subject-access/", views.subject_access, name="subject-access"),
    path("desk/candidates/subject-access/", views.candidate_access, name="candidate-access"),
    path("desk/candidates/subject-access/file/", views.give_candidate_access, name="give-candidate-access"),
    path("account/data/", views.own_data, name="own-data"),
]
