# Sets up what is missing on this machine and in this checkout. Read by ./run and ./test; the caller has set $root.
#
#   prepare PURPOSE VENV REQUIREMENTS    PURPOSE: run or test; VENV: a folder under $root; REQUIREMENTS: a file's stem
#
# When nothing is missing this reads a few small files and returns. Progress goes to standard error, one line a step;
# the details go to VENV/setup.log and are shown when a step fails. A set-up that was interrupted goes on where it
# stopped; two at the same time wait for each other.

say() { printf '%s\n' "$*" >&2; }

fail() {  # fail LOG SENTENCE
    if [ -s "$1" ]; then tail -n 30 "$1" >&2; say "$2 The whole record is in $1."; else say "$2"; fi
    exit 1
}

# --- the machine ------------------------------------------------------------------------------------------------------

missing_libraries() {  # missing_libraries PURPOSE: one line "packages in order of preference" for each missing thing
    PATH="$PATH:/sbin:/usr/sbin"
    known=$(ldconfig -p 2>/dev/null) || known=
    while IFS='|' read -r who sign packages; do
        who=${who%% *} sign=${sign# } sign=${sign%% *} packages=${packages# }
        case $who,$1 in run,run|run,test|test,test|also,also) ;; *) continue ;; esac
        case $sign in
            command:*) command -v "${sign#command:}" >/dev/null || printf '%s\n' "$packages" ;;
            *) case $known in ''|*"$sign"*) ;; *) printf '%s\n' "$packages" ;; esac ;;
        esac
    done <"$root/setup/libraries.txt"
}

find_python() {  # the first Python of 3.11 or newer that can make a virtual environment, or nothing
    for candidate in python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null && "$candidate" -c \
            'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"; return
        fi
    done
}

python_packages() {  # what apt calls a Python that is new enough, with what it needs for a virtual environment
    for candidate in python3.11 python3.12 python3.13; do
        if command -v "$candidate" >/dev/null; then printf '%s-venv\n' "$candidate"; return; fi
    done
    case $(apt-cache show python3 2>/dev/null | sed -n 's/^Version: //p' | head -n 1) in
        3.[0-9].*|3.10.*)
            for candidate in python3.11 python3.12 python3.13; do
                if is_offered "$candidate"; then printf '%s %s-venv\n' "$candidate" "$candidate"; return; fi
            done ;;
    esac
    printf 'python3 python3-venv\n'
}

