"""A small book in two halves, one of which a confined user must not see anything of."""

INSTRUMENTS = """instrument_id,product_type,currency,dated_date,maturity,coupon,convention
BOND-1,FIXED_BOND,USD,2019-05-15,2031-05-15,0.03125,US_CORPORATE
BOND-2,FIXED_BOND,EUR,2019-02-15,2029-02-15,0.0125,GERMAN_BUND
BOND-3,FIXED_BOND,AUD,2019-02-15,2029-02-15,0.0125,GERMAN_BUND
"""

# The node that the confined user sees.
SEEN = "SEEN"
_HIDDEN_NODES = ["HIDDEN-FUND", "HIDDEN-FUND/RATES", "SEEN-NOT"]
_SEEN_NODES = [SEEN, f"{SEEN}/CREDIT"]


def positions():
    """Rows of positions.csv: every node holds each instrument, the last of which has no curve and so no value."""
    lines = ["position_id,portfolio,instrument_id,quantity,spread_bp"]
    for node in _SEEN_NODES + _HIDDEN_NODES:
        prefix = "HIDDEN" if node in _HIDDEN_NODES else "SEEN"
        for number in (1, 2, 3):
            lines.append(f"{prefix}-POSITION-{len(lines):02},{node},BOND-{number},{len(lines) * 1000},{len(lines)}")
    return "\n".join(lines) + "\n"


def hidden():
    """What no answer to the confined user may hold, unless the user has said it: ids of positions and names of nodes."""
    rows = [line.split(",") for line in positions().splitlines()[1:]]
    return sorted({cell for row in rows if row[1] in _HIDDEN_NODES for cell in row[:2]})
