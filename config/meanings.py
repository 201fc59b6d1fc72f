"""What each setting means: for docs/operations/settings.md and for the page of the system."""

MEANINGS = {
    "DATABASE_URL": """The application's role in PostgreSQL 15 or later, as `postgresql://USER:PASSWORD@HOST/DATABASE`.
        Unset, the commands of `bin/` use the embedded server.""",
    "DATABASE_OWNER_URL": "The owner of the same database: to migrate and to test, never to serve.",
    "DATABASE_PREPARES": """Whether PostgreSQL plans what every request asks once for a connection. Off behind a pool in
        transaction mode that does not keep prepared statements.""",
    "SECRET_KEY": """Signs sessions and the check codes of submissions: at least 50 random characters. The demo makes
        and keeps its own.""",
    "SECRET_KEY_FALLBACKS": "Earlier keys whose sessions are still good, while a key is being changed.",
    "SEALING_KEYS": """Keys, the newest first, that seal what has to be read again, such as the seeds of second factors;
        unset, `SECRET_KEY` and its fallbacks do. Lose them and everybody has to set up the second factor again.""",
    "PASSWORD_MAX_AGE_MONTHS": "After how many months a password has to be changed; 0 turns expiry off.",
    "PASSWORD_BREACH_LIST": """Folder with an offline copy of a list of breached passwords: a file for each five-digit
        prefix of SHA-1. Unset, only the commonest passwords are refused.""",
    "PASSWORD_HASH_MEMORY": """Memory for one comparison of a password, in MiB. When it is changed, each password is
        hashed anew as its owner next signs in.""",
    "PASSWORD_HASH_ROUNDS": "How often Argon2id goes through that memory.",
    "NEW_BROWSER_CHECK": "Whether the first sign-in by code from an unknown browser needs a link clicked in a mail.",
    "REMEMBER_BROWSERS": """Whether people of centres may have a browser remembered for 7 days; never administrators,
        heads or the awarding body.""",
    "TERMS_VERSION": "Which version of the terms of use is in force; when it changes, everybody is asked again.",
    "OIDC_ISSUER": """The awarding body's own OpenID Connect provider, exactly as it calls itself. Unset, nobody signs
        in that way; set, its people may, once they have linked their account. It sends them back to `SITE_ADDRESS` and
        `/sign-in/with/back/`.""",
    "OIDC_CLIENT_ID": "What the provider calls this site; needed with `OIDC_ISSUER`.",
    "OIDC_CLIENT_SECRET": "What this site shows the provider; needed with `OIDC_ISSUER`.",
    "OIDC_NAME": "What people call the provider, as the sign-in page says it.",
    "OIDC_MFA_TRUSTED": """Whether the provider's word counts for a second factor, where its `amr` or `acr` says that it
        asked for one; otherwise ours is asked for as always.""",
    "ALLOWED_HOSTS": """Exact names of the hosts this site answers for. In the demo they are added to this machine's
        own names.""",
    "BEHIND_PROXY": "Whether a proxy ends TLS, and sets `X-Forwarded-Proto` whatever the visitor sent.",
    "CLAMD_SOCKET": """Where clamd listens: the path of its socket, or `host:port`. Unset, files that people send are
        not scanned for viruses; set and not answering, no file is taken.""",
    "TRUSTED_PROXIES": """Addresses or networks of your proxies: with `BEHIND_PROXY` they alone are believed about the
        visitor's address and how the visitor came.""",
    "COUNTRY_HEADER": """The header in which your proxy says from which country a request comes, by two letters, such as
        `CF-IPCountry`; believed as `TRUSTED_PROXIES` are. With it, one account used in two countries within an hour is
        flagged. Unset, no country is known or kept.""",
    "WEBHOOKS_TO_PRIVATE_ADDRESSES": """Whether webhooks may lead to machines of private networks and go by plain http:
        only for trying things out, since a centre could then reach into the network of the awarding body.""",
    "AWARDING_BODY": "Whose site it is, as its pages and forms name it.",
    "AWARDING_BODY_LOGIN_ID": "The Login ID with which the awarding body's own people sign in.",
    "AWARDING_BODY_CONTACT": "How people reach it, as help and error pages say it.",
    "AWARDING_BODY_EMAIL": "Its e-mail address, on the page Contact us.",
    "AWARDING_BODY_TELEPHONE": "Its telephone number there.",
    "AWARDING_BODY_HOURS": "When somebody answers there.",
    "DECLARATIONS_BLOCK": "Whether a mark sheet can be submitted only with all three declarations.",
    "AUDIT_ROOTS_FOLDER": """Absolute folder outside the database where the nightly signed roots of the trail are kept;
        best on a disk of another machine.""",
    "AUDIT_SIGNING_KEY": "Absolute path of the file with the key that signs them (Ed25519, PEM); made the first time.",
    "EMAIL_URL": """`smtps://USER:PASSWORD@HOST`, or `smtp+tls:` or `smtp:` in that shape. Unset, mail is kept in the
        folder.""",
    "EMAIL_FROM": "The sender of mail.",
    "SITE_ADDRESS": """Where people reach the site, as `https://interchange.example`: links in mails begin so. A real
        installation has to give it.""",
    "INTERCHANGE_HOME": """Absolute folder of what must not be lost and is not in the database: uploads, kept secrets,
        mail that was not sent; and of the embedded database itself.""",
    "INTERCHANGE_HOST": "Address on which gunicorn listens; leave it on this machine behind a proxy.",
    "INTERCHANGE_PORT": "Port of the web server.",
    "INTERCHANGE_WORKERS": "Processes of gunicorn.",
    "INTERCHANGE_THREADS": "Threads of each of them.",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR. `bin/run` serves with WARNING unless this is set.",
    "METRICS_TOKEN": "Lets another machine read `/metrics`, with `Authorization: Bearer` and this.",
    "PROMETHEUS_MULTIPROC_DIR": """Folder in which gunicorn's processes share their figures; unset, a new one at each
        start.""",
    "DJANGO_SETTINGS_MODULE": """`config.settings.production` for a real installation. Unset, gunicorn takes that one
        and `bin/` takes `config.settings.demo`.""",
    "INTERCHANGE_POSTGRES_BIN": "Folder of other PostgreSQL programs for the embedded server.",
    "PYTHON": "The interpreter with which `bin/setup` makes the environment.",
}
