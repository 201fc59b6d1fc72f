from django.urls import path

from interchange.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", views.hooks, name="hooks"),
    path("webhooks/<uuid:hook_id>/", views.hook, name="hook"),
    path("webhooks/<uuid:hook_id>/<slug:verb>/", views.change, name="change"),
    path("webhooks/messages/<uuid:delivery_id>/again/", views.again, name="again"),
]
