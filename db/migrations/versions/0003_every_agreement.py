"""Pairs, paper, one device for two, drawn signatures, guidelines, own wording, and a document's life."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guideline_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("workplace_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("substance", sa.Boolean(), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_guideline_version_organisation_id")
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_guideline_version_published_by_id")),
        sa.ForeignKeyConstraint(["workplace_id"], ["workplace.id"], name=op.f("fk_guideline_version_workplace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_version")),
        sa.UniqueConstraint(
            "organisation_id",
            "workplace_id",
            "kind",
            "number",
            name=op.f("uq_guideline_version_organisation_id_workplace_id_kind_number"),
        ),
    )
    op.create_index(
        op.f("ix_guideline_version_organisation_id"), "guideline_version", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_guideline_version_workplace_id"), "guideline_version", ["workplace_id"], unique=False)
    op.create_table(
        "template_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("based_on_id", sa.Uuid(), nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["based_on_id"], ["template_version.id"], name=op.f("fk_template_draft_based_on_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["person.id"], name=op.f("fk_template_draft_edited_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_template_draft_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_draft")),
        sa.UniqueConstraint("organisation_id", "kind", name=op.f("uq_template_draft_organisation_id_kind")),
    )
    op.create_index(op.f("ix_template_draft_organisation_id"), "template_draft", ["organisation_id"], unique=False)
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_acknowledgement_recorded_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["guideline_version.id"], name=op.f("fk_acknowledgement_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f("uq_acknowledgement_version_id_person_id")),
    )
    op.create_index(op.f("ix_acknowledgement_person_id"), "acknowledgement", ["person_id"], unique=False)
    op.create_table(
        "pair",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_pair_created_by_id")),
        sa.ForeignKeyConstraint(["first_id"], ["engagement.id"], name=op.f("fk_pair_first_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pair_organisation_id")),
        sa.ForeignKeyConstraint(["second_id"], ["engagement.id"], name=op.f("fk_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
    )
    op.create_index(op.f("ix_pair_first_id"), "pair", ["first_id"], unique=False)
    op.create_index(op.f("ix_pair_organisation_id"), "pair", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_pair_second_id"), "pair", ["second_id"], unique=False)
    op.create_table(
        "paper_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("witness", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_paper_record_recorded_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["document_version.id"], name=op.f("fk_paper_record_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_record")),
    )
    op.create_index(op.f("ix_paper_record_version_id"), "paper_record", ["version_id"], unique=False)
    op.create_table(
        "signing_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["document_party.id"], name=op.f("fk_signing_code_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_code")),
    )
    op.create_index(op.f("ix_signing_code_party_id"), "signing_code", ["party_id"], unique=False)
    op.create_table(
        "paper_scan",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper_record.id"], name=op.f("fk_paper_scan_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_scan")),
    )
    op.create_table(
        "consent_drawing",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_drawing_consent_id")),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consent_drawing")),
    )
    op.create_table(
        "download",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("session_hash", sa.String(), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_download_token_hash")),
    )
    with op.batch_alter_table("consent") as batch:
        batch.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("beside_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("paper_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_consent_beside_id"), "person", ["beside_id"], ["id"])
        batch.create_foreign_key(op.f("fk_consent_paper_id"), "paper_record", ["paper_id"], ["id"])
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("pair_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("attached_version_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("supersedes_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("look_again_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("declined_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("decline_word", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("discussed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("discussed_by_id", sa.Uuid(), nullable=True))
        batch.create_index(op.f("ix_document_pair_id"), ["pair_id"], unique=False)
        batch.create_index(op.f("ix_document_supersedes_id"), ["supersedes_id"], unique=False)
        batch.create_foreign_key(op.f("fk_document_discussed_by_id"), "person", ["discussed_by_id"], ["id"])
        batch.create_foreign_key(
            op.f("fk_document_attached_version_id"), "template_version", ["attached_version_id"], ["id"]
        )
        batch.create_foreign_key(op.f("fk_document_declined_by_id"), "person", ["declined_by_id"], ["id"])
        batch.create_foreign_key(op.f("fk_document_supersedes_id"), "document", ["supersedes_id"], ["id"])
        batch.create_foreign_key(op.f("fk_document_pair_id"), "pair", ["pair_id"], ["id"])
    with op.batch_alter_table("document_party") as batch:
        batch.add_column(sa.Column("engagement_id", sa.Uuid(), nullable=True))
        batch.create_index(op.f("ix_document_party_engagement_id"), ["engagement_id"], unique=False)
        batch.create_foreign_key(op.f("fk_document_party_engagement_id"), "engagement", ["engagement_id"], ["id"])
    with op.batch_alter_table("session_row") as batch:
        batch.add_column(sa.Column("handed_to_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_session_row_handed_to_id"), "document_party", ["handed_to_id"], ["id"])
    with op.batch_alter_table("template_version") as batch:
        batch.add_column(sa.Column("in_force_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("published_by_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_template_version_published_by_id"), "person", ["published_by_id"], ["id"])
    op.execute(
        "UPDATE document_party SET engagement_id ="
        " (SELECT engagement_id FROM document WHERE document.id = document_party.document_id)"
        " WHERE capacity = 'volunteer'"
    )
