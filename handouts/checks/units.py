"""The symbols of units, as patterns. No check in itself: `dose` and `unit_space` look for them."""

#: What a medicine is measured in, in capitals too; but a 5G phone is no amount.
DOSE = r"(?:(?i:mgs?|mcgs?|µg|μg|gms?|mls?|IU|mmol|mEq)|g)"

#: What other things are measured in.
OTHER = r"(?:(?i:kgs?|dL|cm|mm|km|lbs?|oz|ft|yrs?|wks?|hrs?|mins?|secs?|kcal|cal|mmHg|bpm)|L|m|h)"
