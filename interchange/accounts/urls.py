from django.urls import path

from interchange.accounts.views import password, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("change-password/", password.change_password, name="change-password"),
    path("activate/<str:token>/", password.activate, name="activate"),
    path("still-here/", sign_in.still_here, name="still-here"),
]
