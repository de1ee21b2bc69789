"""What hypothesis draws in several tests."""

from hypothesis import strategies as st

from claimbook.model.model import Model

factors = st.floats(min_value=0.8, max_value=1.25)


@st.composite
def models(draw, project):
    """Models of a book whose assumptions are each off by a random factor, as far as they can be."""
    changes = {}
    for name, assumption in project.assumptions.items():
        value = assumption.value.magnitude * (1 if assumption.is_date else draw(factors))
        changes[name] = min(value, assumption.maximum.magnitude) if assumption.maximum is not None else value
    return Model.of(project).with_(**changes)
