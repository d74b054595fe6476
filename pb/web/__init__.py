"""The browser's door: forms and views stay thin, no query is written here.

`set_up` puts everything on an application; views export a blueprint and nothing else.
"""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from pb.web import (
    access,
    booths,
    checklists,
    display,
    errors,
    formats,
    language,
    limits,
    origins,
    security,
    static,
)
from pb.web.surroundings import Surroundings
from pb.web.views import (
    account,
    appeals,
    assemblies,
    assembly_acts,
    assembly_marks,
    background,
    ballot_changes,
    ballot_order,
    ballots,
    boards,
    box_acts,
    calls,
    co_authors,
    commissions,
    daily,
    desk,
    dispute_outcomes,
    disputes,
    documents,
    drafts,
    enrolment,
    evaluations,
    evidence,
    group_people,
    group_register,
    groups,
    headings,
    invitations,
    kiosk_desk,
    kiosks,
    merging,
    monitoring,
    oversight,
    own_groups,
    own_roll,
    paper_approvals,
    paper_batches,
    paper_entries,
    paper_marks,
    place_maps,
    places,
    platform,
    privacy,
    proposal_files,
    proposal_forms,
    proposal_steps,
    proposals,
    public_rules,
    questions,
    replies,
    results,
    reviews,
    roll_lines,
    rolls,
    round_changes,
    rules,
    scores,
    scoring,
    sign_in,
    sign_in_by_phone,
    sign_in_by_state,
    staff,
    stations,
    supporting,
    workdays,
)

__all__ = ["Surroundings", "set_up"]

BLUEPRINTS = (
    static.bp,
    platform.bp,
    background.bp,
    oversight.bp,
    sign_in.bp,
    sign_in_by_phone.bp,
    sign_in_by_state.bp,
    invitations.bp,
    account.bp,
    staff.bp,
    privacy.bp,
    places.bp,
    proposals.bp,
    proposal_steps.bp,
    proposal_files.bp,
    proposal_forms.bp,
    co_authors.bp,
    merging.bp,
    supporting.bp,
    place_maps.bp,
    ballots.bp,
    results.bp,
    boards.bp,
    documents.bp,
    desk.bp,
    drafts.bp,
    headings.bp,
    rules.bp,
    workdays.bp,
    public_rules.bp,
    round_changes.bp,
    commissions.bp,
    scoring.bp,
    scores.bp,
    ballot_order.bp,
    reviews.bp,
    replies.bp,
    appeals.bp,
    questions.bp,
    rolls.bp,
    roll_lines.bp,
    enrolment.bp,
    own_roll.bp,
    assemblies.bp,
    assembly_marks.bp,
    assembly_acts.bp,
    stations.bp,
    daily.bp,
    evidence.bp,
    calls.bp,
    paper_marks.bp,
    box_acts.bp,
    paper_batches.bp,
    paper_approvals.bp,
    paper_entries.bp,
    disputes.bp,
    dispute_outcomes.bp,
    ballot_changes.bp,
    kiosks.bp,
    kiosk_desk.bp,
    groups.bp,
    own_groups.bp,
    group_people.bp,
    group_register.bp,
    monitoring.bp,
    evaluations.bp,
)


def set_up(app: Flask) -> None:
    """Put languages, access, headers, filters, errors and every address on the application."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    security.set_up(app)
    language.set_up(app)
    booths.set_up(app)
    display.set_up(app)
    access.set_up(app)
    origins.set_up(app)
    limits.set_up(app)
    formats.set_up(app)
    checklists.set_up(app)
    errors.set_up(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    proxies = app.extensions["pb"].trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
