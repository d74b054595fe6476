"""The migrations make exactly the schema of the models, and take it away again."""

import ast
import os
import re
import secrets
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, inspect, make_url, text

from pb.records import schema
from pb.records.base import Base

FILES = sorted(schema.FOLDER.glob("*.py"))
VERSIONS = [path.name[:4] for path in FILES]

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
POLICIES = "SELECT tablename, policyname, qual FROM pg_policies"
ROUTINES = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"


@pytest.fixture
def connection(tmp_path):
    """A connection to an empty database of its own, on the engine under test."""
    server = os.environ.get("PB_TEST_DATABASE_URL")
    if not server:
        engine = create_engine(f"sqlite:///{tmp_path}/migrations.db")
        with engine.connect() as found:
            yield found
        engine.dispose()
        return
    address = make_url(server)
    name = f"{address.database}_migrations_{secrets.token_hex(4)}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as at_server:
        at_server.execute(text(f'CREATE DATABASE "{name}"'))
        engine = create_engine(address.set(database=name))
        try:
            with engine.connect() as found:
                yield found
        finally:
            engine.dispose()
            at_server.execute(text(f'DROP DATABASE "{name}"'))
    admin.dispose()


def drawn_index(index):
    """An index in words; the condition of a partial one is a clause that prints as its address."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def drawing(connection):
    """Everything the database says of its schema, in an order that does not matter."""
    found = inspect(connection)
    tables = {
        name: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], str(c["default"]))
                for c in found.get_columns(name)
            ),
            "key": found.get_pk_constraint(name),
            "foreign": sorted(map(str, found.get_foreign_keys(name))),
            "unique": sorted(map(str, found.get_unique_constraints(name))),
            "checks": sorted(map(str, found.get_check_constraints(name))),
            "indexes": sorted(map(drawn_index, found.get_indexes(name))),
        }
        for name in sorted(found.get_table_names())
    }
    triggers = connection.execute(text(TRIGGERS[connection.dialect.name]))
    walls = []
    if connection.dialect.name == "postgresql":
        walls = connection.execute(text(POLICIES)).all()
    version = schema.version_of(connection)
    drawn = {
        **tables,
        "triggers": sorted(map(tuple, triggers)),
        "walls": sorted(map(tuple, walls)),
        "version": version,
    }
    connection.rollback()
    return drawn


def test_models_and_migrations_agree(connection):
    schema.upgrade(connection)

    made = produce_migrations(MigrationContext.configure(connection), Base.metadata)

    assert not made.upgrade_ops.ops, render_python_code(made.upgrade_ops)


def test_models_and_migrations_agree_on_what_is_checked(connection):
    schema.upgrade(connection)
    found = inspect(connection)

    for table in Base.metadata.sorted_tables:
        modelled = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {check["name"] for check in found.get_check_constraints(table.name)} == modelled


def test_the_checks_say_the_same_in_models_and_migrations():
    """Alembic does not compare them, and one engine rewrites them: so the texts themselves."""
    migrated = "".join(re.sub(r'["\s]', "", path.read_text("utf-8")) for path in FILES)
    missing = [
        f"{table.name}: {check.sqltext}"
        for table in Base.metadata.sorted_tables
        for check in table.constraints
        if isinstance(check, CheckConstraint)
        and not check._type_bound
        and re.sub(r'["\s]', "", str(check.sqltext)) not in migrated
    ]

    assert not missing


def test_there_is_one_newest_version():
    script = schema.scripts()

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    assert schema.newest() == FILES[-1].name[:4]


def test_a_database_knows_its_version(connection):
    assert schema.version_of(connection) is None

    schema.upgrade(connection)

    assert schema.version_of(connection) == schema.newest()


def test_up_twice_changes_nothing(connection):
    schema.upgrade(connection)
    once = drawing(connection)

    schema.upgrade(connection)

    assert drawing(connection) == once
    assert len(once["triggers"]) > 15


def test_each_step_can_be_taken_back_and_made_again(connection):
    """One way up, down and up: to try each step from an empty database costs minutes."""
    made = dict(drawn_on_the_way_up(connection))

    for version in VERSIONS[-2::-1]:
        schema.downgrade(connection, version)
        assert drawing(connection) == made[version], f"taken back to {version}"

    schema.downgrade(connection, "base")
    for version, again in drawn_on_the_way_up(connection):
        assert again == made[version], f"made again up to {version}"


def drawn_on_the_way_up(connection):
    """Each version with its schema, step by step."""
    for version in VERSIONS:
        schema.upgrade(connection, version)
        yield version, drawing(connection)


def test_down_to_base_leaves_nothing(connection):
    schema.upgrade(connection)

    schema.downgrade(connection, "base")

    assert drawing(connection).keys() == {"alembic_version", "triggers", "walls", "version"}
    assert drawing(connection)["triggers"] == []
    if connection.dialect.name == "postgresql":
        assert connection.scalars(text(ROUTINES)).all() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).stem)
def test_a_migration_never_imports_the_code_it_may_outlive(path):
    tree = ast.parse(path.read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
                for alias in node.names}  # fmt: skip
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= {
        "alembic",
        "sqlalchemy",
        *sys.stdlib_module_names,
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: Path(path).stem)
def test_a_migration_is_named_by_number_and_idea(path):
    number, _, idea = path.stem.partition("_")
    source = path.read_text("utf-8")

    assert number.isascii()
    assert number.isdigit()
    assert idea
    assert f'revision = "{number}"' in source
    assert ast.get_docstring(ast.parse(source))
