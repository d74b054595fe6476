"""The first tables: places, people, rounds, proposals, ballots, results, papers, the trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sign_in_tag", sa.LargeBinary(), nullable=True),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("ref", name=op.f("uq_account_ref")),
        sa.UniqueConstraint("sign_in_tag", name=op.f("uq_account_sign_in_tag")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("kind_ky", sa.Text(), nullable=False),
        sa.Column("kind_ru", sa.Text(), nullable=False),
        sa.Column("raion_ky", sa.Text(), nullable=False),
        sa.Column("raion_ru", sa.Text(), nullable=False),
        sa.Column("oblast_ky", sa.Text(), nullable=False),
        sa.Column("oblast_ru", sa.Text(), nullable=False),
        sa.Column("soate", sa.Text(), nullable=True),
        sa.Column("address_ky", sa.Text(), nullable=True),
        sa.Column("address_ru", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from",
            name=op.f("ck_municipality_ends_after_it_begins"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("actor_ref", sa.Text(), nullable=True),
        sa.Column("object_ref", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_audit_event_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(
        op.f("ix_audit_event_municipality_id"), "audit_event", ["municipality_id"], unique=False
    )
    op.create_table(
        "predecessor",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "municipality_id <> predecessor_id", name=op.f("ck_predecessor_not_itself")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_predecessor_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["municipality.id"],
            name=op.f("fk_predecessor_predecessor_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "predecessor_id", name=op.f("pk_predecessor")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "public",
                "resident",
                "operator",
                "head",
                "commission",
                "monitoring",
                "platform",
                name="known_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position_ky", sa.Text(), nullable=True),
        sa.Column("position_ru", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_role_grant_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(
        op.f("ix_role_grant_municipality_id"), "role_grant", ["municipality_id"], unique=False
    )
    op.create_index(
        "uq_role_grant_once", "role_grant", ["municipality_id", "account_id", "role"], unique=True
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("title_ky", sa.Text(), nullable=False),
        sa.Column("title_ru", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column(
            "vote_type",
            sa.Enum(
                "approval",
                "choose-1",
                "cumulative",
                "scoring",
                "ordinal",
                name="known_vote_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("min_choices", sa.Integer(), nullable=False),
        sa.Column("max_choices", sa.Integer(), nullable=False),
        sa.Column(
            "allocation_rule",
            sa.Enum(
                "greedy",
                "greedy-no-skip",
                "greedy-threshold",
                name="known_rule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("ties", sa.Text(), nullable=False),
        sa.Column("expected_ballots", sa.Integer(), nullable=False),
        sa.Column("submission_opens", INSTANT, nullable=False),
        sa.Column("submission_closes", INSTANT, nullable=False),
        sa.Column("review_closes", INSTANT, nullable=False),
        sa.Column("voting_opens", INSTANT, nullable=False),
        sa.Column("voting_closes", INSTANT, nullable=False),
        sa.Column("results_due", INSTANT, nullable=False),
        sa.Column("announced_at", INSTANT, nullable=True),
        sa.Column("announced_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("budget > 0", name=op.f("ck_round_budget_positive")),
        sa.CheckConstraint(
            "ceiling IS NULL OR (ceiling > 0 AND ceiling <= budget)",
            name=op.f("ck_round_ceiling_fits"),
        ),
        sa.CheckConstraint(
            "decided_at IS NULL OR announced_at IS NOT NULL",
            name=op.f("ck_round_decided_if_announced"),
        ),
        sa.CheckConstraint(
            "min_choices >= 0 AND max_choices >= min_choices", name=op.f("ck_round_choices_fit")
        ),
        sa.CheckConstraint(
            "submission_opens < submission_closes AND submission_closes <= review_closes"
            " AND review_closes <= voting_opens AND voting_opens < voting_closes"
            " AND voting_closes <= results_due",
            name=op.f("ck_round_dates_in_order"),
        ),
        sa.CheckConstraint("threshold >= 0", name=op.f("ck_round_threshold_not_negative")),
        sa.ForeignKeyConstraint(
            ["announced_by"], ["account.id"], name=op.f("fk_round_announced_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_round_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_round_municipality_id_id")),
        sa.UniqueConstraint("municipality_id", "slug", name=op.f("uq_round_municipality_id_slug")),
    )
    op.create_index(op.f("ix_round_municipality_id"), "round", ["municipality_id"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("soate", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_settlement_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_settlement_municipality_id_id")),
        sa.UniqueConstraint(
            "municipality_id", "slug", name=op.f("uq_settlement_municipality_id_slug")
        ),
    )
    op.create_index(
        op.f("ix_settlement_municipality_id"), "settlement", ["municipality_id"], unique=False
    )
    op.create_table(
        "ballot_inbox",
        sa.Column("ballot_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "internet",
                "paper",
                "assembly",
                name="known_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_ballot_inbox_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ballot_inbox_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_ballot_inbox")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_ballot_inbox_municipality_id"), "ballot_inbox", ["municipality_id"], unique=False
    )
    op.create_index(op.f("ix_ballot_inbox_round_id"), "ballot_inbox", ["round_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("subject_ref", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "protocol",
                "evaluation",
                name="known_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_document_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_document_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_document_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "municipality_id",
            "kind",
            "year",
            "number",
            "language",
            name=op.f("uq_document_municipality_id_kind_year_number_language"),
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_document_ref")),
    )
    op.create_index(
        op.f("ix_document_municipality_id"), "document", ["municipality_id"], unique=False
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_lot_not_empty")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_lot_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_lot_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("round_id", "sequence", name=op.f("uq_lot_round_id_sequence")),
    )
    op.create_index(op.f("ix_lot_municipality_id"), "lot", ["municipality_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("register_number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "admitted",
                "returned",
                "not_admitted",
                name="known_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title_ky", sa.Text(), nullable=True),
        sa.Column("title_ru", sa.Text(), nullable=True),
        sa.Column("problem_ky", sa.Text(), nullable=True),
        sa.Column("problem_ru", sa.Text(), nullable=True),
        sa.Column("solution_ky", sa.Text(), nullable=True),
        sa.Column("solution_ru", sa.Text(), nullable=True),
        sa.Column("beneficiaries", sa.Integer(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("own_cash", sa.BigInteger(), nullable=False),
        sa.Column("own_kind", sa.BigInteger(), nullable=False),
        sa.Column("own_labour", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "not_local",
                "cost_unjustified",
                "against_law",
                "not_feasible",
                "papers_missing",
                name="known_ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_language", sa.Text(), nullable=True),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'not_admitted' OR ground IS NOT NULL",
            name=op.f("ck_proposal_ground_if_not_admitted"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR mend_by IS NOT NULL",
            name=op.f("ck_proposal_mend_by_if_returned"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL",
            name=op.f("ck_proposal_submitted_if_not_draft"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('admitted', 'returned', 'not_admitted') OR reviewed_by IS NOT NULL",
            name=op.f("ck_proposal_reviewer_if_reviewed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'not_admitted') OR coalesce(length(reason), 0) >= 10",
            name=op.f("ck_proposal_reason_if_refused"),
        ),
        sa.CheckConstraint("cost > 0", name=op.f("ck_proposal_cost_positive")),
        sa.CheckConstraint(
            "own_cash >= 0 AND own_kind >= 0 AND own_labour >= 0",
            name=op.f("ck_proposal_own_not_negative"),
        ),
        sa.CheckConstraint(
            "title_ky IS NOT NULL OR title_ru IS NOT NULL", name=op.f("ck_proposal_titled")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_proposal_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_proposal_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "settlement_id"],
            ["settlement.municipality_id", "settlement.id"],
            name=op.f("fk_proposal_municipality_id_settlement_id_settlement"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_proposal_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["account.id"], name=op.f("fk_proposal_reviewed_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_proposal_municipality_id_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_proposal_ref")),
        sa.UniqueConstraint(
            "round_id", "register_number", name=op.f("uq_proposal_round_id_register_number")
        ),
    )
    op.create_index(
        op.f("ix_proposal_municipality_id"), "proposal", ["municipality_id"], unique=False
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_resident_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "settlement_id"],
            ["settlement.municipality_id", "settlement.id"],
            name=op.f("fk_resident_municipality_id_settlement_id_settlement"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_resident_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint(
            "municipality_id", "account_id", name=op.f("uq_resident_municipality_id_account_id")
        ),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_resident_municipality_id_id")),
    )
    op.create_index(
        op.f("ix_resident_municipality_id"), "resident", ["municipality_id"], unique=False
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "allocation_rule",
            sa.Enum(
                "greedy",
                "greedy-no-skip",
                "greedy-threshold",
                name="known_rule",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ties", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("internet", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Integer(), nullable=False),
        sa.Column("assembly", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("left_over", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", INSTANT, nullable=False),
        sa.Column("counted_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("confirmed_by <> counted_by", name=op.f("ck_result_two_people")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_at IS NOT NULL",
            name=op.f("ck_result_dated_if_confirmed"),
        ),
        sa.CheckConstraint("cost + left_over = budget", name=op.f("ck_result_money_adds_up")),
        sa.CheckConstraint(
            "cost >= 0 AND left_over >= 0", name=op.f("ck_result_money_not_negative")
        ),
        sa.CheckConstraint(
            "internet + paper + assembly = ballots", name=op.f("ck_result_channels_add_up")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_result_confirmed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["account.id"], name=op.f("fk_result_counted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_result_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_result_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_result_municipality_id_id")),
        sa.UniqueConstraint("round_id", "version", name=op.f("uq_result_round_id_version")),
    )
    op.create_index(op.f("ix_result_municipality_id"), "result", ["municipality_id"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("ballot_id", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "internet",
                "paper",
                "assembly",
                name="known_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_ballot_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_ballot_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_ballot_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ballot_municipality_id"), "ballot", ["municipality_id"], unique=False)
    op.create_index(op.f("ix_ballot_round_id"), "ballot", ["round_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("source_ref", sa.Text(), nullable=True),
        sa.Column("was_selected", sa.Boolean(), nullable=True),
        sa.Column("title_ky", sa.Text(), nullable=True),
        sa.Column("title_ru", sa.Text(), nullable=True),
        sa.Column("settlement_ky", sa.Text(), nullable=True),
        sa.Column("settlement_ru", sa.Text(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("own_contribution", sa.BigInteger(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cost > 0 AND own_contribution >= 0", name=op.f("ck_project_money_fits")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_project_number_from_one")),
        sa.CheckConstraint(
            "title_ky IS NOT NULL OR title_ru IS NOT NULL", name=op.f("ck_project_titled")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.id"],
            name=op.f("fk_project_municipality_id_proposal_id_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_project_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_project_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("municipality_id", "id", name=op.f("uq_project_municipality_id_id")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_project_proposal_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_project_round_id_number")),
        sa.UniqueConstraint("round_id", "source_ref", name=op.f("uq_project_round_id_source_ref")),
    )
    op.create_index(
        op.f("ix_project_municipality_id"), "project", ["municipality_id"], unique=False
    )
    op.create_table(
        "roll_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "resident_id"],
            ["resident.municipality_id", "resident.id"],
            name=op.f("fk_roll_entry_municipality_id_resident_id_resident"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_roll_entry_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_roll_entry_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_roll_entry_round_id_id")),
        sa.UniqueConstraint(
            "round_id", "resident_id", name=op.f("uq_roll_entry_round_id_resident_id")
        ),
    )
    op.create_index(
        op.f("ix_roll_entry_municipality_id"), "roll_entry", ["municipality_id"], unique=False
    )
    op.create_table(
        "participation",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "internet",
                "paper",
                "assembly",
                name="known_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hour", INSTANT, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["round.municipality_id", "round.id"],
            name=op.f("fk_participation_municipality_id_round_id_round"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_participation_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["roll_entry.round_id", "roll_entry.id"],
            name=op.f("fk_participation_round_id_roll_entry_id_roll_entry"),
        ),
        sa.PrimaryKeyConstraint("round_id", "roll_entry_id", name=op.f("pk_participation")),
    )
    op.create_index(
        op.f("ix_participation_municipality_id"), "participation", ["municipality_id"], unique=False
    )
    op.create_table(
        "result_line",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("internet", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Integer(), nullable=False),
        sa.Column("assembly", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "won",
                "no_money",
                "below_threshold",
                "after_stop",
                name="known_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("left_before", sa.BigInteger(), nullable=False),
        sa.Column("left_after", sa.BigInteger(), nullable=False),
        sa.Column("tied_with", sa.Text(), nullable=False),
        sa.Column(
            "tie_broken_by",
            sa.Enum(
                "lower-cost",
                "own-share",
                "listed-first",
                name="known_tie_break",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "internet + paper + assembly = score", name=op.f("ck_result_line_channels_add_up")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "project_id"],
            ["project.municipality_id", "project.id"],
            name=op.f("fk_result_line_municipality_id_project_id_project"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "result_id"],
            ["result.municipality_id", "result.id"],
            name=op.f("fk_result_line_municipality_id_result_id_result"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_result_line_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("result_id", "place", name=op.f("pk_result_line")),
        sa.UniqueConstraint(
            "result_id", "project_id", name=op.f("uq_result_line_result_id_project_id")
        ),
    )
    op.create_index(
        op.f("ix_result_line_municipality_id"), "result_line", ["municipality_id"], unique=False
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_result_line_municipality_id"), table_name="result_line")
    op.drop_table("result_line")
    op.drop_index(op.f("ix_participation_municipality_id"), table_name="participation")
    op.drop_table("participation")
    op.drop_index(op.f("ix_roll_entry_municipality_id"), table_name="roll_entry")
    op.drop_table("roll_entry")
    op.drop_index(op.f("ix_project_municipality_id"), table_name="project")
    op.drop_table("project")
    op.drop_index(op.f("ix_ballot_round_id"), table_name="ballot")
    op.drop_index(op.f("ix_ballot_municipality_id"), table_name="ballot")
    op.drop_table("ballot")
    op.drop_index(op.f("ix_result_municipality_id"), table_name="result")
    op.drop_table("result")
    op.drop_index(op.f("ix_resident_municipality_id"), table_name="resident")
    op.drop_table("resident")
    op.drop_index(op.f("ix_proposal_municipality_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_lot_municipality_id"), table_name="lot")
    op.drop_table("lot")
    op.drop_index(op.f("ix_document_municipality_id"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_ballot_inbox_round_id"), table_name="ballot_inbox")
    op.drop_index(op.f("ix_ballot_inbox_municipality_id"), table_name="ballot_inbox")
    op.drop_table("ballot_inbox")
    op.drop_index(op.f("ix_settlement_municipality_id"), table_name="settlement")
    op.drop_table("settlement")
    op.drop_index(op.f("ix_round_municipality_id"), table_name="round")
    op.drop_table("round")
    op.drop_index("uq_role_grant_once", table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_municipality_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_table("predecessor")
    op.drop_index(op.f("ix_audit_event_municipality_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("municipality")
    op.drop_table("account")
