"""What people and programs prove themselves with, and what was tried."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interchange.accounts.models.people import Membership, Person
from interchange.core import clock
from interchange.core.identifiers import new_id


class Factor(models.Model):
    """A second factor of a person: an authenticator app, a passkey, or a sheet of recovery codes (5.3.2)."""

    class Kind(models.TextChoices):
        TOTP = "totp", "Authenticator app"
        PASSKEY = "passkey", "Passkey or security key"
        RECOVERY = "recovery", "Recovery codes"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="factors")
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=60, blank=True)
    sealed = models.TextField(blank=True)
    """The seed of an authenticator app, sealed."""
    credential_id = models.CharField(max_length=1400, blank=True)
    public_data = models.TextField(blank=True)
    """A passkey's public key and properties, base64."""
    hashes = ArrayField(models.CharField(max_length=200), default=list)
    """Of recovery codes: those not used yet, hashed."""
    last_step = models.BigIntegerField(default=0)
    """The time step of the last code accepted, or a passkey's counter: nothing older is taken again."""
    added_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credential_id"], condition=~Q(credential_id=""), name="accounts_passkey_once"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_at=None) & Q(kind="recovery"),
                name="accounts_one_recovery_sheet",
            ),
        ]  # fmt: skip


class OneUseLink(models.Model):
    """A link that works once and for a while; only the hash of its token is kept (5.1.10, 5.1.11)."""

    class Purpose(models.TextChoices):
        ACTIVATE = "activate", "Set the first password"
        RESET = "reset", "Set a new password"
        EMAIL = "email", "Confirm a new e-mail address"
        BROWSER = "browser", "Confirm a sign-in from a new browser"
        JOIN = "join", "Join another centre"

    token_hash = models.CharField(primary_key=True, max_length=64)
    purpose = models.CharField(max_length=10, choices=Purpose)
    person = models.ForeignKey(Person, models.PROTECT, null=True)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True)
    address = models.EmailField(blank=True)
    data = models.JSONField(default=dict)
    browser = models.CharField(max_length=64, blank=True)
    """Where it works in one browser only: the hash of that browser's token."""
    made_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class KnownBrowser(models.Model):
    """A browser that somebody has completed a sign-in from (5.3.8), remembered for a while if asked (5.3.5)."""

    person = models.ForeignKey(Person, models.PROTECT)
    token_hash = models.CharField(max_length=64)
    browser = models.CharField(max_length=60, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    remembered_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "token_hash"], name="accounts_known_browser_once")
        ]


class OldPassword(models.Model):
    """A password that somebody had: the last eight are not taken again (5.1.8)."""

    person = models.ForeignKey(Person, models.CASCADE)
    hash = models.CharField(max_length=200)
    ended_at = models.DateTimeField()


class SignInTries(models.Model):
    """Wrong tries against one Login ID and username (kept whether or not such a person exists), one network address,
    or one person's second factor (5.2.2, 5.2.3)."""

    key = models.CharField(primary_key=True, max_length=64)
    failures = models.IntegerField()
    since = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)


class SignInHour(models.Model):
    """How many sign-ins failed and succeeded in one hour, for the alarm of 5.2.2."""

    hour = models.DateTimeField(primary_key=True)
    failures = models.IntegerField(default=0)
    successes = models.IntegerField(default=0)
    alarmed_at = models.DateTimeField(null=True)


class ApiKey(models.Model):
    """A key with which a centre's own system asks; its hash alone is kept, and it can do no more than its maker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="keys")
    """Who made it: it dies with this membership (4.4)."""
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    token_hash = models.CharField(max_length=64)
    capabilities = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class CalendarKey(models.Model):
    """The secret address of somebody's calendar of deadlines; its hash alone is kept."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    membership = models.ForeignKey(Membership, models.PROTECT)
    made_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class Identity(models.Model):
    """Whom an OpenID Connect provider calls this person: issuer and subject are the key (ASVS 6.8.1)."""

    person = models.ForeignKey(Person, models.PROTECT)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=Q(ended_at=None), name="accounts_identity_once"
            )
        ]
