"""The closed list of deeds that leave a trace, and the exact facts of each."""

from enum import StrEnum

from pb.services import paper_facts, proposal_facts


class Tag(StrEnum):
    """Every kind of deed that leaves a trace."""

    MUNICIPALITY_FOUNDED = "municipality.founded"
    ACCOUNT_OPENED = "account.opened"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ADMINISTRATOR_CREATED = "administrator.created"
    ROLE_GRANTED = "role.granted"
    ROLE_TAKEN = "role.taken"
    INVITED = "person.invited"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    RECOVERY_STARTED = "recovery.started"
    RECOVERY_CONFIRMED = "recovery.confirmed"
    RECOVERED = "recovery.used"
    SIGNED_IN = "session.began"
    CODE_ASKED = "code.asked"
    CODE_FITTED = "code.fitted"
    """The right code came back; `people` are those who may say that it is them."""
    RESIDENT_JOINED = "resident.joined"
    """Someone opened an account of their own, and a session began with it."""
    IDENTITY_TIED = "identity.tied"
    """The state named someone we knew, and a session began; `level` is the provider's word."""
    IDENTITY_REFUSED = "identity.refused"
    """The state names another person than we know the account as: somebody has to look."""
    STEPPED_UP = "session.stepped_up"
    SESSION_ENDED = "session.ended"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of a deed
    SECOND_FACTOR_RENEWED = "second_factor.renewed"
    RECOVERY_CODES_RENEWED = "recovery_codes.renewed"
    PERSONAL_DATA_OPENED = "personal_data.opened"
    COMPLAINT_MADE = "complaint.made"
    COMPLAINT_ANSWERED = "complaint.answered"
    ROLL_ENTERED = "roll.entered"
    ROLL_UPLOADED = "roll.uploaded"
    ROLL_IMPORTED = "roll.imported"
    ROLL_LINE_MENDED = "roll_line.mended"
    ROLL_LINE_STRUCK = "roll_line.struck"
    FREEZE_PROPOSED = "roll.freeze_proposed"
    ROLL_FROZEN = "roll.frozen"
    ROLL_CHANGE_PROPOSED = "roll_change.proposed"
    ROLL_CHANGE_AGREED = "roll_change.agreed"
    ROLL_CHANGE_DECLINED = "roll_change.declined"
    RESIDENT_ENROLLED = "resident.enrolled"
    PHONE_CHANGED = "phone.changed"
    RESIDENTS_INTRODUCED = "residents.introduced"
    RULES_DRAFTED = "rules.drafted"
    RULES_SAVED = "rules.saved"
    RULES_DELETED = "rules.deleted"
    RULES_ADOPTED = "rules.adopted"
    WORKDAY_ENTERED = "workday.entered"
    WORKDAY_TAKEN_BACK = "workday.taken_back"
    ROUND_DRAFTED = "round.drafted"
    ROUND_ANNOUNCED = "round.announced"
    ROUND_DIVIDED = "round.divided"
    ROUND_CHANGE_PROPOSED = "round_change.proposed"
    ROUND_CHANGE_CONFIRMED = "round_change.confirmed"
    ROUND_CHANGE_DECLINED = "round_change.declined"
    ROUND_IMPORTED = "round.imported"
    PROPOSAL_SAVED = "proposal.saved"
    PROPOSAL_SUBMITTED = "proposal.submitted"
    PROPOSAL_WITHDRAWN = "proposal.withdrawn"
    """`number` is the one it had on the ballot; 0 where it was not on it."""
    PAPER_BEGUN = "paper_entry.begun"
    PAPER_HANDED_OVER = "paper_entry.handed_over"
    PAPER_SENT_BACK = "paper_entry.sent_back"
    PAPER_CONFIRMED = "paper_entry.confirmed"
    PAPER_DROPPED = "paper_entry.dropped"
    PROPOSAL_TAKEN_BACK = "proposal.taken_back"
    MERGE_OFFERED = "merge.offered"
    MERGE_TAKEN_BACK = "merge.taken_back"
    MERGE_DECLINED = "merge.declined"
    PROPOSALS_MERGED = "merge.accepted"
    SUPPORT_OPENED = "support.opened"
    SUPPORT_CLOSED = "support.closed"
    SUPPORT_GIVEN = "support.given"
    SUPPORT_TAKEN_BACK = "support.taken_back"
    PROPOSAL_FILE_ADDED = "proposal_file.added"
    PROPOSAL_FILE_MOVED = "proposal_file.moved"
    PROPOSAL_FILE_REMOVED = "proposal_file.removed"
    CO_AUTHOR_ASKED = "co_author.asked"
    CO_AUTHOR_CONSENTED = "co_author.consented"
    CO_AUTHOR_DECLINED = "co_author.declined"
    CO_AUTHOR_ENDED = "co_author.ended"
    MAP_DRAWN = "map.drawn"
    PROPOSAL_ADMITTED = "proposal.admitted"
    PROPOSAL_RETURNED = "proposal.returned"
    PROPOSAL_NOT_ADMITTED = "proposal.not_admitted"
    COMMISSION_SEATED = "commission.seated"
    COMMISSION_SIGNED = "commission.signed"
    INTERESTS_DECLARED = "interests.declared"
    SHEET_SAVED = "sheet.saved"
    SHEETS_HANDED_IN = "sheets.handed_in"
    SHEETS_OPENED = "sheets.opened"
    COMMISSION_RANKED = "commission.ranked"
    BALLOT_LOT_ENTERED = "ballot_lot.entered"
    BALLOT_ORDER_DRAWN = "ballot_order.drawn"
    REVIEW_CHECKED = "review.checked"
    REVIEW_NOTED = "review.noted"
    ESTIMATE_MADE = "review.estimate_made"
    ESTIMATE_ANSWERED = "review.estimate_answered"
    OUTCOME_PUT_DOWN = "review.outcome_put_down"
    """What it shall be is no fact of it: the trail is for everyone, a draft is not."""
    RETURN_REPLIED = "review.return_replied"
    APPEAL_FILED = "appeal.filed"
    APPEAL_REGISTERED = "appeal.registered"
    APPEAL_ANSWERED = "appeal.answered"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_REPORTED = "question.reported"
    QUESTION_HIDDEN = "question.hidden"
    QUESTION_SHOWN = "question.shown"
    REPORTS_SETTLED = "question.reports_settled"
    BALLOT_CAST = "ballot.cast"
    STATION_ADDED = "station.added"
    STOCK_DRAWN = "ballot_stock.drawn"
    BALLOTS_PRINTED = "ballot_stock.printed"
    PAPER_MARKED = "paper.marked"
    BOX_OPENED = "box.opened"
    BOX_CONFIRMED = "box.confirmed"
    BATCH_STARTED = "paper_batch.started"
    LINE_ENTERED = "paper_line.entered"
    LINE_UNDONE = "paper_line.undone"
    PASS_FINISHED = "paper_pass.finished"  # noqa: S105 - the name of a deed
    BATCH_RESOLVED = "paper_batch.resolved"
    BATCH_SENT_BACK = "paper_batch.sent_back"
    BATCH_APPROVED = "paper_batch.approved"
    SCAN_ADDED = "paper_batch.scan_added"
    LOT_SEALED = "lot.sealed"
    RESULT_COUNTED = "result.counted"
    RESULT_CONFIRMED = "result.confirmed"
    BOARD_PUBLISHED = "board.published"
    GROUP_FORMED = "group.formed"
    INITIATIVE_STARTED = "initiative_group.started"
    INITIATIVE_CHANGED = "initiative_group.changed"
    INITIATIVE_INVITED = "initiative_group.invited"
    INITIATIVE_INVITATION_WITHDRAWN = "initiative_group.invitation_withdrawn"
    INITIATIVE_JOINED = "initiative_group.joined"
    INITIATIVE_DECLINED = "initiative_group.declined"
    INITIATIVE_LEFT = "initiative_group.left"
    INITIATIVE_LEAVING_WRITTEN = "initiative_group.leaving_written"
    INITIATIVE_LET_GO = "initiative_group.let_go"
    INITIATIVE_LEAVING_DROPPED = "initiative_group.leaving_dropped"
    INITIATIVE_FOUNDED = "initiative_group.founded"
    INITIATIVE_ENTERED = "initiative_group.entered"
    INITIATIVE_CONFIRMED = "initiative_group.confirmed"
    INITIATIVE_REFUSED = "initiative_group.refused"
    INITIATIVE_REGISTERED = "initiative_group.registered"
    INITIATIVE_DISSOLVED = "initiative_group.dissolved"
    INITIATIVE_LEAD_OFFERED = "initiative_group.lead_offered"
    INITIATIVE_LEAD_TAKEN = "initiative_group.lead_taken"
    INITIATIVE_LEAD_KEPT = "initiative_group.lead_kept"
    INITIATIVE_INTEREST = "initiative_group.interest_noted"
    EVALUATION_DRAFTED = "evaluation.drafted"
    EVALUATION_RECORDED = "evaluation.recorded"
    PHOTO_ADDED = "photo.added"
    PHOTO_REMOVED = "photo.removed"
    EVALUATION_PUBLISHED = "evaluation.published"
    RECOMMENDATION_ANSWERED = "recommendation.answered"
    MESSAGE_SENT = "message.sent"
    MESSAGE_FAILED = "message.failed"
    MESSAGE_DROPPED = "message.dropped"
    MESSAGE_RETRIED = "message.retried"
    JOB_ASKED = "job.asked"
    JOB_DONE = "job.done"
    JOB_FAILED = "job.failed"


