"""An editor for the tests: notes where it was called, leaves files beside the text as editors do, and changes it."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

kind, log, file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
modes = [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)]
secrets = [key for key in os.environ if key.startswith("DHR_")]
text = file.read_text("utf-8")
file.with_name("register.yml~").write_text(text, "utf-8")
log.write_text(f"{file}\n{modes}\n{secrets}\n", "utf-8")
if kind == "good":
    file.write_text(text.replace("Neil", "Owen"), "utf-8")
elif kind == "meanwhile":
    file.write_text(text.replace("Neil", "Owen"), "utf-8")
    (log.parent / "register" / "register.yml.age").write_bytes(b"what somebody else sealed")
elif kind == "spoils":
    file.write_text("people: {P1: {name: Gareth Pryce, alias: ", "utf-8")
elif kind == "removes":
    file.unlink()
elif kind == "waits":
    time.sleep(60)
sys.exit(kind == "fails")
