"""Every capability with pages brings its own routes; the demo's exist only where the demo is installed."""

from django.apps import apps
from django.urls import include, path
from django.utils.module_loading import module_has_submodule

handler400 = "interchange.site.errors.not_understood"
handler403 = "interchange.site.errors.forbidden"
handler404 = "interchange.site.errors.not_found"
handler500 = "interchange.site.errors.problem"

urlpatterns = [
    path("", include(f"{app.name}.urls"))
    for app in apps.get_app_configs()
    if app.name.startswith("interchange.") and module_has_submodule(app.module, "urls")
]
