"""The cases of format 2."""

from corpus.format2 import (
    invalid_directory,
    invalid_files,
    nonconforming,
    valid_directory,
    valid_distributions,
    valid_files,
    valid_values,
)

FOLDERS = {  # folder of v2: the modules whose cases stand in it
    "valid": (valid_values, valid_distributions, valid_files, valid_directory),
    "nonconforming": (nonconforming,),
    "invalid": (invalid_files, invalid_directory),
}
