"""The cases of format 2."""

from corpus.format2 import (
    invalid_attributes,
    invalid_files,
    invalid_series,
    nonconforming,
    scenarios_distributions,
    scenarios_series,
    scenarios_values,
    valid_directory,
    valid_distributions,
    valid_files,
    valid_values,
)

FOLDERS = {  # folder of v2: the modules whose cases stand in it
    "valid": (valid_values, valid_distributions, valid_files, valid_directory),
    "nonconforming": (nonconforming,),
    "invalid": (invalid_files, invalid_attributes, invalid_series),
}
SCENARIOS = (scenarios_values, scenarios_distributions, scenarios_series)
