from django.urls import path

from interchange.support.views import cases, desk, guides, messages, status

app_name = "support"
urlpatterns = [
    path("contact/", messages.contact, name="contact"),
    path("messages/", messages.own_messages, name="messages"),
    path("messages/new/", messages.new_message, name="new-message"),
    path("messages/<uuid:thread_id>/", messages.thread, name="thread"),
    path("messages/<uuid:thread_id>/close/", messages.close_message, name="close-message"),
    path("messages/files/<uuid:attachment_id>/", messages.attachment, name="attachment"),
    path("desk/messages/", desk.desk_messages, name="desk-messages"),
    path("desk/messages/act/", desk.desk_messages_act, name="desk-messages-act"),
    path("desk/messages/export.csv", desk.desk_messages_export, {"kind": "csv"}, name="desk-messages-csv"),
    path("desk/messages/export.xlsx", desk.desk_messages_export, {"kind": "xlsx"}, name="desk-messages-xlsx"),
    path("desk/messages/<uuid:thread_id>/", desk.desk_thread, name="desk-thread"),
    path("desk/messages/<uuid:thread_id>/assign/", desk.assign_thread, name="assign-thread"),
    path("desk/messages/<uuid:thread_id>/move/", desk.move_thread, name="move-thread"),
    path("desk/messages/files/<uuid:attachment_id>/", desk.desk_attachment, name="desk-attachment"),
    path("report/", cases.report, name="report"),
    path("report/sent/<str:number>/", cases.reported, name="reported"),
    path("lock-account/", cases.lock_account, name="lock-account"),
    path("account-locked/", cases.account_locked, name="account-locked"),
    path("desk/security/", cases.security_cases, name="security-cases"),
    path("desk/security/export.csv", cases.security_cases_export, {"kind": "csv"}, name="security-cases-csv"),
    path(
        "desk/security/export.xlsx", cases.security_cases_export, {"kind": "xlsx"}, name="security-cases-xlsx"
    ),
    path("desk/security/<uuid:case_id>/", cases.security_case, name="security-case"),
    path("desk/security/<uuid:case_id>/file.zip", cases.security_case_file, name="security-case-file"),
    path("desk/security/<uuid:case_id>/file.pdf", cases.security_case_pdf, name="security-case-pdf"),
    path("status/", status.status, name="status"),
    path("status/feed.json", status.status_feed, name="status-feed"),
    path("desk/status/", status.desk_status, name="desk-status"),
    path("desk/status/<uuid:status_id>/", status.update_status, name="update-status"),
    path("guides/", guides.guides, name="guides"),
    path("guides/<uuid:guide_id>/file/", guides.guide_file, name="guide-file"),
    path("desk/guides/", guides.desk_guides, name="desk-guides"),
    path("desk/guides/<uuid:guide_id>/withdraw/", guides.withdraw_guide, name="withdraw-guide"),
]
