from django.urls import path

from interchange.api.doors import mark_as_doors
from interchange.api.views import api

patterns, app_name_of_ninja, namespace = api.urls
urlpatterns = [path("api/v1/", (mark_as_doors(patterns), app_name_of_ninja, namespace))]
