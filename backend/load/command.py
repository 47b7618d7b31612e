"""``main.py load``: files in, a city and its incidents out; says what it does, can be stopped, may be repeated."""

from __future__ import annotations

from backend.data_folder import DataFolder
from backend.load.city import File, Founder
from backend.load.opening import kind_of, zone_of
from backend.load.options import Kind, LoadOptions
from backend.load.preview import preview
from backend.load.rows import RowLoader
from backend.load.telling import Stopped, Tally, Teller, stoppable
from backend.store.problem import StoreProblem
from domain.refusal import Refusal

#: Exit codes: everything was read, somebody stopped it, nothing (more) could be done.
DONE, STOPPED, FAILED = 0, 1, 2


def run_load(options: LoadOptions) -> int:
    """Load all files; the exit code. The last line on standard output is the tally, whatever happened."""
    tally = Tally()
    with stoppable() as asked_to_stop:
        teller = Teller(asked_to_stop)
        try:
            _load(options, teller, tally)
            code = DONE
        except (Stopped, KeyboardInterrupt):
            teller.say("Stopped. What was added stays; the same command again goes on from there.")
            code = STOPPED
        except (Refusal, StoreProblem) as problem:
            teller.say(problem.sentence)
            code = FAILED
        except OSError as error:
            teller.say(f"{error.filename or 'The disk'} cannot be used ({error.strerror}). What was added stays.")
            code = FAILED
    print(tally.line(), flush=True)
    return code


def _load(options: LoadOptions, teller: Teller, tally: Tally) -> None:
    zone = zone_of(options.zone)
    files: list[File] = [(path, options.said_kind or kind_of(path)) for path in options.files]
    if options.preview:
        for path, kind in files:
            preview(path, kind, options, zone, teller, tally)
        return
    _check_name(options.city)
    if not (files or options.categories or options.calendar):
        raise Refusal("nothing_given", "Say what to load: one or more files, --categories, or --calendar.")
    with DataFolder(options.data / options.city) as folder:
        founder = Founder(options, files, teller, tally)
        city = founder.city(folder.path)
        loader = RowLoader(options, city, folder.path, founder, teller, tally)
        # Overlay grids come last: their officers may be among the people of another file.
        for path, kind in sorted(files, key=lambda file: file[1] is Kind.OVERLAYS):
            if kind not in (Kind.REGIONS, Kind.ROADS):
                loader.load(path, kind)


def _check_name(city: str) -> None:
    """Raises Refusal before a folder of that name is made."""
    if not city or len(city) > 40 or not all(sign.isalnum() or sign in "-_" for sign in city):
        raise Refusal("wrong_code", f"{city!r} cannot be a city's name; use letters, digits and hyphens.")
