from django.urls import path

from interchange.accounts.views import keys, password, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("change-password/", password.change_password, name="change-password"),
    path("activate/<str:token>/", password.activate, name="activate"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<uuid:key_id>/revoke/", keys.revoke, name="revoke-key"),
    path("still-here/", sign_in.still_here, name="still-here"),
]
