from django.urls import path

from interchange.invoicing.views import desk, own

app_name = "invoicing"
urlpatterns = [
    path("invoices/", own.invoices, name="invoices"),
    path("invoices/file/<list:kind>/", own.invoices_file, name="invoices-file"),
    path("invoices/waiting/<str:series>/", own.waiting, name="waiting"),
    path("invoices/<uuid:invoice_id>/", own.invoice, name="invoice"),
    path("invoices/<uuid:invoice_id>/invoice.pdf", own.invoice_pdf, name="pdf"),
    path("invoices/<uuid:invoice_id>/lines.<slug:kind>", own.invoice_file, name="file"),
    path("desk/invoicing/", desk.overview, name="desk"),
    path("desk/invoicing/invoices/", desk.invoices, name="desk-invoices"),
    path("desk/invoicing/invoices/<uuid:invoice_id>/", desk.invoice, name="desk-invoice"),
    path(
        "desk/invoicing/invoices/<uuid:invoice_id>/file/<list:kind>/",
        desk.invoice_file,
        name="desk-invoice-file",
    ),
    path("desk/invoicing/invoices/file/<list:kind>/", desk.invoices_file, name="desk-invoices-file"),
    path("desk/invoicing/<str:series>/", desk.series, name="desk-series"),
    path("desk/invoicing/<str:series>/waiting.<slug:kind>", desk.series_file, name="desk-series-file"),
    path("desk/invoicing/<str:series>/run/", desk.run, name="desk-run"),
    path("desk/invoicing/<str:series>/<str:centre>/", desk.account, name="desk-account"),
]
