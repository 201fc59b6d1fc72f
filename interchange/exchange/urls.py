from django.urls import path

from interchange.exchange.views import basedata, desk, files

FILE = "entries/files/<uuid:batch_id>/"

app_name = "exchange"
urlpatterns = [
    path("entries/send/", files.send, name="send"),
    path("entries/files/", files.sent_files, name="files"),
    path("entries/files/export/<list:kind>/", files.files_export, name="files-export"),
    path(FILE, files.file, name="file"),
    path(f"{FILE}answer/", files.answer, name="answer"),
    path(f"{FILE}content/", files.file_content, name="file-content"),
    path(f"{FILE}acknowledgement/", files.file_acknowledgement, name="file-acknowledgement"),
    path(f"{FILE}to-put-right/", files.file_bad_rows, name="file-bad-rows"),
    path("entries/held/", files.held_entries, name="held"),
    path("entries/held/<uuid:made_id>/", files.made_file, name="made-file"),
    path("desk/files/", desk.desk_files, name="desk-files"),
    path("desk/files/send/", desk.desk_send, name="desk-send"),
    path("desk/files/export/<list:kind>/", desk.desk_files_export, name="desk-files-export"),
    path("desk/files/<uuid:batch_id>/", desk.desk_file, name="desk-file"),
    path("desk/files/<uuid:batch_id>/answer/", desk.desk_answer, name="desk-answer"),
    path("desk/files/<uuid:batch_id>/content/", desk.desk_file_content, name="desk-file-content"),
    path("base-data/", basedata.base_data, name="base-data"),
    path("base-data/<str:series>/", basedata.base_data_file, name="base-data-file"),
    path("base-data/<str:series>/<int:number>/", basedata.base_data_issue, name="base-data-issue"),
    path("base-data/schemas/<str:name>", basedata.schema, name="schema"),
    path("desk/base-data/", basedata.desk_base_data, name="desk-base-data"),
    path("desk/base-data/issues/", basedata.desk_issues, name="desk-issues"),
    path("desk/base-data/issues/<str:series>/", basedata.desk_issue, name="desk-issue"),
    path("desk/formats/", desk.desk_formats, name="desk-formats"),
]
