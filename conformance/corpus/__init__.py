"""The cases of the conformance suite, as code: ../generate.py writes them as files."""