FACTS: dict[Tag, frozenset[str]] = {
    Tag.MUNICIPALITY_FOUNDED: frozenset({"slug", "settlements"}),
    Tag.ACCOUNT_OPENED: frozenset(),
    Tag.ACCOUNT_DISABLED: frozenset(),
    Tag.ACCOUNT_ENABLED: frozenset(),
    Tag.ADMINISTRATOR_CREATED: frozenset(),
    Tag.ROLE_GRANTED: frozenset({"role"}),
    Tag.ROLE_TAKEN: frozenset({"role"}),
    Tag.INVITED: frozenset({"role"}),
    Tag.INVITATION_ACCEPTED: frozenset(),
    Tag.INVITATION_WITHDRAWN: frozenset(),
    Tag.RECOVERY_STARTED: frozenset(),
    Tag.RECOVERY_CONFIRMED: frozenset(),
    Tag.RECOVERED: frozenset(),
    Tag.SIGNED_IN: frozenset({"means", "second"}),
    Tag.CODE_ASKED: frozenset(),
    Tag.CODE_FITTED: frozenset({"people"}),
    Tag.RESIDENT_JOINED: frozenset({"means", "assurance"}),
    Tag.IDENTITY_TIED: frozenset({"assurance", "level"}),
    Tag.IDENTITY_REFUSED: frozenset(),
    Tag.STEPPED_UP: frozenset({"by"}),
    Tag.SESSION_ENDED: frozenset({"ending"}),
    Tag.PASSWORD_CHANGED: frozenset(),
    Tag.SECOND_FACTOR_RENEWED: frozenset(),
    Tag.RECOVERY_CODES_RENEWED: frozenset(),
    Tag.PERSONAL_DATA_OPENED: frozenset({"purpose", "way", "people"}),
    Tag.COMPLAINT_MADE: frozenset(),
    Tag.COMPLAINT_ANSWERED: frozenset(),
    Tag.ROLL_ENTERED: frozenset({"entries"}),
    Tag.ROLL_UPLOADED: frozenset({"sha256", "size"}),
    Tag.ROLL_IMPORTED: frozenset({"sha256", "number", "added", "kept", "gone"}),
    Tag.ROLL_LINE_MENDED: frozenset({"round"}),
    Tag.ROLL_LINE_STRUCK: frozenset({"round"}),
    Tag.FREEZE_PROPOSED: frozenset({"number"}),
    Tag.ROLL_FROZEN: frozenset({"number", "women", "men", "root"}),
    Tag.ROLL_CHANGE_PROPOSED: frozenset({"kind", "round"}),
    Tag.ROLL_CHANGE_AGREED: frozenset({"kind", "round"}),
    Tag.ROLL_CHANGE_DECLINED: frozenset({"kind", "round"}),
    Tag.RESIDENT_ENROLLED: frozenset({"round"}),
    Tag.PHONE_CHANGED: frozenset({"round", "old_told"}),
    Tag.RESIDENTS_INTRODUCED: frozenset({"people"}),
    Tag.RULES_DRAFTED: frozenset({"preset"}),
    Tag.RULES_SAVED: frozenset({"changed"}),
    Tag.RULES_DELETED: frozenset(),
    Tag.RULES_ADOPTED: frozenset({"sha256", "resolution", "valid_from"}),
    Tag.WORKDAY_ENTERED: frozenset({"worked"}),
    Tag.WORKDAY_TAKEN_BACK: frozenset(),
    Tag.ROUND_DRAFTED: frozenset({"budget", "rule"}),
    Tag.ROUND_ANNOUNCED: frozenset(
        {"budget", "rule", "ties", "voting_opens", "voting_closes", "rule_set"}
    ),
    Tag.ROUND_DIVIDED: frozenset({"headings"}),
    Tag.ROUND_CHANGE_PROPOSED: frozenset({"round", "kind", "changed"}),
    Tag.ROUND_CHANGE_CONFIRMED: frozenset({"round"}),
    Tag.ROUND_CHANGE_DECLINED: frozenset({"round"}),
    Tag.ROUND_IMPORTED: frozenset({"sha256", "projects", "ballots"}),
    Tag.CO_AUTHOR_ASKED: frozenset(),
    Tag.CO_AUTHOR_CONSENTED: frozenset(),
    Tag.CO_AUTHOR_DECLINED: frozenset(),
    Tag.CO_AUTHOR_ENDED: frozenset(),
    Tag.MAP_DRAWN: frozenset({"sha256", "villages"}),
    Tag.COMMISSION_SEATED: frozenset({"round", "members", "criteria"}),
    Tag.COMMISSION_SIGNED: frozenset({"round"}),
    Tag.INTERESTS_DECLARED: frozenset({"round"}),
    Tag.SHEET_SAVED: frozenset({"round"}),
    Tag.SHEETS_HANDED_IN: frozenset({"round"}),
    Tag.SHEETS_OPENED: frozenset({"round", "excused"}),
    Tag.COMMISSION_RANKED: frozenset({"round", "sha256"}),
    Tag.BALLOT_LOT_ENTERED: frozenset({"round", "seed"}),
    Tag.BALLOT_ORDER_DRAWN: frozenset({"round", "seed", "projects"}),
    Tag.RETURN_REPLIED: frozenset(),
    Tag.REPORTS_SETTLED: frozenset({"reports"}),
    Tag.BALLOT_CAST: frozenset({"channel"}),
    **{Tag(name): facts for name, facts in (paper_facts.FACTS | proposal_facts.FACTS).items()},
    Tag.LOT_SEALED: frozenset({"sequence", "size"}),
    Tag.RESULT_COUNTED: frozenset({"version", "ballots", "selected", "cost"}),
    Tag.RESULT_CONFIRMED: frozenset({"version", "protocol"}),
    Tag.BOARD_PUBLISHED: frozenset({"version", "root", "sha256"}),
    Tag.INITIATIVE_STARTED: frozenset(),
    Tag.INITIATIVE_CHANGED: frozenset(),
    Tag.INITIATIVE_INVITED: frozenset({"by_sms"}),
    Tag.INITIATIVE_INVITATION_WITHDRAWN: frozenset(),
    Tag.INITIATIVE_JOINED: frozenset(),
    Tag.INITIATIVE_DECLINED: frozenset(),
    Tag.INITIATIVE_LEFT: frozenset(),
    Tag.INITIATIVE_LEAVING_WRITTEN: frozenset(),
    Tag.INITIATIVE_LET_GO: frozenset(),
    Tag.INITIATIVE_LEAVING_DROPPED: frozenset(),
    Tag.INITIATIVE_FOUNDED: frozenset({"members", "present"}),
    Tag.INITIATIVE_ENTERED: frozenset({"members", "sha256"}),
    Tag.INITIATIVE_CONFIRMED: frozenset(),
    Tag.INITIATIVE_REFUSED: frozenset({"way"}),
    Tag.INITIATIVE_REGISTERED: frozenset({"number", "members"}),
    Tag.INITIATIVE_DISSOLVED: frozenset(),
    Tag.INITIATIVE_LEAD_OFFERED: frozenset(),
    Tag.INITIATIVE_LEAD_TAKEN: frozenset(),
    Tag.INITIATIVE_LEAD_KEPT: frozenset(),
    Tag.INITIATIVE_INTEREST: frozenset({"kind", "by"}),
    Tag.EVALUATION_DRAFTED: frozenset({"project"}),
    Tag.EVALUATION_RECORDED: frozenset({"scores", "recommendations"}),
    Tag.PHOTO_ADDED: frozenset({"sha256"}),
    Tag.PHOTO_REMOVED: frozenset({"sha256"}),
    Tag.EVALUATION_PUBLISHED: frozenset({"recommendations"}),
    Tag.RECOMMENDATION_ANSWERED: frozenset({"answer"}),
    Tag.MESSAGE_SENT: frozenset({"kind", "cost", "tries"}),
    Tag.MESSAGE_FAILED: frozenset({"kind", "error", "tries"}),
    Tag.MESSAGE_DROPPED: frozenset({"kind", "error"}),
    Tag.MESSAGE_RETRIED: frozenset({"kind"}),
    Tag.JOB_ASKED: frozenset({"kind"}),
    Tag.JOB_DONE: frozenset({"kind"}),
    Tag.JOB_FAILED: frozenset({"kind", "error"}),
}
