"""Our estimates of Kaplan and Meier, and of Nelson and Aalen, beside those of lifelines, on random histories: `make
mining` runs it.

It runs in the environment of what reads us as an outsider; of the product it needs the one pure module.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections import Counter
from pathlib import Path

from lifelines import KaplanMeierFitter, NelsonAalenFitter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from insights.waits.survival import curve

HISTORIES, CASES, LONGEST = 200, 150, 60
# No share of whole cases comes so near these that a rounding decides.
PARTS = (0.1037, 0.2511, 0.5009, 0.7503, 0.9011)


def main() -> int:
    warnings.simplefilter("ignore")  # a quantile between two days is the later one, to both
    compared = 0
    for seed in range(HISTORIES):
        chance = random.Random(seed)
        share = chance.random()
        rows = [(chance.randint(0, LONGEST), chance.random() < share) for _ in range(CASES)]
        ours = curve(Counter(day for day, over in rows if over), Counter(day for day, over in rows if not over))
        theirs = KaplanMeierFitter().fit([day for day, _over in rows], [over for _day, over in rows])
        for day in range(LONGEST + 1):
            expected = float(theirs.predict(day))
            if abs(ours.share_after(day) - expected) > 1e-9:
                print(f"history {seed}, day {day}: {ours.share_after(day)}, lifelines says {expected}")
                return 1
            compared += 1
        for part in PARTS:
            quantile = theirs.percentile(1 - part)
            if ours.quantile(part) != (None if quantile == float("inf") else quantile):
                print(f"history {seed}, {part}: {ours.quantile(part)}, lifelines says {quantile}")
                return 1
            compared += 1
        # Ties are taken together, as ours are; theirs by default take them one after the other.
        risen = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(
            [day for day, _over in rows], [over for _day, over in rows]
        )
        others = [chance.randint(0, LONGEST) for _ in range(CASES)]
        last = max((day for day, over in rows if over), default=0)
        expected = sum(float(risen.predict(min(day, last))) for day in others)
        if abs(ours.expected_of(curve(Counter(others), {})) - expected) > 1e-6:
            print(f"history {seed}: {ours.expected_of(curve(Counter(others), {}))} expected, lifelines says {expected}")
            return 1
        compared += 1
    print(f"lifelines: {compared} figures of {HISTORIES} histories are the same.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
