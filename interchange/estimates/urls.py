from django.urls import path

from interchange.estimates.views import desk, estimates, forecasts

LIST = "estimated-entries/<str:series>/"
AWARD = "forecast-grades/<str:series>/<str:entry_code>/"
DESK = "desk/estimated-entries/"
OF_CENTRE = "desk/forecast-grades/<str:series>/<str:centre>/<str:entry_code>/submitted/"

app_name = "estimates"
urlpatterns = [
    path("estimated-entries/", estimates.estimates, name="estimates"),
    path(f"{LIST}save/", estimates.save, name="save"),
    path(f"{LIST}nil/", estimates.nil_return, name="nil-return"),
    path(f"{LIST}upload/", estimates.upload, name="upload"),
    path(f"{LIST}upload/accept/", estimates.accept, name="accept"),
    path(f"{LIST}file/<list:kind>/", estimates.estimates_file, name="file"),
    path(f"{LIST}print/", estimates.print_estimates, name="print"),
    path("forecast-grades/", forecasts.forecasts, name="forecasts"),
    path(AWARD, forecasts.forecast, name="forecast"),
    path(f"{AWARD}upload/", forecasts.upload, name="upload-forecasts"),
    path(f"{AWARD}upload/accept/", forecasts.accept, name="accept-forecasts"),
    path(f"{AWARD}file/<list:kind>/", forecasts.forecast_file, name="forecast-file"),
    path(f"{AWARD}print/", forecasts.print_forecasts, name="print-forecasts"),
    path(f"{AWARD}submitted/", forecasts.submitted, name="submitted"),
    path(f"{AWARD}submitted/<int:version>/", forecasts.submitted_copy, name="submitted-copy"),
    path(
        f"{AWARD}submitted/<int:version>/file/<list:kind>/", forecasts.submitted_file, name="submitted-file"
    ),
    path(DESK, desk.estimates, name="desk-estimates"),
    path(f"{DESK}export/<list:kind>/", desk.estimates_export, name="desk-estimates-export"),
    path(f"{DESK}centres/", desk.centres, name="desk-centres"),
    path(f"{DESK}centres/export/<list:kind>/", desk.centres_export, name="desk-centres-export"),
    path(f"{DESK}<str:series>/prefill/", desk.prefill, name="prefill"),
    path(f"{DESK}<str:series>/remind/", desk.remind, name="remind"),
    path(f"{DESK}<str:series>/<str:centre>/", desk.centre, name="desk-centre"),
    path("desk/forecast-grades/", desk.forecasts, name="desk-forecasts"),
    path("desk/forecast-grades/export/<list:kind>/", desk.forecasts_export, name="desk-forecasts-export"),
    path(OF_CENTRE, desk.submitted, name="desk-submitted"),
    path(f"{OF_CENTRE}<int:version>/<list:kind>/", desk.submitted_file, name="desk-submitted-file"),
]
