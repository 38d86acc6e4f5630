"""What ../run does: other programs against the cases of the conformance suite."""
