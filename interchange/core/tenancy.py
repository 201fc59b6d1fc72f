"""Whose rows are whose. A model that derives from `CentreOwned` reads like any other, and the database itself keeps

* one centre's rows from another (row-level security, forced, on every such table), and
* one centre's rows from pointing at another's (each `CentreKey` is a composite foreign key).

Rows are seen only inside `reading(actor)`, `writing(actor)`, `for_centre(...)` or `for_staff()`, each a transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.db import connection, models, transaction
from django.db.models.base import ModelBase
from django.db.models.constraints import BaseConstraint
from django.db.models.expressions import Col
from django.db.models.lookups import Exact

from interchange.core.identifiers import new_id

APP_ROLE = "interchange_app"
STAFF_ROLE = "interchange_staff"


class Sees(Protocol):
    """What tenancy needs to know of an actor."""

    @property
    def centre_id(self) -> int | None: ...

    @property
    def is_staff(self) -> bool: ...


class Unscoped(Exception):
    """A query on a centre's rows that did not say for whom."""


# ---------------------------------------------------------------- whose turn it is


@contextmanager
def reading(actor: Sees) -> Iterator[None]:
    """A read-only transaction that sees what `actor` may see; a write inside it fails in the database."""
    with _turn(actor.centre_id, staff=actor.is_staff, read_only=True):
        yield


@contextmanager
def writing(actor: Sees) -> Iterator[None]:
    """The outermost transaction of a change by `actor`: it commits whole, or not at all."""
    with _turn(actor.centre_id, staff=actor.is_staff, durable=True):
        yield


@contextmanager
def for_centre(centre_id: int) -> Iterator[None]:
    """A transaction for one centre, for jobs and operators' commands."""
    with _turn(centre_id):
        yield


@contextmanager
def for_staff() -> Iterator[None]:
    """A transaction that sees every centre, for the awarding body's own jobs and operators' commands."""
    with _turn(None, staff=True):
        yield


NOBODY = "SET LOCAL ROLE NONE; SET LOCAL app.centre = ''"
_whose: ContextVar[str] = ContextVar("whose_turn", default=NOBODY)


@contextmanager
def _turn(
    centre_id: int | None, *, staff: bool = False, read_only: bool = False, durable: bool = False
) -> Iterator[None]:
    """Set the role and the centre until the transaction ends, in one round trip.

    PostgreSQL keeps both when a transaction within another one ends well, so that the outer one's are set again.
    """
    role = STAFF_ROLE if staff else "NONE"
    centre = "" if centre_id is None else str(int(centre_id))
    whose = f"SET LOCAL ROLE {role}; SET LOCAL app.centre = '{centre}'"
    outer, nested = _whose.get(), connection.in_atomic_block
    with transaction.atomic(durable=durable):
        _execute(f"SET TRANSACTION READ ONLY; {whose}" if read_only else whose)
        token = _whose.set(whose)
        try:
            yield
        finally:
            _whose.reset(token)
        if nested and not connection.needs_rollback:
            _execute(outer)


def _execute(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


# ---------------------------------------------------------------- what the database enforces


class CentreFence(BaseConstraint):
    """Row-level security on a table with a `centre_id`, and the pair `(centre_id, id)` that keys refer to."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        schema_editor.deferred_sql.extend(self._policies(model._meta.db_table))
        if not _has_pair(model):
            return ""
        return f'CONSTRAINT "{self.name}" UNIQUE (centre_id, id)'

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        inline = self.constraint_sql(model, schema_editor)
        return f'ALTER TABLE "{model._meta.db_table}" ADD {inline}' if inline else ""

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = model._meta.db_table
        return f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY, DROP CONSTRAINT IF EXISTS "{self.name}"'

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to say about one instance: the database keeps this promise."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CentreFence) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def _policies(self, table: str) -> list[str]:
        own = "centre_id = nullif(current_setting('app.centre', true), '')::int"
        return [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY own_centre ON "{table}" TO {APP_ROLE} USING ({own}) WITH CHECK ({own})',
            f'CREATE POLICY every_centre ON "{table}" TO {STAFF_ROLE} USING (true) WITH CHECK (true)',
        ]


class CentreReference(BaseConstraint):
    """The composite foreign key behind one `CentreKey`: `(centre_id, x_id)` refers to `(centre_id, id)`."""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        key = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.field))
        table, target = model._meta.db_table, key.related_model._meta.db_table
        schema_editor.deferred_sql.append(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" '
            f'FOREIGN KEY (centre_id, "{key.column}") REFERENCES "{target}" (centre_id, id)'
        )
        return ""

    create_sql = constraint_sql

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"'

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to say about one instance: the database keeps this promise."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, options = super().deconstruct()
        return path, tuple(args), {**options, "field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CentreReference) and (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))


def _has_pair(model: type[models.Model]) -> bool:
    return any(field.column == "id" for field in model._meta.local_fields)


# ---------------------------------------------------------------- what a model sees of it


class CentreKey(models.ForeignKey[Any, Any]):
    """A foreign key to a row of the same centre: joins compare the centre too."""

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **options: Any) -> None:
        super().__init__(to, on_delete=on_delete, **{**options, "db_constraint": False})

    def get_extra_restriction(self, alias: Any, related_alias: Any) -> Any:
        near: Any = self.model._meta.get_field("centre_id")
        far: Any = self.remote_field.model._meta.get_field("centre_id")
        return Exact(Col(alias, far), Col(related_alias, near))

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
        return {"centre_id": instance.centre_id}


class CentreOwnedBase(ModelBase):
    """Gives each centre-owned table its fence and its references, where migrations see them."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **options: Any) -> Any:
        meta = attrs.get("Meta")
        if not getattr(meta, "abstract", False):
            attrs["Meta"] = _with_constraints(name, meta, attrs)
        return super().__new__(mcs, name, bases, attrs, **options)


def _with_constraints(name: str, meta: type | None, attrs: dict[str, Any]) -> type:
    prefix = f"{attrs['__module__'].split('.')[1]}_{name.lower()}"
    keys = [field for field, value in attrs.items() if isinstance(value, CentreKey)]
    added = [
        CentreFence(name=f"{prefix}_of_centre"),
        *(CentreReference(field=key, name=f"{prefix}_{key}_of_centre") for key in keys),
    ]
    members = {name: value for name, value in vars(meta).items() if not name.startswith("__")} if meta else {}
    members["constraints"] = [*members.get("constraints", []), *added]
    return type("Meta", (), members)


Row = TypeVar("Row", bound=models.Model)


class ScopedManager(models.Manager[Row]):
    """Reaches rows only for somebody: `Model.objects.visible_to(actor)`."""

    def visible_to(self, actor: Sees) -> models.QuerySet[Row]:
        """The rows this actor may see; for the awarding body's staff every centre's."""
        rows = super().get_queryset()
        return rows if actor.is_staff else rows.filter(centre_id=actor.centre_id)

    def get_queryset(self) -> models.QuerySet[Row]:
        raise Unscoped(f"{self.model.__name__}.objects needs visible_to(actor)")


class CentreOwned(models.Model, metaclass=CentreOwnedBase):
    """A row that belongs to one centre."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre_id = models.IntegerField(editable=False)

    unscoped = models.Manager()
    objects = ScopedManager()

    if TYPE_CHECKING:
        pk: Any

    class Meta:
        abstract = True
