"""The symbols of units, as patterns. No check in itself: `dose` and `unit_space` look for them."""

#: What a medicine is measured in.
DOSE = r"(?:mg|mcg|µg|μg|g|mL|ml|IU|mmol|mEq)"

#: What other things are measured in.
OTHER = r"(?:kg|L|dL|cm|mm|km|m|lbs?|oz|ft|hrs?|h|mins?|min|secs?|sec|kcal|cal|mmHg|bpm)"