is_offered() { case "$offered" in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

apt_names() {  # apt_names WANTED PYTHON_MISSING: of each line of WANTED the first name this release offers, else the last
    offered=" $(apt-cache pkgnames 2>/dev/null | tr '\n' ' ') "
    if [ -n "$2" ]; then python_packages; fi
    printf '%s\n' "$1" | while read -r names; do
        chosen=
        for name in $names; do chosen=$name; if is_offered "$name"; then break; fi; done
        printf '%s\n' "$chosen"
    done
}

prepare_machine() {  # prepare_machine PURPOSE LOG
    wanted=$(missing_libraries "$1")
    [ -n "$(find_python)" ] && python_missing= || python_missing=yes
    if [ -z "$wanted$python_missing" ]; then return; fi
    if ! command -v apt-get >/dev/null; then
        say "This machine lacks:${python_missing:+ Python 3.11 or newer with its venv module;} $(printf '%s' "$wanted" | tr '\n' ' ')" \
            "(Debian's package names). Install them with this system's package manager, then start again."
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        names=$(apt_names "$wanted" "$python_missing" | tr '\n' ' ')
        say "apt-get update && apt-get install -y --no-install-recommends ${names% }  # for an administrator; then start again"
        exit 1
    fi
    say "Installing system libraries ..."
    apt-get -o DPkg::Lock::Timeout=600 update >>"$2" 2>&1 ||
        fail "$2" "The list of system packages could not be read; is the network up?"
    names=$(apt_names "$wanted" "$python_missing" | tr '\n' ' ')
    bundle=/etc/ssl/certs/ca-certificates.crt own=
    if [ -s "$bundle" ] && ! dpkg-query -s ca-certificates >/dev/null 2>&1; then own=$(cat "$bundle"); fi
    # shellcheck disable=SC2086  # the names are meant to be split
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends $names \
        >>"$2" 2>&1 9<&- ||  # what a package starts must not inherit the lock
        fail "$2" "The system packages could not be installed: $names"
    # Certificates an administrator laid there by hand are not lost to the package that now owns the file.
    if [ -n "$own" ]; then printf '%s\n' "$own" >>"$bundle"; fi
    wanted=$(missing_libraries "$1")
    [ -z "$wanted" ] || fail "$2" "Still missing after the installation: $(printf '%s' "$wanted" | tr '\n' ' ')."
    [ -n "$(find_python)" ] || fail "$2" "Python 3.11 or newer with its venv module is needed, and this system does not offer it."
}

lacks_extras() {  # lacks_extras PURPOSE VENV: whether something could be installed that some tests are skipped without
    [ "$1" = test ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null &&
        [ "$(cat "$2/extras" 2>/dev/null)" != "$(cksum <"$root/setup/libraries.txt")" ] &&
        [ -n "$(missing_libraries also)" ]
}

prepare_extras() {  # prepare_extras VENV LOG: tried once; a release that has none of it is no failure
    wanted=$(missing_libraries also)
    say "Installing what some tests need: $(printf '%s' "$wanted" | tr '\n' ' ')..."
    apt-get -o DPkg::Lock::Timeout=600 update >>"$2" 2>&1 || :
    # shellcheck disable=SC2046  # the names are meant to be split
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends \
        $(apt_names "$wanted" "" | tr '\n' ' ') >>"$2" 2>&1 9<&- ||
        say "This system does not offer it as a package; the tests that need it are skipped and say so."
    cksum <"$root/setup/libraries.txt" >"$1/extras"
}

# --- the virtual environment ------------------------------------------------------------------------------------------

fingerprint() {  # fingerprint VENV: changes when the pins, the interpreter or the checkout's place change
    { cat "$root"/requirements/*.txt; readlink -f "$1/bin/python"; } 2>/dev/null | cksum
}

is_ready() {  # is_ready VENV REQUIREMENTS
    [ -x "$1/bin/python" ] && [ -r "$1/ready-$2" ] && [ "$(cat "$1/ready-$2")" = "$(fingerprint "$1")" ]
}

prepare_venv() {  # prepare_venv VENV REQUIREMENTS LOG
    if ! "$1/bin/python" -m pip --version >/dev/null 2>&1; then
        say "Creating the virtual environment ${1##*/} ..."
        find "$1" -mindepth 1 -maxdepth 1 ! -path "$3" -exec rm -rf {} +
        "$(find_python)" -m venv "$1" >>"$3" 2>&1 || fail "$3" "The virtual environment could not be created."
    fi
    # An interrupted pip leaves packages that look installed and are not: they lack the note it writes last.
    for package in "$1"/lib/python3*/site-packages/*.dist-info; do
        if [ -d "$package" ] && [ ! -e "$package/INSTALLER" ]; then rm -rf "$package"; fi
    done
    say "Installing Python packages into ${1##*/} (the first time this takes minutes) ..."
    "$1/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off --only-binary :all: \
        -r "$root/requirements/$2.txt" >>"$3" 2>&1 ||
        fail "$3" "The Python packages could not be installed; is the network up, and is there room on the disk?"
    # Also where Python is told not to write compiled modules: without them each start takes half a second longer.
    for package in "$root"/main.py "$root"/*/__init__.py; do
        if [ -e "$package" ]; then "$1/bin/python" -m compileall -q "${package%/__init__.py}" >>"$3" 2>&1 || :; fi
    done
    for done in $(sed -n 's/^-r \(.*\)\.txt$/\1/p' "$root/requirements/$2.txt") "$2"; do
        fingerprint "$1" >"$1/ready-$done.new"
        mv "$1/ready-$done.new" "$1/ready-$done"
    done
}

prepare() {
    prepared="$root/$2"
    if is_ready "$prepared" "$3" && [ -z "$(missing_libraries "$1")" ] && ! lacks_extras "$1" "$prepared"; then return; fi
    (
        if command -v flock >/dev/null && ! flock -n 9; then
            say "Another set-up is at work here; waiting for it ..."
            flock 9
        fi
        log="$prepared/setup.log"
        mkdir -p "$prepared" 2>/dev/null || log=/dev/null
        prepare_machine "$1" "$log"
        [ -w "$prepared" ] || fail "" "The folder $root cannot be written to, and the program is not set up yet."
        if ! is_ready "$prepared" "$3"; then prepare_venv "$prepared" "$3" "$log"; fi
        if lacks_extras "$1" "$prepared"; then prepare_extras "$prepared" "$log"; fi
    ) 9<"$root/setup" || exit 1
}
