from django.urls import path

from interchange.vocational.views import desk, entering, learners

app_name = "vocational"
urlpatterns = [
    path("vocational/", entering.schemes, name="schemes"),
    path("vocational/template.<slug:kind>", entering.template, name="template"),
    path("vocational/schemes/<str:scheme>/", entering.scheme, name="scheme"),
    path("vocational/schemes/<str:scheme>/enter/", entering.enter, name="enter"),
    path("vocational/entries/", learners.entries, name="entries"),
    path("vocational/entries.<slug:kind>", learners.entries_file, name="entries-file"),
    path("vocational/entries/<uuid:scheme_entry_id>/withdraw/", learners.withdraw, name="withdraw"),
    path("vocational/learners/<uuid:learner_id>/", learners.learner, name="learner"),
    path("vocational/learners/<uuid:learner_id>/details/", learners.change_learner, name="change-learner"),
    path("desk/vocational/", desk.entries, name="desk-entries"),
    path("desk/vocational.<slug:kind>", desk.entries_file, name="desk-entries-file"),
]
