"""Tactics for several real variables: covers by Taylor forms, valleys, tangent lines."""
