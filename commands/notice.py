"""What an edition may not be published with, and a draft may.

In: a report that the pass has made safe, and its register. Out: problems of the edition, and notices. The rule: this is
the one place that gathers what a waiver can waive; a new kind of notice is a line here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from anonymise.alias_quality import find_absent, find_alias_notices
from anonymise.register import Register
from anonymise.replace import Passed
from report.mark import find_marks
from report.waiver import Judged, judge


def find_notices(passed: Passed, register: Register, line_of: Callable[[str], int], today: datetime.date) -> Judged:
    """Judge the aliases and the texts of a report for its edition.

    `line_of` gives the line of a key of the front matter; `today` is the day after which no waiver may be dated.
    """
    safe = passed.safe
    notices = (
        *find_alias_notices(register),
        *find_absent(register, safe.tally, safe.edition),
        *find_marks(safe, line_of),
    )
    return judge(notices, passed.waivers, safe.edition, today, safe.paths[0])
