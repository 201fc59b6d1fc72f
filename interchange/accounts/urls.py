from django.urls import path

from interchange.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("change-password/", views.change_password, name="change-password"),
    path("activate/<str:token>/", views.activate, name="activate"),
    path("still-here/", views.still_here, name="still-here"),
]
