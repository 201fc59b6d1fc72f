"""What is let go of the trail when its time has passed (8): by two functions of the database, and by nothing else.

They belong to `interchange_keeper`, a role that nobody signs in as, and know the times themselves: 90 days for whole
addresses, 24 months for sign-ins that went well, 7 years for the rest. Whoever calls them can ask for less (what is on
hold is kept) and for nothing younger. Staff's role alone may call them. The seals of what went stay in its link.

The role is made here where it is missing and may be made; `bin/manage` makes it too (interchange/operations/roles.py).
"""

from django.db import migrations

ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'interchange_keeper') THEN
        CREATE ROLE interchange_keeper NOLOGIN;
        EXECUTE format('GRANT interchange_keeper TO %I', current_user);
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role interchange_keeper is missing, and % may not make it. Let an administrator of the database '
        'run: CREATE ROLE interchange_keeper NOLOGIN; GRANT interchange_keeper TO %;', current_user, current_user;
END $$;
"""

RIGHTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON audit_root FROM interchange_app, interchange_staff;
REVOKE SELECT, INSERT ON audit_root FROM interchange_app;
GRANT USAGE ON SCHEMA public TO interchange_keeper;
GRANT SELECT, DELETE ON audit_eventrecord TO interchange_keeper;
GRANT UPDATE (address, address_cut) ON audit_eventrecord TO interchange_keeper;
GRANT SELECT ON audit_link TO interchange_keeper;
GRANT UPDATE (pruned) ON audit_link TO interchange_keeper;
CREATE POLICY keeper ON audit_eventrecord TO interchange_keeper USING (true) WITH CHECK (true);
CREATE POLICY keeper ON audit_link TO interchange_keeper USING (true) WITH CHECK (true);
"""

CUT_ADDRESSES = """
CREATE FUNCTION audit_cut_addresses(held_people uuid[], held_centres int[], held_subjects text[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH cut AS (
        UPDATE public.audit_eventrecord
        SET address_cut = true,
            address = host(network(set_masklen(address, CASE family(address) WHEN 4 THEN 24 ELSE 48 END)))::inet
        WHERE address IS NOT NULL AND NOT address_cut AND at < now() - interval '90 days'
          AND coalesce(person_id <> ALL (held_people), true) AND centre_id <> ALL (held_centres)
          AND subject <> ALL (held_subjects)
        RETURNING 1)
    SELECT count(*) FROM cut
$$;
"""

PASSING = """('accounts:person:signed-in', 'accounts:factor:accepted', 'accounts:person:signed-out', 'accounts:session:expired',
         'accounts:step-up:passed', 'accounts:membership:chosen')"""

PRUNE = """
CREATE FUNCTION audit_prune(held_people uuid[], held_centres int[], held_subjects text[])
RETURNS TABLE (passing bigint, rest bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH old AS (
        SELECT e.id, e.centre_id, e.link_number, e.position, e.at, l.form, l.events,
               CASE WHEN l.form = 2 THEN e.seal ELSE '' END AS seal,
               CASE WHEN e.name IN PASSING THEN 24 ELSE 84 END AS months
        FROM public.audit_eventrecord e
        JOIN public.audit_link l ON (l.centre_id, l.number) = (e.centre_id, e.link_number)
        WHERE (e.at < now() - interval '7 years'
               OR e.at < now() - interval '24 months' AND e.name IN PASSING)
          AND coalesce(e.person_id <> ALL (held_people), true) AND e.centre_id <> ALL (held_centres)
          AND e.subject <> ALL (held_subjects)),
    past AS (
        SELECT * FROM old
        WHERE form <> 2 OR at < now() - make_interval(months => split_part(seal, ':', 1)::int)),
    whole AS (
        SELECT centre_id, link_number, max(months) AS months FROM past WHERE form = 1
        GROUP BY centre_id, link_number HAVING count(*) = max(events)),
    due AS (
        SELECT past.* FROM past LEFT JOIN whole USING (centre_id, link_number)
        WHERE past.form = 2 OR whole.link_number IS NOT NULL),
    marks AS (
        SELECT centre_id, link_number, jsonb_object_agg(position, seal) AS mark FROM due WHERE form = 2
        GROUP BY centre_id, link_number
        UNION ALL SELECT centre_id, link_number, jsonb_build_object('all', months) FROM whole),
    marked AS (
        UPDATE public.audit_link l SET pruned = coalesce(l.pruned, '{}') || marks.mark
        FROM marks WHERE (l.centre_id, l.number) = (marks.centre_id, marks.link_number)),
    gone AS (
        DELETE FROM public.audit_eventrecord e USING due WHERE e.id = due.id
        RETURNING due.months)
    SELECT count(*) FILTER (WHERE months = 24), count(*) FILTER (WHERE months = 84) FROM gone
$$;
""".replace("PASSING", PASSING)

HAND_OVER = """
GRANT CREATE ON SCHEMA public TO interchange_keeper;
ALTER FUNCTION audit_cut_addresses(uuid[], int[], text[]) OWNER TO interchange_keeper;
ALTER FUNCTION audit_prune(uuid[], int[], text[]) OWNER TO interchange_keeper;
REVOKE CREATE ON SCHEMA public FROM interchange_keeper;
"""

WHO_MAY_CALL = """
REVOKE EXECUTE ON FUNCTION audit_cut_addresses(uuid[], int[], text[]), audit_prune(uuid[], int[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_cut_addresses(uuid[], int[], text[]), audit_prune(uuid[], int[], text[])
    TO interchange_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_privileges"), ("audit", "0003_more_of_each_event")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (ROLE, RIGHTS, CUT_ADDRESSES, PRUNE, WHO_MAY_CALL, HAND_OVER)
    ]
