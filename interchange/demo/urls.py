from django.urls import path

from interchange.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/sign-in/<uuid:membership_id>/", views.sign_in_as, name="sign-in-as"),
    path("demo/clock/", views.set_clock, name="set-clock"),
    path("demo/mail/", views.mail, name="mail"),
    path("demo/mail/<str:name>/", views.one_mail, name="one-mail"),
]
