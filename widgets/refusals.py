"""Why a command was not done, in the words of this desk: what happened and what to do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SENTENCES: dict[str, object] = {
    # the step does not fit the incident
    "stale": QT_TRANSLATE_NOOP(
        "Refusals", "The incident changed meanwhile. Look at it again and repeat the step if it still makes sense."
    ),
    "wrong_stage": QT_TRANSLATE_NOOP("Refusals", "This step is not possible at the incident's present stage."),
    "no_change": QT_TRANSLATE_NOOP("Refusals", "That would change nothing, so nothing was done."),
    "unknown_verb": QT_TRANSLATE_NOOP("Refusals", "This city's flow does not know this step."),
    "unknown_incident": QT_TRANSLATE_NOOP(
        "Refusals", "The backend does not know this incident. Wait for its next update."
    ),
    "already_merged": QT_TRANSLATE_NOOP("Refusals", "The incident is merged already. Split it off first."),
    "has_merged": QT_TRANSLATE_NOOP("Refusals", "Other incidents are merged into this one. Split them off first."),
    "merge_into_itself": QT_TRANSLATE_NOOP("Refusals", "An incident cannot be merged into itself. Choose another one."),
    "into_closed": QT_TRANSLATE_NOOP("Refusals", "The other incident is closed. Choose an open one."),
    "top_level": QT_TRANSLATE_NOOP("Refusals", "The incident stands at the highest level already."),
    # something is missing
    "reason_needed": QT_TRANSLATE_NOOP("Refusals", "This step needs a reason. Say why in a few words."),
    "note_needed": QT_TRANSLATE_NOOP("Refusals", "There is nothing in the note. Write what should be kept."),
    "assignee_needed": QT_TRANSLATE_NOOP("Refusals", "Nobody was chosen. Choose a person or an area."),
    "into_needed": QT_TRANSLATE_NOOP("Refusals", "Choose the incident to merge into."),
    "hours_needed": QT_TRANSLATE_NOOP("Refusals", "Say how many hours more are needed."),
    "rating_needed": QT_TRANSLATE_NOOP("Refusals", "Give one to five stars."),
    "category_needed": QT_TRANSLATE_NOOP("Refusals", "Choose a category."),
    "photo_needed": QT_TRANSLATE_NOOP("Refusals", "This step needs a photo."),
    "unknown_category": QT_TRANSLATE_NOOP("Refusals", "This city does not have that category. Choose another one."),
    # the person cannot have it, or the sender may not do it
    "off_duty": QT_TRANSLATE_NOOP("Refusals", "This worker is off duty. Choose somebody on duty."),
    "role_cannot": QT_TRANSLATE_NOOP("Refusals", "This worker's role takes no incidents. Choose somebody else."),
    "already_has": QT_TRANSLATE_NOOP("Refusals", "This worker has the incident already."),
    "unknown_worker": QT_TRANSLATE_NOOP("Refusals", "The backend does not know this worker. Choose somebody else."),
    "unknown_region": QT_TRANSLATE_NOOP("Refusals", "The backend does not know this area. Choose another one."),
    "nobody": QT_TRANSLATE_NOOP("Refusals", "Nobody responsible here is on duty. Choose a larger area or a person."),
    "not_allowed": QT_TRANSLATE_NOOP("Refusals", "Your role may not do this step. Ask a supervisor."),
    "not_yours": QT_TRANSLATE_NOOP("Refusals", "This belongs to somebody else, so only that person may do it."),
    "out_of_scope": QT_TRANSLATE_NOOP("Refusals", "This lies outside the area you are responsible for."),
    # roads
    "unknown_road": QT_TRANSLATE_NOOP("Refusals", "There is no road here. Point at a road, nearer if need be."),
    "already_closed": QT_TRANSLATE_NOOP("Refusals", "This road is closed already."),
    "already_open": QT_TRANSLATE_NOOP("Refusals", "This road is open again already."),
    "unknown_closure": QT_TRANSLATE_NOOP("Refusals", "The backend does not know this closed road. Wait a moment."),
    "until_past": QT_TRANSLATE_NOOP("Refusals", "The road would be open again at once. Choose a longer time."),
    # taking back
    "nothing_to_undo": QT_TRANSLATE_NOOP("Refusals", "There is nothing left to take back."),
    "not_undoable": QT_TRANSLATE_NOOP("Refusals", "This step cannot be taken back. Use the opposite step instead."),
    "undo_too_late": QT_TRANSLATE_NOOP("Refusals", "Six seconds have passed: use the opposite step instead."),
    "undo_overtaken": QT_TRANSLATE_NOOP("Refusals", "Somebody else acted on it since, so it cannot be taken back."),
    # the backend or the way there
    "not_durable": QT_TRANSLATE_NOOP(
        "Refusals",
        "The backend could not store the command: nothing was done. See to its disk and repeat the step.",
    ),
    "not_kept": QT_TRANSLATE_NOOP(
        "Refusals",
        "This desk could not keep the command, so it was not sent. Free disk space and repeat the step.",
    ),
    "command_id_taken": QT_TRANSLATE_NOOP("Refusals", "The command met another one with its number. Repeat the step."),
    "too_many": QT_TRANSLATE_NOOP("Refusals", "Too many commands wait for an answer. Wait until some are confirmed."),
    "too_fast": QT_TRANSLATE_NOOP("Refusals", "Too much was sent at once. Wait a moment and repeat the step."),
    "malformed": QT_TRANSLATE_NOOP("Refusals", "The backend did not understand. Are both of the same version?"),
    "too_large": QT_TRANSLATE_NOOP("Refusals", "The text is too long. Shorten it and repeat the step."),
    "internal": QT_TRANSLATE_NOOP(
        "Refusals", "The backend failed and did nothing. Its log says more; repeat the step."
    ),
    "protocol": QT_TRANSLATE_NOOP(
        "Refusals", "Desk and backend are of different versions. Update the older one, then start the desk again."
    ),
    "sign_in": QT_TRANSLATE_NOOP("Refusals", "Name or secret is wrong, or the account was changed. Sign in again."),
    "unknown_account": QT_TRANSLATE_NOOP("Refusals", "The backend does not know this account. Ask its administrator."),
    "slow": QT_TRANSLATE_NOOP("Refusals", "This desk did not keep up with the backend. Look at its network."),
    "silent": QT_TRANSLATE_NOOP("Refusals", "The backend was not heard for ten seconds. Look at the network."),
    "unreachable": QT_TRANSLATE_NOOP(
        "Refusals", "No backend answers there. Look whether it runs and whether the network is up."
    ),
    "closed": QT_TRANSLATE_NOOP("Refusals", "The backend ended, or the line broke."),
    "unready": QT_TRANSLATE_NOOP("Refusals", "What answers there lets no desk in yet. Wait, or correct the address."),
    "not_a_backend": QT_TRANSLATE_NOOP("Refusals", "What answers there is no backend. Correct the address."),
    "bad_url": QT_TRANSLATE_NOOP("Refusals", "The address must begin with ws:// or wss://. Correct it."),
    "certificate": QT_TRANSLATE_NOOP(
        "Refusals", "The backend's certificate is not trusted. Ask its administrator for a valid one."
    ),
    "full": QT_TRANSLATE_NOOP("Refusals", "The backend serves as many desks as it can. Close one of them."),
    "no_city": QT_TRANSLATE_NOOP("Refusals", "The backend cannot give the map of its city. Look at its log."),
    "stopping": QT_TRANSLATE_NOOP("Refusals", "The backend is stopping. The desk comes back with it by itself."),
}


def sentence(code: str, otherwise: str = "") -> str:
    """The sentence for a code; for an unknown one ``otherwise``, else the code itself."""
    known = SENTENCES.get(code)
    return QCoreApplication.translate("Refusals", str(known)) if known is not None else otherwise or code
