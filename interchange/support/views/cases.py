"""Something suspicious: the door that is open to everybody, locking one's account, and the security officers' pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, address_of, browser_of, public, request_id_of, requires
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.downloads import file_answer, list_answer
from interchange.core.errors import Refused
from interchange.support import forms
from interchange.support.queries import cases
from interchange.support.rules.threads import is_reference
from interchange.support.services import cases as services


@public
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report something suspicious, signed in or not (section 9)."""
    if request.method == "GET":
        return render(request, "support/report.html", {"form": forms.empty_report(request.GET)})
    form, new = forms.read_report(request.POST)
    if not form.errors:
        try:
            case = services.report_suspicion(new, by=_who(request))
        except Refused as refusal:
            form.wrong("what", refusal.message)
        else:
            return redirect("support:reported", case.reference)
    return render(request, "support/report.html", {"form": form}, status=422)


def _who(request: HttpRequest) -> Actor:
    """The person who is signed in, or nobody in particular."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor or Actor(
        name="", address=address_of(request), browser=browser_of(request), request_id=request_id_of(request)
    )


@public
@require_GET
def reported(request: HttpRequest, number: str) -> HttpResponse:
    """What happens next, and, for who is signed in, “Lock my account now”."""
    number = number if is_reference(number, letter="S") else ""
    return render(request, "support/reported.html", {"number": number})


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def lock_account(request: ActorRequest) -> HttpResponse:
    """Lock one's own account: one page that says what happens, and one button."""
    if request.method == "GET":
        return render(request, "support/lock_account.html")
    services.lock_own_account(by=request.actor)
    request.session.flush()
    return redirect("support:account-locked")


@public
@require_GET
def account_locked(request: HttpRequest) -> HttpResponse:
    """How to come back."""
    return render(request, "support/account_locked.html")


# ---------------------------------------------------------------- the security officers' work


@requires(Capability.SECURITY_CASES)
@require_GET
def security_cases(request: ActorRequest) -> HttpResponse:
    """All cases with their clocks, the newest first."""
    return render(request, "support/security_cases.html", cases.cases_page(request.actor, request.GET.dict()))


@requires(Capability.SECURITY_CASES, look=Event.CASES_EXPORTED)
@require_GET
def security_cases_export(request: ActorRequest, kind: str) -> HttpResponse:
    """The list as a file; the export is in the trail."""
    rows, about = cases.export_rows(request.actor, request.GET.dict())
    return list_answer(f"security-cases.{kind}", cases.EXPORT_HEADINGS, rows, about=about, by=request.actor)


@requires(Capability.SECURITY_CASES)
@require_http_methods(["GET", "POST"])
def security_case(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """One case; what is sent is one of: a note, a move, whose it is, how bad it is, or what became of a clock."""
    if request.method == "GET":
        return render(request, "support/security_case.html", _case(case_id, forms.Form({"text": ""})))
    sent, by = request.POST, request.actor
    do, text = sent.get("do", ""), sent.get("text", "")
    try:
        if do == "give":
            services.give_case(case_id, next(iter(forms.keys([sent.get("person", "")])), None), by=by)
        elif do == "judge":
            services.judge_case(case_id, sent.get("severity", ""), by=by)
        elif do == "clock":
            services.decide_clock(case_id, sent.get("which", ""), sent.get("outcome", ""), why=text, by=by)
        elif do == "move":
            services.move_case(case_id, sent.get("verb", ""), why=text, by=by)
        else:
            services.note_case(case_id, text, by=by)
    except Refused as refusal:
        form = forms.Form(forms.typed(sent, "text"))
        form.wrong(
            {"clock": f"why-{sent.get('which', '')}", "move": "why-move"}.get(do, refusal.code),
            refusal.message,
        )
        return render(request, "support/security_case.html", _case(case_id, form), status=422)
    messages.success(request, "Written down.")
    return redirect("support:security-case", case_id)


def _case(case_id: UUID, form: forms.Form) -> dict[str, object]:
    return cases.case_page(case_id) | {"form": form}


@requires(Capability.SECURITY_CASES, look=Event.SECURITY_CASE_EXPORTED)
@require_GET
def security_case_file(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Everything on a case as a ZIP; the export is in the trail."""
    reference, body = cases.case_file(request.actor, case_id)
    return file_answer(body, f"case-{reference}.zip")


@requires(Capability.SECURITY_CASES, look=Event.SECURITY_CASE_EXPORTED)
@require_GET
def security_case_pdf(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The same as a PDF to hand on; this export is in the trail too."""
    reference, body = cases.case_pdf(request.actor, case_id)
    return file_answer(body, f"case-{reference}.pdf")
