"""The version of this package, which is that of the library it was made for."""

VERSION = "1.0.0-alpha.1"
